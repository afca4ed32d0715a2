"""The one address that the site knows of the API."""

from django.urls import path

from orders.api.door import door

urlpatterns = [path("<path:rest>", door, name="api")]
