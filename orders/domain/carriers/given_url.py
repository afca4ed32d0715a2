"""The address that came with a tracking number, as far as it is one that leads to that number."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

from orders.domain.carriers.tracking_number import TrackingNumber
from orders.domain.safe_url import safe_link_url

_FEWEST_FIGURES: Final = re.compile("[0-9]{4}")
# What a program should have put a number into, and did not.
_UNFILLED: Final = re.compile(r"\{[^{}]*\}|%7B.*?%7D|\[[A-Z_]+\]|<[^<>]*>|\$\w+", re.IGNORECASE)


def find_given_url(
    url: str | None, *, pasted: str | None, number: TrackingNumber | None, others: frozenset[str]
) -> str | None:
    """The address that came with a number, safe to follow, with the clean number where the pasted text was put in.

    None where it is unsafe, has a hole where the number belongs, or leads to one of the `others` of the same text.
    """
    if url is None:
        return None
    clean = None if number is None else number.clean
    if clean is not None and pasted is not None and pasted != clean:
        url = _mend(url, pasted=pasted, clean=clean)
    safe = safe_link_url(url)
    if safe is None or _has_hole(safe, clean=clean):
        return None
    leads_elsewhere = any(other in safe for other in others) and (clean is None or clean not in safe)
    return None if leads_elsewhere else safe


def _mend(url: str, *, pasted: str, clean: str) -> str:
    for form in _written_forms(pasted):
        if form and form in url:
            return url.replace(form, quote(clean, safe=""))
    return url


def _written_forms(pasted: str) -> Iterator[str]:
    """The ways in which a program may have put a text into an address."""
    for text in (pasted, pasted.strip(), "".join(pasted.split())):
        for form in (quote(text, safe=""), quote_plus(text), quote(text), text):
            yield form
            yield re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), form)


def _has_hole(url: str, *, clean: str | None) -> bool:
    """Whether a parameter was left empty, or a placeholder unfilled, in an address that names no parcel."""
    parts = urlsplit(url)
    behind_host = f"{parts.path}?{parts.query}#{parts.fragment}"
    if clean is not None and clean in behind_host:
        return False
    if _UNFILLED.search(behind_host):
        return True
    values = [value for _, value in parse_qsl(parts.query, keep_blank_values=True)]
    return "" in values and _FEWEST_FIGURES.search(behind_host) is None
