"""`manage.py rules`: what the rules are, what one would have done last week, and switching one on or off."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock
from orders.management.site_command import SiteCommand
from orders.rules import dry_run, editing
from orders.rules.models import Rule
from orders.rules.replay import Spec
from orders.rules.triggers import Trigger

TERMINAL = "terminal"


class Command(SiteCommand):
    help = (
        "Lists the rules. With --dry-run, what one would have done in the last seven days, changing nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--dry-run", metavar="NAME", help="What this rule would have done, over all orders")
        what.add_argument("--on", metavar="NAME", help="Switch it on, for what becomes so from now on")
        what.add_argument("--off", metavar="NAME", help="Switch it off; what it has not done yet is not done")
        parser.add_argument(
            "--also-now",
            action="store_true",
            help="With --on: also for what is so now, since at most 30 days",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.seconds()
        if options["also_now"] and not options["on"]:
            raise CommandError("--also-now goes with --on.")
        if options["dry_run"]:
            self._try(_find(options["dry_run"]), now=now)
        elif options["on"]:
            rule = _find(options["on"])
            editing.switch_on(rule, also_now=options["also_now"], by=TERMINAL, now=now)
            self.stdout.write(f"{rule.name} is on.")
        elif options["off"]:
            rule = _find(options["off"])
            editing.switch_off(rule, by=TERMINAL, now=now)
            self.stdout.write(f"{rule.name} is off.")
        else:
            self._list()

    def _list(self) -> None:
        rules = list(Rule.objects.all())
        if not rules:
            self.stdout.write("There is no rule. They are made under /admin/rules/.")
        for rule in rules:
            state = "stopped" if rule.stopped_at else "on" if rule.is_on else "off"
            self.stdout.write(f"{rule.name} ({state}): {rule.condition}")

    def _try(self, rule: Rule, *, now: float) -> None:
        found = dry_run.run(Spec(trigger=Trigger(rule.trigger), hours=rule.hours), now=now)
        for line in found.lines:
            at = clock.local(line.at).strftime("%Y-%m-%d %H:%M")
            still = ", still so" if line.is_so_now else ""
            self.stdout.write(f"{at}  {line.name}  {line.detail}{still}".rstrip())
        self.stdout.write(
            f"Would have fired {len(found.lines)} times in the last {dry_run.DAYS} days; "
            f"so now for {found.so_now} of {found.looked_at} orders. Nothing was done."
        )


def _find(name: str) -> Rule:
    rule = Rule.objects.filter(name__iexact=name).first()
    if rule is None:
        raise CommandError(f"There is no rule {name!r}; without arguments all are listed.")
    return rule
