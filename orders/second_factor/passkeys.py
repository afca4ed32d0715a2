"""Passkeys, by Yubico's fido2: registering one, and signing in with it. The library is loaded when one is used.

A ceremony has two halves. What the first gives the browser is public; what it keeps for the second stands in the
session, and is taken out before it is looked at, so that no answer is taken twice.
"""

import ipaddress
import json
import logging
import struct
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from orders import conf
from orders.audit import log
from orders.second_factor import trying
from orders.second_factor.models import Passkey
from orders.storage.hashing import keyed_hash, token_hash

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData

logger = logging.getLogger(__name__)

NO_ANSWER = (ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error)
"""What reading an answer raises that is broken, or was made for something else."""

type Options = dict[str, Any]
type State = dict[str, Any]


def can_be_used() -> bool:
    """Whether browsers make passkeys for this site: they belong to a host name, never to a bare address."""
    try:
        ipaddress.ip_address(str(urlsplit(conf.site_url()).hostname))
    except ValueError:
        return True
    return False


def begin_registration(user: User) -> tuple[Options, State]:
    """What `navigator.credentials.create` takes, as JSON; and the state to keep."""
    options, state = _server().register_begin(
        {
            "id": keyed_hash("passkey user", str(user.pk)).encode(),
            "name": user.username,
            "displayName": user.get_full_name() or user.username,
        },  # type: ignore[arg-type] # any mapping will do
        _credentials(Passkey.objects.filter(user=user)),
        user_verification=_preferred(),
    )
    return dict(options)["publicKey"], state


@transaction.atomic
def complete_registration(
    user: User, state: State | None, answer: str, *, name: str, now: float
) -> Passkey | None:
    """The new passkey; None if what came back is no answer to what was asked, or is known already."""
    parsed = _parse(answer)
    if state is None or parsed is None:
        return None
    try:
        registered = _server().register_complete(state, parsed)
    except NO_ANSWER as error:
        logger.info("A passkey was not registered: %s.", type(error).__name__)
        return None
    credential = registered.credential_data
    assert credential is not None  # noqa: S101 - `register_complete` has seen to it
    try:
        with transaction.atomic():
            passkey: Passkey = Passkey.objects.create(
                user=user,
                name=name,
                credential=bytes(credential),
                credential_hash=token_hash(credential.credential_id.hex()),
                sign_count=registered.counter,
                created_at=now,
            )
    except IntegrityError:
        return None
    log.record(user.username, "second_factor.set_up", now=now, detail=f"passkey {name}")
    return passkey


def begin_step(own: Sequence[Passkey]) -> tuple[Options, State]:
    """What `navigator.credentials.get` takes, as JSON; and the state to keep."""
    options, state = _server().authenticate_begin(_credentials(own), user_verification=_preferred())
    return dict(options)["publicKey"], state


def try_passkey(
    user: User, state: State | None, answer: str, *, networks: Sequence[str], now: float
) -> Passkey | None:
    """The passkey that signed what was asked, or None; raises `trying.TooManyAttempts`."""
    trying.charge(None, networks=networks, now=now)
    with transaction.atomic():
        passkey = _signed_by(user, state, answer)
        if passkey is not None:
            passkey.used_at = now
            passkey.save(update_fields=["sign_count", "used_at"])
    if passkey is None:
        trying.note_failure(user, "passkey", now=now)
    return passkey


def _signed_by(user: User, state: State | None, answer: str) -> Passkey | None:
    parsed = _parse(answer)
    if state is None or parsed is None:
        return None
    from fido2.webauthn import AuthenticationResponse  # noqa: PLC0415 - only where one is used

    own: list[Passkey] = list(Passkey.objects.select_for_update().filter(user=user, confirmed=True))
    try:
        response = AuthenticationResponse.from_dict(parsed)
        credential = _server().authenticate_complete(state, _credentials(own), response)
        count = response.response.authenticator_data.counter
    except NO_ANSWER as error:
        logger.info("A passkey was refused: %s.", type(error).__name__)
        return None
    hashed = token_hash(credential.credential_id.hex())
    passkey = next(one for one in own if one.credential_hash == hashed)
    # A key that counts has counted on. Passkeys that are synchronised between devices stay at 0.
    if (count or passkey.sign_count) and count <= passkey.sign_count:
        logger.warning("A passkey was refused: its counter went back, as a copied key's does.")
        return None
    passkey.sign_count = count
    return passkey


def _parse(answer: str) -> dict[str, Any] | None:
    try:
        parsed = json.loads(answer)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _credentials(passkeys: Any) -> "list[AttestedCredentialData]":
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415

    return [AttestedCredentialData(bytes(passkey.credential)) for passkey in passkeys]


def _preferred() -> Any:
    """The password was given: whether a finger or a PIN is asked for too is the key's affair."""
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415

    return UserVerificationRequirement.PREFERRED


def _server() -> "Fido2Server":
    return _server_of(conf.site_url(), conf.store().name)


@cache
def _server_of(site_url: str, name: str) -> "Fido2Server":
    from fido2.server import Fido2Server  # noqa: PLC0415
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415

    parts = urlsplit(site_url)
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=name, id=str(parts.hostname)),
        verify_origin=lambda origin: origin == f"{parts.scheme}://{parts.netloc}",
    )
