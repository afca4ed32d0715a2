"""Where a parcel can be followed, and what may be said of it; a wrong link is worse than none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from orders.domain.carriers.directory import NUMBER_PLACEHOLDER, Carrier, fill_template, find_carrier
from orders.domain.carriers.recognition import Recognition, recognise
from orders.domain.carriers.text import display_text, fold_name
from orders.domain.carriers.tracking_number import NUMBER_DISPLAY_LENGTH, clean_number
from orders.domain.order import TrackingInfo
from orders.domain.safe_url import safe_link_url

COMPANY_DISPLAY_LENGTH: Final = 60

_NO_OVERRIDES: Final[Mapping[str, str]] = MappingProxyType({})
# What stands there when no carrier was picked ("Other" in Shopify's admin, "-", "N/A"); it names nobody.
_NOT_COMPANIES: Final = frozenset({"", "other", "none", "unknown", "na", "custom"})


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

    `posted_with` names the post that took in an international parcel, where that is not the company itself.
    Another carrier may deliver it.
    """

    company: str | None
    number: str | None
    url: str | None
    source: LinkSource
    posted_with: str | None = None


class UnusableTemplate(ValueError):
    """A merchant's link template that cannot be used; the message says why, without repeating it."""


def tracking_link(
    info: TrackingInfo, *, country: str | None = None, overrides: Mapping[str, str] = _NO_OVERRIDES
) -> TrackingLink:
    """Choose the link for a tracking number; it never raises, whatever the three texts hold.

    `country` (ISO 3166 code) is where the parcel was handed over: the location's or the shop's country.
    `overrides` maps company names to the merchant's own templates (see `validate_override`). Best first: the
    merchant's template for that company, Shopify's own address, the named company's page, the page of whoever
    surely gave out the number, no link.
    """
    name = _find_company_name(info.company)
    number = clean_number(info.number)
    carrier = None if name is None else find_carrier(name, country=country)
    recognition = None if number is None else recognise(number)
    url, source = _choose_url(
        info, name=name, number=number, carrier=carrier, recognition=recognition, overrides=overrides
    )
    return TrackingLink(
        company=name or _recognised_name(recognition),
        number=display_text(info.number, limit=NUMBER_DISPLAY_LENGTH),
        url=url,
        source=source,
        posted_with=_posted_with(recognition, carrier=carrier),
    )


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


def _choose_url(
    info: TrackingInfo,
    *,
    name: str | None,
    number: str | None,
    carrier: Carrier | None,
    recognition: Recognition | None,
    overrides: Mapping[str, str],
) -> tuple[str | None, LinkSource]:
    template = None if name is None else _find_override(name, overrides)
    if template is not None and number is not None:
        return fill_template(template, number), LinkSource.OVERRIDE
    if (given := safe_link_url(info.url)) is not None:
        return given, LinkSource.SHOPIFY_URL
    if number is not None and carrier is not None and (url := carrier.find_url(number)) is not None:
        return url, LinkSource.COMPANY
    if number is not None and recognition is not None and _may_switch(carrier, recognition):
        url = recognition.carrier.find_url(number)
        return url, LinkSource.NONE if url is None else LinkSource.RECOGNISED
    return None, LinkSource.NONE


def _may_switch(named: Carrier | None, recognition: Recognition) -> bool:
    """A carrier named by the merchant is believed over the look of a number, unless a check digit agrees with
    the look.
    """
    return named is None or named == recognition.carrier or recognition.checked


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
    return None if name is None or fold_name(name) in _NOT_COMPANIES else name


def _recognised_name(recognition: Recognition | None) -> str | None:
    """An S10 number names who posted a parcel, which is not who carries it now."""
    return None if recognition is None or recognition.is_post else recognition.carrier.name


def _posted_with(recognition: Recognition | None, *, carrier: Carrier | None) -> str | None:
    if recognition is None or not recognition.is_post:
        return None
    post_name = recognition.carrier.post_name
    return None if carrier is not None and carrier.post_name == post_name else post_name
