"""What spreadsheets make of tracking numbers: figures that are gone for good, and things that never were numbers.

A spreadsheet keeps 15 significant figures of a number, JavaScript and pandas 17, and what they show afterwards may
look like a whole number again. What is destroyed is never repaired or expanded here: one in ten such expansions
passes a carrier's check digit.
"""

import re
from enum import StrEnum
from typing import Final


class NumberFault(StrEnum):
    """Why a text is no tracking number that could be followed.

    ROUNDED: it was one, and its last figures (or the zeros in front) are gone. NOT_A_NUMBER: a formula's error, a
    truth value, a date or a time stands where the number should.
    """

    ROUNDED = "ROUNDED"
    NOT_A_NUMBER = "NOT_A_NUMBER"


MOST_FIGURES_KEPT: Final = 15
"""A whole number of up to this many figures comes out of a spreadsheet as it went in, zeros in front aside."""

_MOST_FIGURES_SHOWN: Final = 17
_SURELY_NO_PAYLOAD: Final = 20
_FEWEST_OF_LONG_NUMBERS: Final = 18
_POWER_OF_TEN: Final = re.compile(r"[+-]?[0-9]([.,][0-9]+)?[eE]\+?[0-9]{1,3}", re.ASCII)
_POWER_OF_TEN_INSIDE: Final = re.compile(r"[0-9][.,][0-9]+[eE]\+?[0-9]{1,3}(?![0-9A-Za-z])", re.ASCII)
_WITH_FRACTION: Final = re.compile(r"([0-9]+)[.,]0{1,2}", re.ASCII)
_IN_THOUSANDS: Final = re.compile(
    r"[0-9]{1,3}(?:(?P<mark>[.,'’])[0-9]{3})(?:(?P=mark)[0-9]{3}){2,}", re.ASCII
)
_NO_NUMBER: Final = re.compile(
    r"""
    [#][¡¿]?[^\W\d_]+(?:/[^\W_])?[!?]? | [#]{2,}                  # #N/A, #REF!, #DIV/0!, #BEZUG!, a narrow column
    | true | false | wahr | falsch | vrai | faux | verdadero | falso | vero | waar | onwaar | verdadeiro
    | \[object\ object\]
    | (?:19|20)\d\d[-/.]\d?\d[-/.]\d?\d (?:[ T]\d?\d:\d\d.*)?      # 2026-11-24, with or without a time
    | \d?\d(?P<sign>[-/.])\d?\d(?P=sign)(?:19|20)\d\d (?:\ \d?\d:\d\d.*)?
    | \d?\d/\d?\d/\d\d (?:\ \d?\d:\d\d.*)?
    | \d?\d[- ][^\W\d_]{3,4}\.?[- ](?:19|20)?\d\d                  # 24-Nov-26
    | \d?\d:\d\d(?::\d\d)?(?:\ ?[ap]\.?\ ?m\.?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def find_fault(text: str) -> NumberFault | None:
    """Why a text (plain, on one line) holds no number any more, by its form alone."""
    if _NO_NUMBER.fullmatch(text):
        return NumberFault.NOT_A_NUMBER
    bare = "".join(text.split())
    if _POWER_OF_TEN.fullmatch(bare) and re.search("[.,+]", bare):
        return NumberFault.ROUNDED
    figures = _find_figures(bare)
    return NumberFault.ROUNDED if figures is not None and len(figures) > MOST_FIGURES_KEPT else None


def holds_power_of_ten(text: str) -> bool:
    """Whether somewhere in a text stands what is left of a rounded number (`lost: 9.40011E+21`)."""
    return _POWER_OF_TEN_INSIDE.search(text) is not None


def restore_whole_number(text: str) -> str:
    """The figures alone of a number that was shown as `776632517510.0` or `776,632,517,510`, else the text itself."""
    return _find_figures(text) or text


def is_rounded(number: str) -> bool:
    """Whether a clean number is only figures and ends in zeros from where a spreadsheet's precision ended.

    From 20 figures on that is certain enough; 18 and 19 figures may end in one zero, and are believed when their
    check digit (GS1's) agrees. With 16 and 17 nothing can be seen in one number alone.
    """
    if len(number) < _FEWEST_OF_LONG_NUMBERS or not (number.isascii() and number.isdecimal()):
        return False
    if number[_MOST_FIGURES_SHOWN:].strip("0"):
        return False
    return len(number) >= _SURELY_NO_PAYLOAD or not _gs1_check_agrees(number)


def _find_figures(text: str) -> str | None:
    if match := _WITH_FRACTION.fullmatch(text):
        return match[1]
    return re.sub("[^0-9]", "", text) if _IN_THOUSANDS.fullmatch(text) else None


def _gs1_check_agrees(digits: str) -> bool:
    """GS1: weights 3 and 1 from the right, filled up to a multiple of ten (an SSCC has 18 figures)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits[:-1])))
    return -total % 10 == int(digits[-1])
