"""Everything under `/proxy` goes through one door, so no address of it is ever redirected to another."""

from django.urls import path, re_path

from orders.web.app_proxy.views import proxied

urlpatterns = [
    path("proxy", proxied, name="app-proxy"),
    path("proxy/", proxied),
    re_path(r"^proxy/(?P<address>[\s\S]+)$", proxied),  # a line's end too: `path` would leave it to others
]
