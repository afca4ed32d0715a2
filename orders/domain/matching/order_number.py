"""Order numbers as shoppers type and paste them, and the keys an order answers to."""

import re
from dataclasses import dataclass
from typing import Final

from orders.domain.matching.plain_text import plain_text, without_accents

MAX_TYPED_LENGTH: Final = 200
MAX_ORDER_NUMBER_LENGTH: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNumber:
    """`typed` is safe to search for (`[A-Za-z0-9 ._/#-]{1,40}`), `key` its letters and digits in capitals."""

    typed: str
    key: str


def read_order_number(text: str) -> OrderNumber | None:
    """Read an order number, or a confirmation number, from what was typed or pasted; None where there cannot
    be one.
    """
    if len(text) > MAX_TYPED_LENGTH or "@" in text:
        return None
    typed = _find_number(_searchable(plain_text(text)))
    if typed is None or len(typed) > MAX_ORDER_NUMBER_LENGTH:
        return None
    return OrderNumber(typed=typed, key=_key(typed))


def order_keys(*, name: str, number: int | None, confirmation_number: str | None) -> frozenset[str]:
    """Every key an order answers to: its name, its number, the one number inside its name, its confirmation
    number.

    So `EN1001` answers to `1001` too: prefix and suffix are the shop's, and shoppers leave them out.
    """
    searchable_name = _searchable(plain_text(name))
    keys = {_key(searchable_name), _key(_searchable(plain_text(confirmation_number or "")))}
    if number is not None:
        keys.add(str(number))
    digit_runs = re.findall("[0-9]+", searchable_name)
    if len(digit_runs) == 1:
        keys.add(digit_runs[0])
    return frozenset(filter(None, keys))


def matches(
    order_number: OrderNumber, *, name: str, number: int | None, confirmation_number: str | None
) -> bool:
    """Say whether this is the order that was asked for. Keys are compared whole: `1001` is not `#10010`."""
    return order_number.key in order_keys(name=name, number=number, confirmation_number=confirmation_number)


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
