"""Where a parcel can be followed, and what may be said of it; a wrong link is worse than none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from orders.domain.carriers.destroyed import NumberFault
from orders.domain.carriers.directory import (
    NUMBER_PLACEHOLDER,
    Carrier,
    fill_template,
    find_carrier,
    is_carrier_name,
    is_own_host,
)
from orders.domain.carriers.given_url import find_given_url
from orders.domain.carriers.no_company import names_no_company
from orders.domain.carriers.recognition import Recognition, recognise
from orders.domain.carriers.text import display_text, fold_name
from orders.domain.carriers.tracking_number import TrackingNumber, read_tracking_numbers
from orders.domain.order import TrackingInfo
from orders.domain.safe_url import safe_link_url

COMPANY_DISPLAY_LENGTH: Final = 60

_NO_OVERRIDES: Final[Mapping[str, str]] = MappingProxyType({})
_PASSES_ON_TO_ANYBODY: Final = frozenset({"USPS"})
"""Whose numbers other carriers rightly bear: they hand their parcels over to it."""


class LinkSource(StrEnum):
    """Where a link came from."""

    SHOPIFY_URL = "SHOPIFY_URL"
    OVERRIDE = "OVERRIDE"
    COMPANY = "COMPANY"
    RECOGNISED = "RECOGNISED"
    NONE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLink:
    """One tracking number, fit to show. Texts are plain, still to be escaped; `url` is safe to follow, or
    None.

    `number` is what is shown, `clean` what is copied (None where it is no number a carrier knows), `fault` why a
    spreadsheet's victim has neither. `site` names whose page `url` is, where that is sure; else only its `host` may be
    said. `posted_with` names the post that took in an international parcel, where that is not the company itself.
    Another carrier may deliver it.
    """

    company: str | None
    number: str | None
    url: str | None
    source: LinkSource
    clean: str | None = None
    fault: NumberFault | None = None
    site: str | None = None
    host: str | None = None
    posted_with: str | None = None


class UnusableTemplate(ValueError):
    """A merchant's link template that cannot be used; the message says why, without repeating it."""


def tracking_links(
    infos: Iterable[TrackingInfo],
    *,
    country: str | None = None,
    language: str = "",
    overrides: Mapping[str, str] = _NO_OVERRIDES,
) -> tuple[TrackingLink, ...]:
    """The numbers of a shipment, each once, with the best link for each; never raises, whatever the texts hold.

    `country` (ISO 3166 code) is where the parcel was handed over: the location's or the shop's country. `language` is
    the reader's. `overrides` maps company names to the merchant's own templates (see `validate_override`). Best first:
    the merchant's template for that company, Shopify's own address, the named company's page, the page of whoever
    surely gave out the number, no link. A destroyed number gets none.
    """
    found: dict[str, TrackingLink] = {}
    for info in infos:
        for link in _links_of(info, country=country, language=language, overrides=overrides):
            key = (link.clean or "").replace("-", "").upper() or link.number or f" {link.url or ''}"
            if key not in found or _worth(link) > _worth(found[key]):
                found[key] = link
    return tuple(link for link in found.values() if not _adds_nothing(link, found.values()))


@lru_cache(maxsize=256)
def validate_override(template: str) -> str:
    """Return a merchant's link template when it is an https address with exactly one `{number}` behind its
    host.

    Raises `UnusableTemplate`, whose message says what is wrong.
    """
    if template.count(NUMBER_PLACEHOLDER) != 1 or re.search(
        r"[{}]", template.replace(NUMBER_PLACEHOLDER, "")
    ):
        msg = "a carrier link needs exactly one {number} and no other braces"
        raise UnusableTemplate(msg)
    if not template.lower().startswith("https://"):
        msg = "a carrier link must begin with https://"
        raise UnusableTemplate(msg)
    if not re.match(r"https://[^/?#{]+[/?#]", template, re.IGNORECASE):
        msg = "a carrier link needs a host, and {number} belongs behind it"
        raise UnusableTemplate(msg)
    if safe_link_url(fill_template(template, "0")) is None:
        msg = (
            "a carrier link must be a plain address: no user name, spaces, control characters or backslashes"
        )
        raise UnusableTemplate(msg)
    return template


def _links_of(
    info: TrackingInfo, *, country: str | None, language: str, overrides: Mapping[str, str]
) -> Iterator[TrackingLink]:
    name = _find_company_name(info.company)
    carrier = None if name is None else find_carrier(name, country=country)
    numbers: tuple[TrackingNumber | None, ...] = read_tracking_numbers(info.number, carrier=carrier) or (
        None,
    )
    cleans = frozenset(number.clean for number in numbers if number and number.clean)
    for number in numbers:
        clean = None if number is None else number.clean
        recognition = None if clean is None else recognise(clean)
        asked = _Asked(name, carrier, recognition, clean, language)
        given = find_given_url(info.url, pasted=info.number, number=number, others=cleans - {clean or ""})
        if number is not None and number.fault is not None:
            page = _NOWHERE
        else:
            page = _find_page(asked, given=given, overrides=overrides)
        yield TrackingLink(
            company=name or _recognised_name(recognition),
            number=None if number is None else number.text,
            url=page.url,
            source=page.source,
            clean=clean,
            fault=None if number is None else number.fault,
            site=page.site,
            host=_host_of(page.url),
            posted_with=_posted_with(recognition, carrier=carrier),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    name: str | None
    carrier: Carrier | None
    recognition: Recognition | None
    number: str | None
    language: str


@dataclass(frozen=True, slots=True)
class _Page:
    url: str | None
    source: LinkSource
    site: str | None = None


_NOWHERE: Final = _Page(None, LinkSource.NONE)


def _find_page(asked: _Asked, *, given: str | None, overrides: Mapping[str, str]) -> _Page:
    template = None if asked.name is None else _find_override(asked.name, overrides)
    if template is not None and asked.number is not None:
        return _Page(fill_template(template, asked.number), LinkSource.OVERRIDE, asked.name)
    if given is not None and _host_of(given):
        return _Page(given, LinkSource.SHOPIFY_URL, _site_of(given, asked))
    if asked.number is None:
        return _NOWHERE
    carrier, recognition = asked.carrier, asked.recognition
    if carrier is not None and not _is_anothers(carrier, recognition):
        url = carrier.find_url(asked.number, language=asked.language)
        if url is not None:
            return _Page(url, LinkSource.COMPANY, asked.name)
    if recognition is not None and _may_switch(asked, recognition):
        url = recognition.carrier.find_url(asked.number, language=asked.language)
        if url is not None:
            return _Page(url, LinkSource.RECOGNISED, _name_of(recognition))
    return _NOWHERE


def _is_anothers(named: Carrier, recognition: Recognition | None) -> bool:
    """Whether a number surely is of another network than the one named. Posts' numbers travel with anybody."""
    if recognition is None or recognition.is_post or recognition.carrier.name in _PASSES_ON_TO_ANYBODY:
        return False
    return recognition.carrier != named and recognition.carrier.template != named.template


def _may_switch(asked: _Asked, recognition: Recognition) -> bool:
    """A carrier named by the merchant is believed over the look of a number, unless a check digit agrees with
    the look.
    """
    return asked.name is None or asked.carrier == recognition.carrier or recognition.checked


def _site_of(url: str, asked: _Asked) -> str | None:
    """Whose page an address from outside is; None where its host is nobody's that we know of here."""
    host = _hostname(url)
    if asked.name is not None and is_own_host(asked.name, host):
        return asked.name
    if asked.recognition is not None and asked.recognition.carrier.is_at(host):
        return _name_of(asked.recognition)
    return None


def _host_of(url: str | None) -> str | None:
    """A host to be read: as a browser would show a strange one, its end always there."""
    if url is None:
        return None
    host = _hostname(url).removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if len(host) <= COMPANY_DISPLAY_LENGTH else "…" + host[1 - COMPANY_DISPLAY_LENGTH :]


def _hostname(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _worth(link: TrackingLink) -> tuple[bool, bool]:
    return link.url is not None, link.company is not None


def _adds_nothing(link: TrackingLink, links: Iterable[TrackingLink]) -> bool:
    """Whether it has no number, and what it has is said by another one that has."""
    if link.number is not None:
        return False
    others = [other for other in links if other is not link and other.number is not None]
    is_blank = link.company is None and link.url is None
    return is_blank or any(
        link.url in (None, other.url) and link.company in (None, other.company) for other in others
    )


def _find_override(name: str, overrides: Mapping[str, str]) -> str | None:
    """The merchant's template for this company; one that breaks the rules is passed over, as if it were not
    there.
    """
    template = overrides.get(name)
    if template is None and overrides:
        folded = fold_name(name)
        template = next((text for key, text in overrides.items() if fold_name(key) == folded), None)
    if template is None:
        return None
    try:
        return validate_override(template)
    except UnusableTemplate:
        return None


def _find_company_name(company: str | None) -> str | None:
    name = display_text(company, limit=COMPANY_DISPLAY_LENGTH)
    if name is None or (names_no_company(name) and not is_carrier_name(name)):
        return None
    return name


def _name_of(recognition: Recognition) -> str:
    return recognition.carrier.post_name if recognition.is_post else recognition.carrier.name


def _recognised_name(recognition: Recognition | None) -> str | None:
    """An S10 number names who posted a parcel, which is not who carries it now."""
    return None if recognition is None or recognition.is_post else recognition.carrier.name


def _posted_with(recognition: Recognition | None, *, carrier: Carrier | None) -> str | None:
    if recognition is None or not recognition.is_post:
        return None
    post_name = recognition.carrier.post_name
    return None if carrier is not None and carrier.post_name == post_name else post_name
