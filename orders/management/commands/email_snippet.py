"""`manage.py email_snippet`: Liquid for Shopify's own notification emails."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.urls import reverse

from orders import conf
from orders.management.site_command import SiteCommand
from orders.shopify.proxy_signature import PLAIN_PATH
from orders.work import direct_links

SNIPPET = """\
<p style="margin: 24px 0;">
  <a href="{url}?order={{{{ name | default: order_name | url_encode }}}}">Track your order</a>
</p>
"""
DIRECT_SNIPPET = """\
{{% assign tracking_link = order.metafields.{namespace}.{key} | default: metafields.{namespace}.{key} %}}
{{% if tracking_link.value %}}{{% assign tracking_link = tracking_link.value %}}{{% endif %}}
<p style="margin: 24px 0;">
  {{% if tracking_link contains '{site}/o/' %}}<a href="{{{{ tracking_link }}}}">Track your order</a>
  {{% else %}}<a href="{url}?order={{{{ name | default: order_name | url_encode }}}}">Track your order</a>{{% endif %}}
</p>
"""
DIRECT_NOTE = """\
These lines lead straight to the order where the worker has written its link (DIRECT_LINKS=yes, scope write_orders),
and to the look-up page where it has not: the order confirmation is mailed before anybody can.
"""
NOTE = """\
Shop admin > Settings > Notifications > Customer notifications. Open each mail that should lead here (Order
confirmation, Shipping confirmation, Shipping update, Out for delivery, Delivered), choose Edit code, paste these
lines where the link is to stand, save, and send yourself a test. The link carries the order number only; the
shopper adds the email.
"""


class Command(SiteCommand):
    help = "Prints the lines to paste into Shopify's notification emails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the link is to lead, if not to this site."""
        parser.add_argument(
            "--app-proxy",
            metavar="/apps/track",
            default="",
            help="lead to this path of the shop's own domain, where Shopify's app proxy shows these pages",
        )

        parser.add_argument(
            "--direct",
            action="store_true",
            help="lead straight to the order, where DIRECT_LINKS writes its link",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["app_proxy"].rstrip("/")
        if path and not PLAIN_PATH.fullmatch(path):
            raise CommandError("--app-proxy takes a path of the shop, such as /apps/track.")
        # The shop's address is Shopify's to fill in: the mail then leads to the domain that the shop has by then.
        url = f"{{{{ shop.url }}}}{path}" if path else conf.site_url() + reverse("look-up")
        self.stdout.write(NOTE)
        if not options["direct"]:
            self.stdout.write(SNIPPET.format(url=url))
            return
        self.stdout.write(DIRECT_NOTE)
        self.stdout.write(
            DIRECT_SNIPPET.format(
                url=url,
                site=conf.site_url(),
                namespace=direct_links.NAMESPACE,
                key=direct_links.KEY,
            )
        )
