"""The contact an order was placed with, email or phone: as typed and as Shopify holds it."""

import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from orders.domain.matching.phone import asked_phone_keys, find_phone, held_phone_keys
from orders.domain.matching.plain_text import plain_text

MAX_TYPED_LENGTH: Final = 400

_MAX_EMAIL_LENGTH: Final = 254
_MAX_LOCAL_LENGTH: Final = 64
_ADDRESS_IN_BRACKETS: Final = re.compile(r"<([^<>]*)>[^<>]*\Z")
# What a phone's keyboard and word processors make of the one in O'Brien.
_APOSTROPHES: Final = re.compile("[‘’‛ʼʹ′´＇]")
_LOCAL_PART: Final = re.compile(r'[^\s@<>()\[\],;:"\\]+')
_DOMAIN: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", re.ASCII
)


class ContactKind(StrEnum):
    """What kind of contact it is."""

    EMAIL = "EMAIL"
    PHONE = "PHONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactKey:
    """A contact in the one form it is compared in.

    An email is case-folded with its domain in ASCII. A phone is `+` and digits (E.164) when its country code
    was given, otherwise the bare digits of its national form. Kept out of `repr`, so that no log shows it by
    accident.
    """

    kind: ContactKind
    value: str

    def __repr__(self) -> str:
        return f"ContactKey(kind={self.kind!s})"


def read_contact(text: str) -> ContactKey | None:
    """Read an email address or a phone number; None where its shape cannot be right."""
    if len(text) > MAX_TYPED_LENGTH:
        return None
    plain = plain_text(_APOSTROPHES.sub("'", text))
    if "@" in plain or "%40" in plain:
        value, kind = _find_email(plain), ContactKind.EMAIL
    else:
        value, kind = find_phone(plain), ContactKind.PHONE
    return None if value is None else ContactKey(kind=kind, value=value)


def held_keys(contact: ContactKey) -> frozenset[str]:
    """What an order answers to, to be kept (as keyed hashes) beside it. See `asked_keys`."""
    if contact.kind is ContactKind.EMAIL:
        return frozenset({contact.value})
    return held_phone_keys(contact.value)


def asked_keys(contact: ContactKey) -> frozenset[str]:
    """What a typed contact asks for: it matches an order when one of these is among the order's `held_keys`."""
    if contact.kind is ContactKind.EMAIL:
        return frozenset({contact.value})
    return asked_phone_keys(contact.value)


def contact_matches(typed: ContactKey, *, held: ContactKey) -> bool:
    """Say whether a typed contact is the one an order was placed with; comparing takes no less time for a
    near miss.
    """
    found = False
    for asked in asked_keys(typed):
        for key in held_keys(held):
            found |= hmac.compare_digest(asked.encode(), key.encode())
    return found


def _find_email(plain: str) -> str | None:
    bracketed = _ADDRESS_IN_BRACKETS.search(plain)
    address = (bracketed[1] if bracketed else plain).strip(" ,;.:'\"")
    if address[:7].lower() == "mailto:":
        address = unquote(address[7:].partition("?")[0], errors="replace")
    local, at_sign, domain = plain_text(address).casefold().rpartition("@")
    domain_in_ascii = _find_ascii_domain(domain)
    if not at_sign or domain_in_ascii is None or not _LOCAL_PART.fullmatch(local):
        return None
    email = f"{plain_text(local)}@{domain_in_ascii}"
    return email if len(local) <= _MAX_LOCAL_LENGTH and len(email) <= _MAX_EMAIL_LENGTH else None


def _find_ascii_domain(domain: str) -> str | None:
    try:
        in_ascii = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return in_ascii if _DOMAIN.fullmatch(in_ascii) else None
