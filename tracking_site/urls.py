"""Everything is served by `orders`; the two error pages have their templates in `templates/`."""

from django.urls import include, path

urlpatterns = [path("", include("orders.web.urls"))]
