"""The second step itself: what was typed against what was set up, within limits."""

import logging
import math
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django_otp import verify_token

from orders.access import limits
from orders.audit import log
from orders.second_factor.models import CODE, AuthenticatorApp, RecoveryCodes

logger = logging.getLogger(__name__)


class TooManyAttempts(Exception):
    """Nothing was looked at. `minutes` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.minutes = max(1, math.ceil(seconds / 60))


def try_app_code(user: User, typed: str, *, networks: Sequence[str], now: float) -> Any:
    """The app that shows this code, or None; raises `TooManyAttempts`."""
    code = re.sub(r"\s", "", typed)
    # What is no code guesses at nothing, and must not use up the guesses of the one whose account it is.
    charge(user if CODE.fullmatch(code) else None, networks=networks, now=now)
    app = AuthenticatorApp.objects.filter(user=user, confirmed=True).first()
    verified = verify_token(user, app.persistent_id, code) if app else None
    if verified is None:
        note_failure(user, "authenticator app", now=now)
    return verified


def try_recovery_code(user: User, typed: str, *, networks: Sequence[str], now: float) -> Any:
    """The codes of which this was one, or None; raises `TooManyAttempts`."""
    charge(None, networks=networks, now=now)
    codes = RecoveryCodes.objects.filter(user=user).first()
    verified = verify_token(user, codes.persistent_id, typed) if codes else None
    if verified is None:
        note_failure(user, "recovery code", now=now)
    else:
        left = f"{len(verified.hashes)} left"
        log.record(user.username, "second_factor.recovery_code", now=now, detail=left)
    return verified


def note_failure(user: User, what: str, *, now: float) -> None:
    """So that an owner sees who knocks at an account whose password is known."""
    log.record(user.username, "second_factor.failed", now=now, detail=what)


def charge_sign_in(*, networks: Sequence[str], now: float) -> None:
    """Count an attempt to sign in with a passkey alone, which guesses at nobody's; raises `TooManyAttempts`."""
    wait = limits.charge_sign_in(networks=networks, name=None, now=now)
    if wait is not None:
        logger.warning("Too many attempts to sign in with a passkey; one was refused.")
        raise TooManyAttempts(wait)


def charge(guessed_at: User | None, *, networks: Sequence[str], now: float) -> None:
    """Count an attempt; raises `TooManyAttempts`. `guessed_at` is whose six digits it may have guessed."""
    account = None if guessed_at is None else str(guessed_at.pk)
    wait = limits.charge_second_step(networks=networks, account=account, now=now)
    if wait is not None:
        logger.warning("Too many attempts at a second step; one was refused.")
        raise TooManyAttempts(wait)
