"""The search for what a shopper typed: https://shopify.dev/docs/api/usage/search-syntax."""

import re

from orders.shopify.errors import QueryRefused
from orders.shopify.results import OrderCandidate

_ALLOWED = re.compile(r"[#A-Za-z0-9 ._/-]{1,40}")
# What a shop may name its orders by: any signs but those that end or escape a quoted value.
_QUOTABLE = re.compile(r"[^\"*\\\x00-\x1f]{1,80}")
_NOT_ALPHANUMERIC = re.compile(r"[^A-Z0-9]")


def check_order_number(order_number: str) -> str:
    """The order number without outer spaces. Raises QueryRefused unless it is 1 to 40 characters of
    `#A-Za-z0-9 ._/-`.

    The caller has cleaned it already; this is the second lock on the same door.
    """
    stripped = order_number.strip(" ")
    if not _ALLOWED.fullmatch(stripped) or not any(character.isalnum() for character in stripped):
        message = "An order number holds letters, digits and a few signs only."
        raise QueryRefused(message)
    return stripped


def build_search(order_number: str, *, name: str = "") -> str:
    """One search for every way the order may be named: as typed, with and without `#`, by digits, by
    confirmation, and by the whole text where that may be a name of its own.

    Shopify finds more than was asked for (other orders whose names begin alike), and says nothing of it.
    """
    typed = check_order_number(order_number)
    bare = typed.lstrip("#").strip(" ")
    runs = re.findall(r"[0-9]+", bare)
    names = [typed, bare, f"#{bare}"]
    if runs:
        names.append(max(reversed(runs), key=len))
    if _QUOTABLE.fullmatch(name):
        whole = name.lstrip("# ")
        names += [name, whole, f"#{whole}"]
    terms = [f"name:{_quote(name)}" for name in dict.fromkeys(names)]
    if bare.isalnum():
        terms.append(f"confirmation_number:{_quote(bare.upper())}")
    return " OR ".join(terms)


def is_named(candidate: OrderCandidate, order_number: str, *, name: str = "") -> bool:
    """Whether the candidate bears what was typed as its name or confirmation number. To share the number is not
    enough: another order may bear the name.
    """
    if name and candidate.name.casefold().lstrip("# ") == name.casefold().lstrip("# "):
        return True
    typed = _normalised(order_number)
    names = {_normalised(candidate.name), _normalised(candidate.confirmation_number or "")}
    return typed in names


def _quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _normalised(name: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", name.upper())
