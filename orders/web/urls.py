"""Addresses. A token is exactly 32 characters, and nothing may follow what is listed here."""

from django.urls import include, path, re_path, register_converter

from orders.access.links import TOKEN
from orders.web import (
    followed,
    message_callbacks,
    message_pages,
    outbox,
    own_links,
    printing,
    shared,
    views,
)
from orders.web.brand_images import brand_image
from orders.webhooks.endpoint import receive


class TokenConverter:
    """The token of an order link."""

    regex = TOKEN.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")

urlpatterns = [
    path("", views.look_up, name="look-up"),
    path("o/<token:token>/", views.order, name="order"),
    path("o/<token:token>/status/", views.order_status, name="order-status"),
    path("o/<token:token>/refresh/", views.order_refresh, name="order-refresh"),
    path("o/<token:token>/print/", printing.order_print, name="order-print"),
    path("o/<token:token>/messages/", message_pages.choose, name="order-messages"),
    path("o/<token:token>/qr.svg", printing.order_qr_code, name="order-qr-code"),
    path("o/<token:token>/links/", own_links.own_links, name="own-links"),
    path("c/<token:token>/order.ics", followed.calendar, name="calendar"),
    path("f/<token:token>/order.atom", followed.atom_feed, name="feed-atom"),
    path("f/<token:token>/order.json", followed.json_feed, name="feed-json"),
    path("s/<token:token>/", shared.shared, name="shared"),
    path("s/<token:token>/status/", shared.shared_status, name="shared-status"),
    path("s/<token:token>/refresh/", shared.shared_refresh, name="shared-refresh"),
    path("m/<token:token>/", message_pages.leave, name="leave"),
    path("m/agree/<token:token>/", message_pages.agree, name="agree"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.caught_mail, name="caught-mail"),
    path("webhooks/sms/", message_callbacks.sms_answer, name="sms-answer"),
    path("webhooks/mail/", message_callbacks.mail_report, name="mail-report"),
    path("link/", message_pages.mail_my_link, name="mail-my-link"),
    re_path(
        r"^brand/(?P<kind>logo|logo-dark|icon)-(?P<digest>[0-9a-f]{16})\.(?P<suffix>svg|png)$",
        brand_image,
        name="brand-image",
    ),
    path("", include("orders.web.app_proxy.urls")),
    path("webhooks/shopify/", receive, name="webhooks"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots_txt, name="robots-txt"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
]
