"""What the site's own commands begin from."""

from django.core.management.base import BaseCommand


class SiteCommand(BaseCommand):
    """A command that starts in half the time: Django's checks import every page of the site to look at its code.

    They run in `make test` and by `manage.py check`; mistakes in settings are told before any command begins.
    """

    requires_system_checks = ()
