"""Everything is served by `orders`; the admin and the gallery are for the merchant's staff, the API for software."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

handler400 = "orders.web.errors.bad_request"
handler403 = "orders.web.errors.forbidden"
handler500 = "orders.web.errors.server_error"

urlpatterns = [
    path("admin/", include("orders.console.urls")),
    path("admin/figures/", include("orders.figures.urls")),
    path("admin/", include("orders.second_factor.urls")),
    path("admin/", admin.site.urls),
    path("gallery/", include("orders.gallery.urls")),
    path("api/v1/", include("orders.api.urls")),
    path("", include("orders.web.urls")),
]
