"""`manage.py second_factor`: which staff have one; `--reset` takes one away from somebody who has lost it."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from orders import clock
from orders.management.site_command import SiteCommand
from orders.second_factor import keeping
from orders.second_factor.standing import standing_of

ACTOR = "manage.py"


class Command(SiteCommand):
    help = "Lists which staff have a second factor; --reset takes one away from somebody who has lost it."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--reset", metavar="USERNAME", help="take all factors of this account away and end its sessions"
        )
        what.add_argument(
            "--reseal",
            action="store_true",
            help="encrypt secrets of authenticator apps anew with the first of ADDRESS_KEYS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reseal"]:
            done, unreadable = keeping.reseal()
            self.stdout.write(f"{done} secrets encrypted anew; {unreadable} could not be read.")
        elif options["reset"] is not None:
            self._reset(options["reset"])
        else:
            for user in User.objects.filter(is_staff=True, is_active=True).order_by("username"):
                self.stdout.write(f"{user.username}: {standing_of(user.pk).in_words()}")

    def _reset(self, name: str) -> None:
        try:
            user = User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(f"There is no account called {name!r}.") from None
        keeping.reset(user, by=ACTOR, now=clock.seconds())
        self.stdout.write(
            f"{name} has no second factor any more and is signed out everywhere. The password is as it was."
        )
