"""`manage.py pull_brand`: take name, pictures, colours, slogan and links from the shop's own brand settings."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock, conf
from orders.asking import gateway
from orders.branding.palette import Move
from orders.branding.pulling import TAKEN, Change, Outcome, pull
from orders.branding.shop_offer import LABELS, NothingRead, Offer, read_offer
from orders.management.site_command import SiteCommand
from orders.shopify.storefront import Admission
from orders.transport.deadline import Deadline

SECONDS = 60.0
NAME_SECONDS = 10.0
NOTHING = "nothing"
ONE_LOGO = (
    "Shopify keeps one logo. See whether it stands out on the dark page as well; the admin takes another for that, "
    "or keeps pages light."
)


class Command(SiteCommand):
    help = (
        "Takes the brand over from the shop's own settings; what was typed in the admin is kept, and named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--replace", action="store_true", help="take what was typed in the admin as well")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = conf.shopify()
        if not connection.url:
            raise CommandError("SHOPIFY_STORE_DOMAIN is not set; there is no shop to ask.")
        self.stdout.write(f"Asking {connection.url} for its brand ...")
        try:
            offer = _read()
        except NothingRead as error:
            raise CommandError(f"Nothing of the brand could be read. {error}") from error
        pulled = pull(offer, replace=options["replace"], dry_run=options["dry_run"], now=clock.seconds())
        self._say_offer(offer)
        for change in pulled.changes:
            self.stdout.write(f"  {change.outcome:<10} {LABELS[change.part]:<15} {_words(change)}")
        for move in pulled.moves:
            self.stdout.write(f"\n{_about(move)}")
        if pulled.lacks_dark_logo:
            self.stdout.write(f"\n{ONE_LOGO}")
        self._say_what_is_missing(offer)
        self._conclude(pulled.changes, dry_run=options["dry_run"])

    def _say_offer(self, offer: Offer) -> None:
        if offer.admission is not None:
            self.stdout.write(f"Read {offer.admission}.\n\n")

    def _say_what_is_missing(self, offer: Offer) -> None:
        if offer.missing:
            self.stdout.write(f"\nThe shop has none: {', '.join(LABELS[part] for part in offer.missing)}.")
        for problem in offer.problems:
            self.stdout.write(f"\n{problem}" if problem == offer.problems[0] else problem)
        if offer.problems and offer.admission in {None, Admission.NO_TOKEN}:
            self.stdout.write("A token in SHOPIFY_STOREFRONT_TOKEN may open what is closed without one.")

    def _conclude(self, plan: Sequence[Change], *, dry_run: bool) -> None:
        kept = [LABELS[change.part] for change in plan if change.outcome is Outcome.KEPT]
        if kept:
            self.stdout.write(f"\nKept as typed: {', '.join(kept)}. `--replace` takes the shop’s.")
        changed = sum(change.outcome in TAKEN for change in plan)
        if dry_run:
            self.stdout.write(f"\nNothing was changed; {changed} would be.")
        elif changed:
            self.stdout.write(f"\n{changed} changed. Shoppers see it within a few seconds.")
        else:
            self.stdout.write("\nNothing was changed.")


def _read() -> Offer:
    storefront = gateway.storefront()
    try:
        return read_offer(storefront, read_name=_read_name, deadline=Deadline.after(SECONDS))
    finally:
        storefront.close()


def _read_name() -> str | None:
    return gateway.client().read_shop_name(deadline=Deadline.after(NAME_SECONDS))


def _about(move: Move) -> str:
    colour = "brand colour" if move.role == "brand" else "page colour"
    return f"On the {move.scheme} page the {colour} becomes {move.used}, the nearest that can be read there."


def _words(change: Change) -> str:
    if change.outcome is Outcome.UNCHANGED:
        return change.new.words
    old = change.old.words if change.old else NOTHING
    if change.outcome is Outcome.KEPT:
        return f"{old} (the shop has {change.new.words})"
    return f"{old} -> {change.new.words}"
