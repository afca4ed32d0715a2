"""Which page follows a number, and whose page that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from orders.domain.carriers.directory import Carrier, fill_template, is_own_host
from orders.domain.carriers.overrides import find_override
from orders.domain.carriers.recognition import Recognition

MAX_HOST_LENGTH: Final = 60
_PASSES_ON_TO_ANYBODY: Final = frozenset({"USPS"})
"""Whose numbers other carriers rightly bear: they hand their parcels over to it."""


class LinkSource(StrEnum):
    """Where a link came from."""

    SHOPIFY_URL = "SHOPIFY_URL"
    OVERRIDE = "OVERRIDE"
    COMPANY = "COMPANY"
    RECOGNISED = "RECOGNISED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a number whose page is looked for; `name` and `carrier` are of the company it came with."""

    name: str | None
    carrier: Carrier | None
    recognition: Recognition | None
    number: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Page:
    """An address that is safe to follow, or none; `site` says whose it is where that is sure."""

    url: str | None
    source: LinkSource
    site: str | None = None


NOWHERE: Final = Page(None, LinkSource.NONE)


def find_page(asked: Asked, *, given: str | None, overrides: Mapping[str, str]) -> Page:
    template = None if asked.name is None else find_override(asked.name, overrides)
    if template is not None and asked.number is not None:
        return Page(fill_template(template, asked.number), LinkSource.OVERRIDE, asked.name)
    if given is not None and host_of(given):
        return Page(given, LinkSource.SHOPIFY_URL, _site_of(given, asked))
    if asked.number is None:
        return NOWHERE
    carrier, recognition = asked.carrier, asked.recognition
    if carrier is not None and not _is_anothers(carrier, recognition):
        url = carrier.find_url(asked.number, language=asked.language)
        if url is not None:
            return Page(url, LinkSource.COMPANY, asked.name)
    if recognition is not None and _may_switch(asked, recognition):
        url = recognition.carrier.find_url(asked.number, language=asked.language)
        if url is not None:
            return Page(url, LinkSource.RECOGNISED, name_of(recognition))
    return NOWHERE


def _is_anothers(named: Carrier, recognition: Recognition | None) -> bool:
    """Whether a number surely is of another network than the one named. Posts' numbers travel with anybody."""
    if recognition is None or recognition.is_post or recognition.carrier.name in _PASSES_ON_TO_ANYBODY:
        return False
    return recognition.carrier != named and recognition.carrier.template != named.template


def _may_switch(asked: Asked, recognition: Recognition) -> bool:
    """A carrier named by the merchant is believed over the look of a number, unless a check digit agrees with
    the look.
    """
    return asked.name is None or asked.carrier == recognition.carrier or recognition.checked


def _site_of(url: str, asked: Asked) -> str | None:
    """Whose page an address from outside is; None where its host is nobody's that we know of here."""
    host = _hostname(url)
    if asked.name is not None and is_own_host(asked.name, host):
        return asked.name
    if asked.recognition is not None and asked.recognition.carrier.is_at(host):
        return name_of(asked.recognition)
    return None


def host_of(url: str | None) -> str | None:
    """A host to be read: as a browser would show a strange one, its end always there."""
    if url is None:
        return None
    host = _hostname(url).removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if len(host) <= MAX_HOST_LENGTH else "…" + host[1 - MAX_HOST_LENGTH :]


def _hostname(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def name_of(recognition: Recognition) -> str:
    return recognition.carrier.post_name if recognition.is_post else recognition.carrier.name
