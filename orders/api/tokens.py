"""Bearer tokens: made once and shown once, found by a keyed hash, ended by time or by hand."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from orders import conf
from orders.api.models import ApiToken, Right
from orders.audit import log
from orders.storage.hashing import keyed_hash
from orders.transport.signed_posts import derive_secret

BEGINNING = "otk_"
"""So that scanners of leaked secrets and people know what it is."""
TOKEN_BYTES = 32
USE_NOTED_SECONDS = 300.0
SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a new token is to be."""

    name: str
    location_id: str
    location_name: str
    rights: tuple[Right, ...]
    expires_at: float
    callback_url: str = ""


def make(wish: Wish, *, by: str, now: float) -> tuple[ApiToken, str]:
    """A new token, and the text that is shown this once."""
    text = BEGINNING + secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        token = ApiToken.objects.create(
            name=wish.name,
            token_hash=_hash(text),
            shown_end=text[-SHOWN:],
            location_id=wish.location_id,
            location_name=wish.location_name,
            rights=[str(right) for right in wish.rights],
            callback_url=wish.callback_url,
            created_by=by,
            created_at=now,
            expires_at=wish.expires_at,
        )
        log.record(by, "api_token.create", now=now, detail=f"{token}, {wish.location_name}")
    return token, text


def find(text: str, *, now: float) -> ApiToken | None:
    """The token that is this text, unless it has ended; its use is noted."""
    token = ApiToken.objects.filter(token_hash=_hash(text)).first()
    if token is None or token.revoked_at is not None or token.expires_at <= now:
        return None
    if not 0 <= now - token.used_at < USE_NOTED_SECONDS:
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
    return token


def revoke(token: ApiToken, *, by: str, now: float) -> None:
    """End a token now. What it had asked for and was not begun is refused."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            log.record(by, "api_token.revoke", now=now, detail=str(token))


def callback_secret(token: ApiToken) -> str:
    """What callbacks to this token's owner are signed with, in the form of Standard Webhooks. Derived, not stored."""
    return derive_secret(conf.secret_key(), f"api callback\0{token.pk}\0{token.token_hash}")


def _hash(text: str) -> str:
    return keyed_hash("api token", text)
