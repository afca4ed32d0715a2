"""Where a parcel can be followed, and what may be said of it; a wrong link is worse than none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from orders.domain.carriers.destroyed import NumberFault
from orders.domain.carriers.directory import (
    Carrier,
    find_carrier,
    is_carrier_name,
)
from orders.domain.carriers.given_url import find_given_url
from orders.domain.carriers.no_company import names_no_company
from orders.domain.carriers.page import NOWHERE, Asked, LinkSource, find_page, host_of
from orders.domain.carriers.recognition import Recognition, recognise
from orders.domain.carriers.text import display_text
from orders.domain.carriers.tracking_number import TrackingNumber, read_tracking_numbers
from orders.domain.order import TrackingInfo

COMPANY_DISPLAY_LENGTH: Final = 60

_NO_OVERRIDES: Final[Mapping[str, str]] = MappingProxyType({})


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
        asked = Asked(name, carrier, recognition, clean, language)
        given = find_given_url(info.url, pasted=info.number, number=number, others=cleans - {clean or ""})
        if number is not None and number.fault is not None:
            page = NOWHERE
        else:
            page = find_page(asked, given=given, overrides=overrides)
        yield TrackingLink(
            company=name or _recognised_name(recognition),
            number=None if number is None else number.text,
            url=page.url,
            source=page.source,
            clean=clean,
            fault=None if number is None else number.fault,
            site=page.site,
            host=host_of(page.url),
            posted_with=_posted_with(recognition, carrier=carrier),
        )


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


def _find_company_name(company: str | None) -> str | None:
    name = display_text(company, limit=COMPANY_DISPLAY_LENGTH)
    if name is None or (names_no_company(name) and not is_carrier_name(name)):
        return None
    return name


def _recognised_name(recognition: Recognition | None) -> str | None:
    """An S10 number names who posted a parcel, which is not who carries it now."""
    return None if recognition is None or recognition.is_post else recognition.carrier.name


def _posted_with(recognition: Recognition | None, *, carrier: Carrier | None) -> str | None:
    if recognition is None or not recognition.is_post:
        return None
    post_name = recognition.carrier.post_name
    return None if carrier is not None and carrier.post_name == post_name else post_name
