"""Order numbers as shoppers type and paste them, and the keys an order answers to."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from orders.domain.matching.order_name import exact_form, exact_forms, is_email, storable
from orders.domain.matching.plain_text import plain_text, without_accents

MAX_TYPED_LENGTH: Final = 200
MAX_ORDER_NUMBER_LENGTH: Final = 40
_MOST_RUNS: Final = 4
"""Runs of digits in a name, however long its words are; more are a list, or noise."""


class Kinship(IntEnum):
    """How near an order is to what was typed; the lowest is meant.

    NAME: its name as it stands. PART: its name is a part of the text. LETTERS: its name's letters and digits, or its
    confirmation number. NUMBER: only the number is the same, so that another order may bear the typed name.
    """

    NAME = 0
    PART = 1
    LETTERS = 2
    NUMBER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNumber:
    """`typed` is safe to search for (`[A-Za-z0-9 ._/#-]{1,40}`), `key` its letters and digits in capitals.

    `name` is the whole text on one line: an order's name may hold any sign. `names` are its forms to compare.
    """

    typed: str
    key: str
    name: str
    names: tuple[str, ...]


def read_order_number(text: str) -> OrderNumber | None:
    """Read an order number, or a confirmation number, from what was typed or pasted; None where there cannot
    be one.
    """
    if len(text) > MAX_TYPED_LENGTH or is_email(text):
        return None
    name = storable(plain_text(text))
    searchable = _searchable(plain_text(text.replace("№", "#")))
    typed = _find_number(searchable)
    runs = re.findall("[0-9]+", searchable)
    if typed is not None and len(typed) > MAX_ORDER_NUMBER_LENGTH and len(runs) <= _MOST_RUNS:
        typed = max(runs, key=len)
    if typed is None or len(typed) > MAX_ORDER_NUMBER_LENGTH:
        return None
    return OrderNumber(typed=typed, key=_key(typed), name=name, names=exact_forms(name))


def order_keys(*, name: str, number: int | None, confirmation_number: str | None) -> frozenset[str]:
    """Every key an order answers to, in the forms that `asked_order_keys` gives.

    `=…` its name as it stands; letters and digits of its name and of its confirmation number; `~…` its number and the
    one number inside its name, so that `EN1001` answers to `1001` too: prefix and suffix are the shop's, and shoppers
    leave them out.
    """
    searchable_name = _searchable(plain_text(name))
    keys = {_key(searchable_name), _key(_searchable(plain_text(confirmation_number or "")))}
    if form := exact_form(name):
        keys.add(f"={form}")
    if number is not None:
        keys.add(f"~{number}")
    digit_runs = re.findall("[0-9]+", searchable_name)
    if len(digit_runs) == 1:
        keys.add(f"~{digit_runs[0]}")
    return frozenset(filter(None, keys))


def asked_order_keys(order_number: OrderNumber) -> dict[str, Kinship]:
    """What a typed number asks for: it matches an order when one of these is among the order's `order_keys`."""
    asked = {f"~{order_number.key}": Kinship.NUMBER, order_number.key: Kinship.LETTERS}
    asked |= {f"={exact_form(order_number.typed)}": Kinship.PART}
    return asked | {f"={name}": Kinship.NAME for name in order_number.names}


def find_kinship(
    order_number: OrderNumber, *, name: str, number: int | None, confirmation_number: str | None
) -> Kinship | None:
    """How near this order is to the one that was asked for; None where it is another. Keys are compared whole: `1001`
    is not `#10010`.
    """
    asked = asked_order_keys(order_number)
    held = order_keys(name=name, number=number, confirmation_number=confirmation_number)
    return min((asked[key] for key in held & asked.keys()), default=None)


# Words around an order number in the site's languages, without accents. Letters of other scripts need no
# list: an order number that can be searched for holds none, so they are taken out whole.
_NOUNS: Final = (
    # English, and what shops everywhere write in English
    *(
        "order",
        "orders",
        "ordernumber",
        "orderno",
        "ordernr",
        "orderid",
        "confirmation",
        "number",
        "purchase",
    ),
    # Spanish, Portuguese
    *("pedido", "orden", "compra", "numero", "confirmacion", "encomenda", "ordem", "confirmacao"),
    # French, Italian
    *("commande", "ordine", "conferma"),
    # German
    *(
        "bestellung",
        "bestellnummer",
        "bestellnr",
        "bestellbestatigung",
        "auftrag",
        "auftragsnummer",
        "auftragsnr",
    ),
    *("bestatigung", "bestatigungsnummer", "nummer"),
    # Dutch
    *("bestelling", "bestelnummer", "bestelnr", "ordernummer", "bestellingsnummer", "bevestiging"),
)
_ABBREVIATIONS: Final = ("n", "no", "nr", "num")
_SMALL_WORDS: Final = (
    *(
        "my",
        "your",
        "the",
        "is",
        "code",
        "mi",
        "su",
        "tu",
        "de",
        "del",
        "da",
        "do",
        "di",
        "d",
        "dell",
        "la",
        "le",
    ),
    *(
        "votre",
        "ma",
        "mio",
        "il",
        "meu",
        "seu",
        "sua",
        "ihre",
        "ihrer",
        "meine",
        "deine",
        "uw",
        "je",
        "mijn",
        "van",
    ),
)
_NOISE: Final = frozenset((*_NOUNS, *_ABBREVIATIONS, *_SMALL_WORDS))
_NOUN_BEFORE_NUMBER: Final = re.compile(
    "(?:(?:{})[^A-Za-z0-9]*(?=[0-9])|(?:{})[^A-Za-z0-9]+|(?:{})[.](?=[0-9]))".format(
        "|".join(sorted(_NOUNS, key=len, reverse=True)),
        "|".join(sorted(_NOUNS, key=len, reverse=True)),
        "|".join(_ABBREVIATIONS),
    ),
    re.IGNORECASE,
)
_MARKED_NUMBER: Final = re.compile("(?:^| )#+ ?([A-Za-z0-9][A-Za-z0-9._/-]*)")
_LONGEST_SUFFIX: Final = 3


def _searchable(plain: str) -> str:
    """Keep what may be searched for; everything else parts words, as a space does."""
    kept = re.sub("[^#A-Za-z0-9 ._/-]", " ", without_accents(plain))
    return " ".join(kept.split())


def _find_number(searchable: str) -> str | None:
    """The part that is an order number: what follows a `#`, else what is left when the words around it are
    gone.
    """
    marked = [token for token in map(_bare, _MARKED_NUMBER.findall(searchable)) if _has_digit(token)]
    if marked:
        return marked[0]
    tokens = [token for token in map(_bare, searchable.split()) if token]
    while tokens and _letters(tokens[0]) in _NOISE and not _has_digit(tokens[0]):
        del tokens[0]
    numbers = [token for token in tokens if _has_digit(token)]
    if not numbers:
        return None
    return " ".join(tokens) if _is_one_number(tokens, numbers) else numbers[0]


def _is_one_number(tokens: list[str], numbers: list[str]) -> bool:
    """Spaces inside a number (`EN 1001`, `1 001`, `1001 A`) belong to it, words beside it (`1001 thanks`) do
    not.
    """
    if len(tokens) == len(numbers):
        return True
    return len(tokens) == 2 and (tokens[1] in numbers or len(tokens[1]) <= _LONGEST_SUFFIX)


def _bare(token: str) -> str:
    """A token without the punctuation around it and without a noun written into it (`Order1001`,
    `pedido-1001`).
    """
    bare = token.strip("#._/-")
    shorter = _NOUN_BEFORE_NUMBER.sub("", bare, count=1) if _NOUN_BEFORE_NUMBER.match(bare) else bare
    return bare if shorter == bare else _bare(shorter)


def _letters(token: str) -> str:
    return re.sub("[^a-z]", "", token.lower())


def _has_digit(token: str) -> bool:
    return re.search("[0-9]", token) is not None


def _key(searchable: str) -> str:
    return re.sub("[^A-Z0-9]", "", searchable.upper())
