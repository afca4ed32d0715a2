"""`manage.py subscribe_webhooks`: have Shopify tell this site of every change, by subscriptions of the shop's own."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import conf
from orders.asking import gateway
from orders.management.site_command import SiteCommand
from orders.shopify.errors import QueryRefused, ShopifyError
from orders.shopify.webhook_subscriptions import SubscriptionRefused, WebhookSubscriptions
from orders.transport.deadline import Deadline
from orders.webhooks import address
from orders.webhooks.subscribing import Plan, build_plan, build_toml, needed_scope, wanted_with

SECONDS = 120.0
TOML_NOTE = """\
# For shopify.app.toml; `shopify app deploy` releases it. Shopify delivers twice when there are subscriptions made by
# `manage.py subscribe_webhooks` as well: end those with `manage.py subscribe_webhooks --remove`.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One change: what it is called once it is done, and how to do it."""

    done: str
    topic: str
    change: Callable[[], None]


class Command(SiteCommand):
    help = "Creates, compares and repairs the shop's webhook subscriptions for this site; never doubles them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument("--toml", action="store_true", help="print the app's configuration instead")
        parser.add_argument(
            "--remove", action="store_true", help="end all subscriptions that lead to this site"
        )
        parser.add_argument(
            "--unchecked",
            action="store_true",
            help="subscribe although this machine does not reach the address itself",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection, uri = conf.shopify(), conf.webhook_url()
        if options["toml"]:
            self.stdout.write(TOML_NOTE + build_toml(uri=uri, api_version=connection.version))
            return
        if not connection.url:
            raise CommandError("SHOPIFY_STORE_DOMAIN is not set; there is no shop to ask.")
        if not conf.webhook_secrets():
            raise CommandError("WEBHOOK_SECRETS is not set; no delivery could be told from a forged one.")
        if not (options["remove"] or options["unchecked"]):
            _refuse_address(uri)
        subscriptions = gateway.client().webhook_subscriptions(deadline=Deadline.after(SECONDS))
        try:
            granted = gateway.client().read_scopes(deadline=Deadline.after(SECONDS))
            wanted = {} if options["remove"] else wanted_with(granted)
            plan = build_plan(subscriptions.read_all(), uri=uri, wanted=wanted)
            self._say_what_stays(plan)
            steps = _steps(plan, subscriptions, wanted, uri=uri)
            refused = sum(not self._take(step, only_say=options["dry_run"]) for step in steps)
        except ShopifyError as error:
            raise CommandError(f"Shopify could not be asked: {error}") from error
        if refused:
            self.stdout.write(
                f"\n{refused} topics were refused. What they tell of is noticed later, by sweeps."
            )
            sys.exit(1)
        self.stdout.write("\nNothing was changed." if options["dry_run"] else f"\nDone, for {uri}")

    def _say_what_stays(self, plan: Plan) -> None:
        for topic in plan.right:
            self._say("right", topic)
        for subscription in plan.left_alone:
            self._say("left alone", subscription.topic, f"leads to {subscription.uri}")

    def _take(self, step: Step, *, only_say: bool) -> bool:
        """Make one change, said in a line; False when Shopify refuses it."""
        if only_say:
            self._say(f"to be {step.done}", step.topic)
            return True
        try:
            step.change()
        except SubscriptionRefused as refusal:
            scope = needed_scope(step.topic)
            self._say("REFUSED", step.topic, f"{refusal}" + (f" (needs {scope})" if scope else ""))
            return False
        except QueryRefused:
            self._say("REFUSED", step.topic, f"not known to API version {conf.shopify().version}")
            return False
        self._say(step.done, step.topic)
        return True

    def _say(self, what: str, topic: str, why: str = "") -> None:
        self.stdout.write(f"  {what:<15} {topic:<55} {why}".rstrip())


def _refuse_address(uri: str) -> None:
    """Raise CommandError for an address to which Shopify could not deliver; nothing is changed then."""
    fault = address.find_fault(uri)
    if fault:
        raise CommandError(f"Shopify cannot deliver to {uri}: {fault}. Set SITE_URL, or WEBHOOK_URL.")
    wrong = address.find_wrong_answer(uri)
    if wrong:
        raise CommandError(
            f"Nothing was subscribed, for {uri} is not this site's: {wrong}. "
            "With --unchecked it is subscribed all the same."
        )


def _steps(
    plan: Plan, subscriptions: WebhookSubscriptions, wanted: Mapping[str, frozenset[str]], *, uri: str
) -> Iterator[Step]:
    """Stale ones end first, so that at no time two deliver the same."""
    for stale in plan.delete:
        yield Step("ended", stale.topic, partial(subscriptions.delete, stale.id))
    for topic, found in plan.update:
        update = partial(subscriptions.update, found.id, uri=uri, include_fields=wanted[topic])
        yield Step("repaired", topic, update)
    for topic in plan.create:
        yield Step(
            "created", topic, partial(subscriptions.create, topic, uri=uri, include_fields=wanted[topic])
        )
