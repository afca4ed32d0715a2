"""The carriers we know: their names, where a name means whom, and the one address each answers at."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, TypedDict
from urllib.parse import quote

from orders.domain.carriers.text import fold_name

NUMBER_PLACEHOLDER: Final = "{number}"

_LANGUAGE_PLACEHOLDER: Final = "{language}"
_DATA_FILE: Final = Path(__file__).with_name("carriers.json")
_EVERYWHERE: Final = "*"
_MAX_NAME_LENGTH: Final = 100
_SHORTEST_REST: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A carrier, and the https address that shows one of its numbers (None where no trustworthy one is
    known).

    `domains` are hosts of its own, their subdomains included. `languages` are what the address takes for a language
    of the reader's, "" for all others. `number_shape` is what its numbers can look like, where that is known.
    `requires` names what an address needs beside the number; we hold none of it, so such an address is never
    built.
    """

    name: str
    post_name: str
    template: str | None
    requires: tuple[str, ...]
    number_shape: str | None
    dropped_prefix: str | None
    domains: tuple[str, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)

    def find_url(self, number: str, *, language: str = "") -> str | None:
        """The address for a clean number (see `TrackingNumber`), or None where it would show nothing, or
        another parcel. `language` is the reader's (`fr`, `pt-br`), which the page is opened in where it takes it.
        """
        if self.template is None or self.requires or not self.can_own(number):
            return None
        if self.dropped_prefix is not None:
            number = _without_prefix(number, prefix=self.dropped_prefix)
        code = self.languages.get(language.partition("-")[0]) or self.languages.get("", "")
        return fill_template(self.template.replace(_LANGUAGE_PLACEHOLDER, code), number)

    def can_own(self, number: str) -> bool:
        """Whether a clean number looks like one of its own; True where nothing is known about its numbers."""
        if self.number_shape is None:
            return True
        return re.fullmatch(self.number_shape, number, re.ASCII | re.IGNORECASE) is not None

    def is_at(self, host: str) -> bool:
        """Whether a host (as `urlsplit` gives it) is the carrier's own."""
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def fill_template(template: str, number: str) -> str:
    """Put a number, percent-encoded, where the template wants it. Never `%` or `format`: the number may hold
    either.
    """
    return template.replace(NUMBER_PLACEHOLDER, quote(number, safe=""))


def find_carrier(name: str, *, country: str | None) -> Carrier | None:
    """The carrier a company name stands for in a country (ISO 3166 code), or None where that is not sure.

    Shopify compares names exactly and merchants type anything, so exact comes first, then letters and digits
    only.
    """
    if len(name) > _MAX_NAME_LENGTH:
        return None
    directory = _directory()
    meanings = directory.by_exact_name.get(name) or directory.by_folded_name.get(fold_name(name))
    return None if meanings is None else _choose(meanings, country=country)


def is_own_host(name: str, host: str) -> bool:
    """Whether a host belongs to a carrier of that name, whichever of its namesakes it is."""
    return any(carrier.is_at(host) for carrier in _directory().namesakes.get(fold_name(name), ()))


def is_carrier_name(name: str) -> bool:
    """Whether a carrier of that name is known, be it that several are."""
    return fold_name(name) in _directory().namesakes


def find_any_of_name(name: str) -> Carrier | None:
    """A carrier of that name, whichever of its namesakes it is."""
    return next(iter(_directory().namesakes.get(fold_name(name), ())), None)


def find_post(country: str) -> Carrier | None:
    """The post that hands out S10 numbers ending in this country's code, or None where we do not know it."""
    return _directory().posts.get(country)


def get_carrier(name: str) -> Carrier:
    """A carrier by its own name in the data; `KeyError` when the data has lost it."""
    return _directory().by_own_name[name]


def carrier_hosts() -> frozenset[str]:
    """Every host a link that we build ourselves can lead to."""
    return _directory().hosts


def carrier_names() -> frozenset[str]:
    """Every name known exactly as written: Shopify's own strings and the aliases."""
    return frozenset(_directory().by_exact_name)


# A name's carriers by region. None: several carriers claim the name there, so it says nothing.
type _Meanings = dict[str, Carrier | None]


class _Entry(TypedDict, total=False):
    name: str
    aliases: list[str]
    names: dict[str, list[str]]
    post_of: str
    post_name: str
    template: str
    host: str
    requires: list[str]
    domains: list[str]
    languages: dict[str, str]
    number_shape: str
    dropped_prefix: str


@dataclass(frozen=True, slots=True)
class _Directory:
    by_exact_name: Mapping[str, _Meanings]
    by_folded_name: Mapping[str, _Meanings]
    by_own_name: Mapping[str, Carrier]
    namesakes: Mapping[str, Sequence[Carrier]]
    posts: Mapping[str, Carrier]
    hosts: frozenset[str]


def _choose(meanings: _Meanings, *, country: str | None) -> Carrier | None:
    """Without a country a name that means different carriers in different places says nothing: a wrong link
    is worse.
    """
    if country is not None:
        return meanings.get(country, meanings.get(_EVERYWHERE))
    templates = {None if carrier is None else carrier.template for carrier in meanings.values()}
    return meanings.get(_EVERYWHERE) if len(templates) == 1 else None


def _without_prefix(number: str, *, prefix: str) -> str:
    rest = number.removeprefix(prefix).lstrip("-")
    return rest if len(rest) >= _SHORTEST_REST else number


@cache
def _directory() -> _Directory:
    entries: list[_Entry] = json.loads(_DATA_FILE.read_text(encoding="utf-8"))
    exact: dict[str, _Meanings] = {}
    folded: dict[str, _Meanings] = {}
    own: dict[str, Carrier] = {}
    namesakes: dict[str, list[Carrier]] = {}
    posts: dict[str, Carrier] = {}
    for entry in entries:
        carrier = _carrier_from_entry(entry)
        own.setdefault(carrier.name, carrier)
        if "post_of" in entry:
            posts[entry["post_of"]] = carrier
        for name, region in _names_of(entry):
            _claim(exact.setdefault(name, {}), region=region, carrier=carrier)
            _claim(folded.setdefault(fold_name(name), {}), region=region, carrier=carrier)
            namesakes.setdefault(fold_name(name), []).append(carrier)
    hosts = frozenset(entry["host"] for entry in entries if "host" in entry and "requires" not in entry)
    return _Directory(
        by_exact_name=exact,
        by_folded_name=folded,
        by_own_name=own,
        namesakes=namesakes,
        posts=posts,
        hosts=hosts,
    )


def _carrier_from_entry(entry: _Entry) -> Carrier:
    return Carrier(
        name=entry["name"],
        post_name=entry.get("post_name", entry["name"]),
        template=entry.get("template"),
        requires=tuple(entry.get("requires", ())),
        number_shape=entry.get("number_shape"),
        dropped_prefix=entry.get("dropped_prefix"),
        domains=tuple(entry.get("domains", ())),
        languages=entry.get("languages", {}),
    )


def _names_of(entry: _Entry) -> Iterator[tuple[str, str]]:
    for name, regions in entry.get("names", {}).items():
        for region in regions:
            yield name, region
    own_name = [] if entry["name"] in entry.get("names", {}) else [entry["name"]]
    for alias in [*own_name, *entry.get("aliases", ())]:
        yield alias, _EVERYWHERE


def _claim(meanings: _Meanings, *, region: str, carrier: Carrier) -> None:
    """Give a name to a carrier in a region, or to nobody where another carrier with another page has it
    already.
    """
    holder = meanings.setdefault(region, carrier)
    if holder is None or holder == carrier:
        return
    if holder.template is None or holder.template != carrier.template:
        meanings[region] = None
