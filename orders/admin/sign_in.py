"""Signing in, with a limit on attempts that tells nobody which accounts exist."""

import logging
import math
import threading
import unicodedata
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from orders import clock, conf
from orders.access import limits
from orders.web.client_address import client_networks

logger = logging.getLogger(__name__)


HASHING = threading.BoundedSemaphore()
"""One password at a time in each process, which by default makes two: each takes a third of a second of a core."""
MOST_SECONDS_TO_WAIT = 3.0


class SignInForm(AdminAuthenticationForm):
    """Django's own form; an attempt too many is refused before the password is looked at, right or wrong."""

    def clean(self) -> dict[str, Any]:
        if self.request is not None:
            wait = limits.charge_sign_in(
                networks=client_networks(self.request.META, trusted_proxies=conf.trusted_proxies()),
                name=unicodedata.normalize("NFKC", self.cleaned_data.get("username", "")).casefold(),
                now=clock.seconds(),
            )
            if wait is not None:
                raise _refusal(wait)
        if not HASHING.acquire(timeout=MOST_SECONDS_TO_WAIT):
            raise _refusal(wait=0)
        try:
            return super().clean()
        finally:
            HASHING.release()


def _refusal(wait: float) -> ValidationError:
    logger.warning("Too many attempts to sign in to the admin; one was refused.")
    return ValidationError(_too_many(wait), code="too_many")


def _too_many(wait: float) -> str:
    minutes = max(1, math.ceil(wait / 60))
    return f"Too many attempts to sign in. Wait {minutes} minute{'s' if minutes > 1 else ''} and try again."
