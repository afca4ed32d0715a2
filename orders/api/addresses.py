"""The API's own addresses, resolved by `orders.api.door`. Importing this imports all of the API."""

from django.urls import path

from orders.api import reading, writing  # noqa: F401 - they add their operations
from orders.api.documentation import document, page
from orders.api.service import PREFIX, api

BELOW = PREFIX.removeprefix("/")

urlpatterns = [
    path(f"{BELOW}docs", page),
    path(f"{BELOW}openapi.json", document),
    path(BELOW, api.urls),
]
