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
from orders.access import limits
from orders.audit import log
from orders.second_factor import trying
from orders.second_factor.models import Passkey
from orders.storage.hashing import keyed_hash, token_hash

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

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
            "id": _handle_of(user.pk),
            "name": user.username,
            "displayName": user.get_full_name() or user.username,
        },  # type: ignore[arg-type] # any mapping will do
        _credentials(Passkey.objects.filter(user=user)),
        resident_key_requirement=_kept_in_the_key(),
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
    response = _read(answer)
    with transaction.atomic():
        own = Passkey.objects.select_for_update().filter(user=user, confirmed=True)
        passkey = _signed_by(list(own), state, response, now=now)
    if passkey is None:
        trying.note_failure(user, "passkey", now=now)
    return passkey


def begin_sign_in() -> tuple[Options, State]:
    """The same where nobody has said who they are: the key knows whose it is, and has to make sure of its user."""
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415

    options, state = _server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options)["publicKey"], state


def sign_in(state: State | None, answer: str, *, networks: Sequence[str], now: float) -> Passkey | None:
    """The passkey of an account that may sign in, which signed what was asked after it had made sure of its user; or
    None. What was asked is answered once. Raises `trying.TooManyAttempts`.
    """
    trying.charge_sign_in(networks=networks, now=now)
    response = _read(answer)
    if state is None or response is None or not limits.spend_challenge(state["challenge"], now=now):
        return None
    with transaction.atomic():
        known = Passkey.objects.select_for_update(of=("self",)).select_related("user")
        named = known.filter(
            credential_hash=token_hash(response.raw_id.hex()),
            confirmed=True,
            user__is_active=True,
            user__is_staff=True,
        ).first()
        if named is None:
            return None
        has_made_sure = response.response.authenticator_data.is_user_verified()
        is_named = response.response.user_handle == _handle_of(named.user_id)
        passkey = _signed_by([named], state, response, now=now) if has_made_sure and is_named else None
    if passkey is None:
        trying.note_failure(named.user, "passkey", now=now)
    return passkey


def _signed_by(
    own: Sequence[Passkey], state: State | None, response: "AuthenticationResponse | None", *, now: float
) -> Passkey | None:
    """Which of these, locked, signed what was asked; that it was used is stored."""
    if state is None or response is None:
        return None
    try:
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
    passkey.sign_count, passkey.used_at = count, now
    passkey.save(update_fields=["sign_count", "used_at"])
    return passkey


def _read(answer: str) -> "AuthenticationResponse | None":
    from fido2.webauthn import AuthenticationResponse  # noqa: PLC0415 - only where one is used

    parsed = _parse(answer)
    try:
        return None if parsed is None else AuthenticationResponse.from_dict(parsed)
    except NO_ANSWER as error:
        logger.info("A passkey was refused: %s.", type(error).__name__)
        return None


def _handle_of(user_id: int) -> bytes:
    """What a passkey keeps of whose it is."""
    return keyed_hash("passkey user", str(user_id)).encode()


def _parse(answer: str) -> dict[str, Any] | None:
    try:
        parsed = json.loads(answer)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _credentials(passkeys: Any) -> "list[AttestedCredentialData]":
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415

    return [AttestedCredentialData(bytes(passkey.credential)) for passkey in passkeys]


def _kept_in_the_key() -> Any:
    """So that it is found without a name having been typed; a security key that has no room left still does."""
    from fido2.webauthn import ResidentKeyRequirement  # noqa: PLC0415

    return ResidentKeyRequirement.PREFERRED


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
