"""`manage.py revoke_links '#1001'`: close every link to an order, for instance when one was shared by mistake."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock
from orders.access import links
from orders.domain.matching import read_order_number
from orders.management.site_command import SiteCommand
from orders.storage import store


class Command(SiteCommand):
    help = "Closes every link to an order. The shopper can always make a new one with number and email."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("order", help="the order's name, number or confirmation number, such as '#1001'")

    def handle(self, *args: Any, **options: Any) -> None:
        order_number = read_order_number(options["order"])
        if order_number is None:
            raise CommandError(
                "That is not an order number; give it as in the shop's admin, such as '#1001'."
            )
        orders = store.find_all(order_number)
        closed = sum(links.revoke_links(order_pk, now=clock.seconds()) for order_pk in orders)
        self.stdout.write(f"Closed {closed} links of {len(orders)} orders.")
