"""Signing in, with a limit on attempts that tells nobody which accounts exist."""

import logging
import unicodedata
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError

from orders import clock, conf
from orders.access import limits
from orders.web.client_address import client_network

logger = logging.getLogger(__name__)


class SignInForm(AdminAuthenticationForm):
    """Django's own form; an attempt too many is refused before the password is looked at, right or wrong."""

    def clean(self) -> dict[str, Any]:
        if self.request is not None:
            wait = limits.charge_sign_in(
                network=client_network(self.request.META, trusted_proxies=conf.trusted_proxies()),
                name=unicodedata.normalize("NFKC", self.cleaned_data.get("username", "")).casefold(),
                now=clock.seconds(),
            )
            if wait is not None:
                logger.warning("Too many attempts to sign in to the admin; one was refused.")
                raise ValidationError(_too_many(wait), code="too_many")
        return super().clean()


def _too_many(wait: float) -> str:
    minutes = max(1, round(wait / 60))
    return f"Too many attempts to sign in. Wait {minutes} minute{'s' if minutes > 1 else ''} and try again."
