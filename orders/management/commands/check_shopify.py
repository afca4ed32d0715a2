"""`manage.py check_shopify`: can shoppers be served, and what stands in the way?"""

import sys
from typing import Any

from django.core.management.base import CommandError

from orders import clock, conf
from orders.asking import gateway, shop_check
from orders.management.site_check import site_findings
from orders.management.site_command import SiteCommand
from orders.shopify.errors import ShopifyError
from orders.transport.deadline import Deadline

SECONDS = 30.0


class Command(SiteCommand):
    help = "Says in plain words what works between this site and the shop. Exit code 1 when no shopper could be served."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = conf.shopify()
        if not connection.url:
            raise CommandError("SHOPIFY_STORE_DOMAIN is not set; there is no shop to check.")
        self.stdout.write(f"Asking {connection.url} ...")
        try:
            report = gateway.client().read_connection(deadline=Deadline.after(SECONDS), read_clock=clock.utc)
        except ShopifyError as error:
            raise CommandError(f"No shopper can be served: {error}") from error
        subscriptions = gateway.client().webhook_subscriptions(deadline=Deadline.after(SECONDS))
        found = (*shop_check.findings(report), *site_findings(report, subscriptions))
        for finding in found:
            self.stdout.write(f"  {finding.grade:<8} {finding.subject:<12} {finding.words}")
        if not shop_check.can_serve(found):
            self.stdout.write("\nNo shopper can be served until what is marked BAD is mended.")
            sys.exit(1)
        self.stdout.write("\nShoppers can be served.")
