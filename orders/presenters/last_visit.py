"""What `site.js` needs to say what is new since a reader's last visit (docs/decisions/0044)."""

from datetime import datetime

from django.utils.translation import gettext, pgettext

from orders.presenters.dates import locale_code
from orders.presenters.page import LastVisitView


def present_last_visit(order: str, *, now: datetime) -> LastVisitView:
    """`order` is the opaque name under which the browser remembers; `now` is in the store's time zone."""
    return LastVisitView(
        order=order,
        new=pgettext("mark on something that happened since the last visit", "New"),
        # Translators: %(day)s is "Monday" or "23 November", as a browser writes it standing alone.
        since=gettext("New since your last visit on %(day)s at %(time)s"),
        locale=locale_code(),
        zone=str(now.tzinfo),
    )
