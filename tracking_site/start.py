"""How a start that cannot go well ends: one sentence on stderr, and exit code 2, whatever was started."""

import contextlib
import sys
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

MISTAKE = 2
"""The exit status. A supervisor need not try again: nothing changes until a person does something."""


@contextlib.contextmanager
def mistakes_told_plainly() -> Iterator[None]:
    """Turns `ImproperlyConfigured` into its own sentence and the end of the process."""
    try:
        yield
    except ImproperlyConfigured as mistake:
        print(mistake, file=sys.stderr, flush=True)  # noqa: T201 - logging is configured by what could not be read
        sys.exit(MISTAKE)


def load_settings() -> None:
    """Read the settings now; to be called within `mistakes_told_plainly`."""
    from django.conf import settings  # noqa: PLC0415 - not before a mistake can be told

    _ = settings.DEBUG
