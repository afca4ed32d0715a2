"""`manage.py order_link '#1001'`: a link that lands directly on an order, for support staff."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.urls import reverse

from orders import clock, conf
from orders.asking import tracking
from orders.domain.matching import read_contact, read_order_number
from orders.management.site_command import SiteCommand


class Command(SiteCommand):
    help = "Makes a link that opens an order without asking for the email. Give it to nobody but the shopper."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("order", help="the order's name, number or confirmation number, such as '#1001'")
        parser.add_argument(
            "--contact", default="", help="email or phone; needed when several orders share the name"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order_number = read_order_number(options["order"])
        if order_number is None:
            raise CommandError(
                "That is not an order number; give it as in the shop's admin, such as '#1001'."
            )
        contact = read_contact(options["contact"]) if options["contact"] else None
        if options["contact"] and contact is None:
            raise CommandError("--contact must be an email or a phone number.")
        try:
            token = tracking.issue_support_link(order_number, contact=contact, now=clock.seconds())
        except tracking.NoSingleOrder as error:
            raise CommandError(str(error)) from error
        self.stdout.write(conf.site_url() + reverse("order", args=[token]))
