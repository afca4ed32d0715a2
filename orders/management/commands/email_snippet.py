"""`manage.py email_snippet`: Liquid for Shopify's own notification emails."""

from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from orders import conf

SNIPPET = """\
<p style="margin: 24px 0;">
  <a href="{url}?order={{{{ name | default: order_name | url_encode }}}}">Track your order</a>
</p>
"""
NOTE = """\
Shop admin > Settings > Notifications > Customer notifications. Open each mail that should lead here (Order
confirmation, Shipping confirmation, Shipping update, Out for delivery, Delivered), choose Edit code, paste these
lines where the link is to stand, save, and send yourself a test. The link carries the order number only; the
shopper adds the email.
"""


class Command(BaseCommand):
    help = "Prints the lines to paste into Shopify's notification emails."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(NOTE)
        self.stdout.write(SNIPPET.format(url=conf.site_url() + reverse("look-up")))
