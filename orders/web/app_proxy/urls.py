"""Everything under `/proxy` goes through one door, so no address of it is ever redirected to another."""

from django.urls import path

from orders.web.app_proxy.views import proxied

urlpatterns = [
    path("proxy", proxied, name="app-proxy"),
    path("proxy/", proxied),
    path("proxy/<path:address>", proxied),
]
