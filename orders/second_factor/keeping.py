"""Factors set up, taken away and reset; each stands in the audit log, and no secret does."""

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction

from orders.audit import log
from orders.second_factor.models import PURPOSE, AuthenticatorApp, Passkey, RecoveryCodes
from orders.second_factor.standing import has_factor
from orders.storage import sealed

APP = "authenticator app"


@transaction.atomic
def begin_app(user: User, *, now: float) -> AuthenticatorApp:
    """A new secret, which counts for nothing until a code of it was typed."""
    AuthenticatorApp.objects.filter(user=user, confirmed=False).delete()
    return AuthenticatorApp.with_new_secret(user.pk, now=now)


def app_being_set_up(user: User) -> AuthenticatorApp | None:
    """The app whose first code is waited for."""
    app: AuthenticatorApp | None = AuthenticatorApp.objects.filter(user=user, confirmed=False).first()
    return app


@transaction.atomic
def confirm_app(user: User, code: str, *, now: float) -> AuthenticatorApp | None:
    """The app, if this is a code of it. From then on it is asked for, and one that was before it is not."""
    app: AuthenticatorApp | None = (
        AuthenticatorApp.objects.select_for_update().filter(user=user, confirmed=False).first()
    )
    if app is None or not app.verify_token(code):
        return None
    AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()
    app.confirmed = True
    app.save(update_fields=["confirmed"])
    log.record(user.username, "second_factor.set_up", now=now, detail=APP)
    return app


@transaction.atomic
def remove_app(user: User, *, now: float) -> bool:
    """Whether there was one."""
    removed, _ = AuthenticatorApp.objects.filter(user=user).delete()
    if removed:
        _note_removal(user, APP, now=now)
    return bool(removed)


@transaction.atomic
def remove_passkey(user: User, pk: int, *, now: float) -> bool:
    """Whether this user had it."""
    passkey = Passkey.objects.filter(user=user, pk=pk).first()
    if passkey is None:
        return False
    passkey.delete()
    _note_removal(user, f"passkey {passkey.name}", now=now)
    return True


@transaction.atomic
def rename_passkey(user: User, pk: int, name: str) -> bool:
    """Whether this user has it."""
    return bool(Passkey.objects.filter(user=user, pk=pk).update(name=name))


@transaction.atomic
def renew_codes(user: User, *, now: float) -> list[str]:
    """New recovery codes; the older ones open nothing any more."""
    codes = RecoveryCodes.replace(user.pk, now=now)
    log.record(user.username, "second_factor.recovery_codes", now=now, detail="made anew")
    return codes


@transaction.atomic
def reset(user: User, *, by: str, now: float) -> None:
    """Take all factors of somebody away, who has lost them or whose phone was stolen, and end their sessions."""
    for model in (AuthenticatorApp, Passkey, RecoveryCodes):
        model.objects.filter(user=user).delete()
    for session in Session.objects.all():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    log.record(by, "second_factor.reset", now=now, detail=user.username)


def reseal() -> tuple[int, int]:
    """Encrypt every secret with the newest key. How many were, and how many no known key opens."""
    unreadable = 0
    apps = list(AuthenticatorApp.objects.only("pk", "sealed_secret"))
    for app in apps:
        try:
            app.sealed_secret = sealed.reseal(PURPOSE, app.sealed_secret)
        except sealed.Unreadable:
            unreadable += 1
            continue
        app.save(update_fields=["sealed_secret"])
    return len(apps) - unreadable, unreadable


def _note_removal(user: User, what: str, *, now: float) -> None:
    log.record(user.username, "second_factor.removed", now=now, detail=what)
    if not has_factor(user.pk):
        RecoveryCodes.objects.filter(user=user).delete()
