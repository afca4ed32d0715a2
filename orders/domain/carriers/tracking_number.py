"""Tracking numbers as people paste them and systems pass them on, read into the numbers that carriers know."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from orders.domain.carriers.destroyed import (
    NumberFault,
    find_fault,
    holds_power_of_ten,
    is_rounded,
    restore_whole_number,
)
from orders.domain.carriers.directory import Carrier
from orders.domain.carriers.pasted_text import plain_text_of, undress
from orders.domain.carriers.recognition import recognise
from orders.domain.carriers.text import display_text, fold_name

NUMBER_DISPLAY_LENGTH: Final = 60
MAX_PASTED_LENGTH: Final = 1000
MAX_NUMBERS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingNumber:
    """One number out of a pasted text.

    `clean` is its form as the carrier uses it: plain letters and digits, `_` and `-` only where they belong to it, 3
    to 50 long with a digit among them. It is what links, copies and comparisons take. None where there is no such
    number; `text` then says what stood there, on one short line, still to be escaped, and `fault` says why, where a
    spreadsheet is to blame.
    """

    text: str
    clean: str | None
    fault: NumberFault | None = None


def read_tracking_numbers(
    pasted: str | None, *, carrier: Carrier | None = None
) -> tuple[TrackingNumber, ...]:
    """The numbers in a text (a file's cell, a form's field, Shopify's `trackingInfo.number`), each once, as they stood.

    Never raises, whatever the text holds. Empty where it holds nothing (blank, `-`, `N/A`). Invisible characters,
    spaces and dress (quotes, `="…"`, a label with a colon) go; several numbers are told apart only where every piece is
    a number by itself, so that `9400 1118 9922 …` stays one. `carrier`, who is known to carry it, helps to tell whether
    a hyphen belongs to the number and how letters are written; without one, what no form tells stays as it was typed.

    A number cell of a spreadsheet must not come here as text made by the reader: from 16 figures on it is destroyed,
    whatever it shows.
    """
    if pasted is None:
        return ()
    if len(pasted) > MAX_PASTED_LENGTH:
        return _as_text(pasted)
    if _BARE.fullmatch(pasted):
        return (_read_bare(pasted, carrier=carrier),)
    text = undress(plain_text_of(pasted))
    if find_fault(text) is None and fold_name(text) in _NOTHING:
        return ()
    numbers = (_read_one(piece, carrier=carrier) for piece in _pieces(text))
    distinct = {number.clean or number.text: number for number in numbers}
    return tuple(distinct.values())[:MAX_NUMBERS]


def clean_number(number: str | None, *, carrier: Carrier | None = None) -> str | None:
    """The one number that a text holds, clean; None where it holds none, several, or one that was destroyed."""
    numbers = read_tracking_numbers(number, carrier=carrier)
    return numbers[0].clean if len(numbers) == 1 else None


# What is written where there is no number (yet).
_NOTHING: Final = frozenset(
    {"", "na", "nan", "none", "null", "nil", "undefined", "tbd", "tba", "tbc", "pending", "unknown"}
)
_CLEAN: Final = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z][0-9A-Za-z_-]{2,49}", re.ASCII)
# Needs no reading: nothing is to be taken off or replaced, and it is too short for two numbers with a check digit each.
_BARE: Final = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z]{3,25}", re.ASCII)

_SURE_SEPARATOR: Final = re.compile(
    r"[,;|&\n،、/]|\s[+]\s|\s(?:and|or|und|oder|y|o|et|ou|e|en|of)\s", re.IGNORECASE
)
_FEWEST_DIGITS: Final = 5
_SHORTEST_LISTED: Final = 6
_SHORTEST_ON_A_LINE: Final = 8
_SHORTEST_SPACED: Final = 10
_SHORTEST_WORD: Final = 5
_CARRIERS_OF_FEW_LETTERS: Final = frozenset({"ups", "usps", "dhl", "dpd", "gls", "tnt"})
_RUN: Final = re.compile(r"[0-9A-Za-z]{8,50}")
_EVEN_GROUPS: Final = re.compile(r"[0-9A-Za-z]{2,5}(?:-[0-9A-Za-z]{2,5}){2,}", re.ASCII)


def _read_bare(number: str, *, carrier: Carrier | None) -> TrackingNumber:
    clean = number.upper()
    if carrier is None and clean != number and not _is_recognised(number):
        clean = number
    if is_rounded(clean):
        return TrackingNumber(text=number, clean=None, fault=NumberFault.ROUNDED)
    return TrackingNumber(text=clean, clean=clean)


def _pieces(text: str) -> Iterable[str]:
    """The text in as many pieces as it holds numbers; whole where that is not sure."""
    squeezed = _squeeze(text)
    if find_fault(text) or _is_recognised(squeezed):
        return (text,)
    listed = [undress(piece) for piece in _SURE_SEPARATOR.split(text) if piece.strip()]
    shortest = _SHORTEST_ON_A_LINE if "\n" in text else _SHORTEST_LISTED
    if len(listed) > 1 and all(_is_number_by_itself(piece, shortest=shortest) for piece in listed):
        return [part for piece in listed for part in _pieces(piece)]
    spaced = text.split()
    if len(spaced) > 1 and all(_is_number_by_itself(piece, shortest=_SHORTEST_SPACED) for piece in spaced):
        return spaced
    return _in_groups(spaced) or _glued(squeezed) or _among_words(text, spaced) or (text,)


def _is_number_by_itself(piece: str, *, shortest: int) -> bool:
    if find_fault(piece) or _is_recognised(_squeeze(piece)):
        return True
    bare = "".join(piece.split())
    return (
        _CLEAN.fullmatch(bare) is not None
        and not any(map(_is_word, piece.split()))
        and len(bare) >= shortest
        and sum(map(str.isdecimal, bare)) >= _FEWEST_DIGITS
    )


def _is_word(token: str) -> bool:
    """A token no number is grouped with; shorter letters (`RR 473 124 829 GB`) may well be a part of it."""
    letters = token.strip(".:#()")
    return letters.isalpha() and (
        len(letters) >= _SHORTEST_WORD or letters.lower() in _CARRIERS_OF_FEW_LETTERS
    )


def _in_groups(tokens: list[str]) -> list[str]:
    """Several numbers written in the same groups (`9400 1118 9922 3197 4284 90` twice), the last of them shorter."""
    lengths = list(map(len, tokens))
    for count in (2, 3, 4):
        size, rest = divmod(len(tokens), count)
        if rest or size < 2 or lengths != lengths[:size] * count or lengths[0] == lengths[size - 1]:
            continue
        numbers = ["".join(tokens[place * size : (place + 1) * size]) for place in range(count)]
        if all(_is_number_by_itself(number, shortest=_SHORTEST_SPACED) for number in numbers):
            return numbers
    return []


def _glued(squeezed: str) -> list[str]:
    """Two or three numbers of one length without anything between them, each with a right check digit."""
    for count in (2, 3):
        length, rest = divmod(len(squeezed), count)
        parts = [squeezed[place * length : (place + 1) * length] for place in range(count)]
        if not rest and all(map(_is_checked, parts)):
            return parts
    return []


def _among_words(text: str, tokens: list[str]) -> list[str]:
    """The number beside words (`FedEx 776632517510`), or in a text those that speak for themselves."""
    if _CLEAN.fullmatch("".join(tokens)) and not any(map(_is_word, tokens)):
        return []
    rest = " ".join(token for token in tokens if not _is_word(token))
    if rest != text and _is_number_by_itself(rest, shortest=_SHORTEST_ON_A_LINE):
        return [rest]
    return [run for run in _RUN.findall(text) if _is_checked(run)]


def _read_one(piece: str, *, carrier: Carrier | None) -> TrackingNumber:
    text = display_text(piece, limit=NUMBER_DISPLAY_LENGTH) or ""
    fault = find_fault(" ".join(piece.split()))
    clean = None if fault else _find_clean(piece, carrier=carrier)
    if is_rounded(clean) if clean else fault is None and holds_power_of_ten(text):
        return TrackingNumber(text=text, clean=None, fault=NumberFault.ROUNDED)
    return TrackingNumber(text=clean or text, clean=clean, fault=fault)


def _find_clean(piece: str, *, carrier: Carrier | None) -> str | None:
    bare = restore_whole_number("".join(piece.split()))
    for form in (bare, _squeeze(bare)):
        if _is_recognised(form) or _is_in_shape(form, carrier):
            return form.upper()
    if _CLEAN.fullmatch(bare) is None or any(map(_is_word, piece.split())):
        return None
    if _EVEN_GROUPS.fullmatch(bare) and len(set(map(len, bare.split("-")[:-1]))) == 1:
        bare = bare.replace("-", "")
    return bare if carrier is None else bare.upper()


def _is_in_shape(form: str, carrier: Carrier | None) -> bool:
    if carrier is None or carrier.number_shape is None or _CLEAN.fullmatch(form) is None:
        return False
    return re.fullmatch(carrier.number_shape, form, re.ASCII | re.IGNORECASE) is not None


def _squeeze(text: str) -> str:
    """Letters and digits only: the form a number has on its label when people group it for reading."""
    return "".join(character for character in text if character.isascii() and character.isalnum())


def _is_recognised(form: str) -> bool:
    return recognise(form) is not None


def _is_checked(form: str) -> bool:
    recognition = recognise(form)
    return recognition is not None and recognition.checked


def _as_text(pasted: str) -> tuple[TrackingNumber, ...]:
    text = display_text(pasted, limit=NUMBER_DISPLAY_LENGTH)
    return () if text is None else (TrackingNumber(text=text, clean=None),)
