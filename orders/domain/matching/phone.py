"""Phone numbers with and without their country code, compared without guessing a country.

A number written with its country code equals another such number only when all digits agree. A number written
as at home (`07700 900123`, `600 111 222`) equals an international one when it is the whole of it after the
country code, the trunk prefix aside; parts of numbers are never compared.
Country codes are those of ITU-T E.164.
"""

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s().\-/·‐‑‒–—−]+")
_TRUNK_ZERO_IN_BRACKETS: Final = re.compile(r"\(0\)")
_FEWEST_DIGITS: Final = 7
_MOST_DIGITS: Final = 15

_ONE_DIGIT_CODES: Final = frozenset({"1", "7"})
_TWO_DIGIT_CODES: Final = frozenset(
    (
        *(
            "20",
            "27",
            "30",
            "31",
            "32",
            "33",
            "34",
            "36",
            "39",
            "40",
            "41",
            "43",
            "44",
            "45",
            "46",
            "47",
            "48",
            "49",
        ),
        *("51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66"),
        *("81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"),
    )
)
# What is dialled before a national number at home and left out from abroad, beside the usual 0.
_OTHER_TRUNK_PREFIXES: Final = {"7": "8", "36": "06"}
# Mobile phones of Mexico were +52 1 …, and those of Argentina are +54 9 … from abroad only, where at home 15 stands
# between area code and number. Both have ten digits without the mark.
_MOBILE_MARKS: Final = {"52": "1", "54": "9"}
_MARKED_LENGTH: Final = 11
_ARGENTINA: Final = "54"
_ARGENTINE_AREA_LENGTHS: Final = (2, 3, 4)


def find_phone(plain: str) -> str | None:
    """`+` and digits for an international number, bare digits for a national one, None for anything else."""
    number = plain[4:] if plain[:4].lower() == "tel:" else plain
    number = _TRUNK_ZERO_IN_BRACKETS.sub("", number) if _is_international(number.strip()) else number
    number = _SEPARATORS.sub("", number)
    if number.startswith("00"):
        number = "+" + number[2:]
    if not re.fullmatch(r"(?:\+[1-9])?[0-9]+", number):
        return None
    digits = number.removeprefix("+")
    return number if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else None


def held_phone_keys(phone: str) -> frozenset[str]:
    """The keys an order's phone answers to.

    `+…` the whole number, `~…` the national part of a number whose country is known, `=…` a number known only
    as it is written at home. The marks keep two countries' equal national parts apart.
    """
    if not phone.startswith("+"):
        return frozenset({f"={phone}", f"={_without_trunk_zero(phone)}", f"+{phone}"})
    return frozenset({*_whole_forms(phone), *(f"~{form}" for form in _forms_at_home(phone))})


def asked_phone_keys(phone: str) -> frozenset[str]:
    """The keys a typed phone asks for (see `held_phone_keys`)."""
    if phone.startswith("+"):
        return frozenset({*_whole_forms(phone), *(f"={form}" for form in _forms_at_home(phone))})
    bare = _without_trunk_zero(phone)
    return frozenset({f"={phone}", f"={bare}", f"~{phone}", f"~{bare}", f"+{phone}"})


def _whole_forms(phone: str) -> tuple[str, ...]:
    """The international number, and the same without the mark of a mobile phone that some countries put behind their
    code.
    """
    code, national = _split_country_code(phone)
    mark = _MOBILE_MARKS.get(code)
    if mark is None or len(national) != _MARKED_LENGTH or not national.startswith(mark):
        return (phone,)
    return phone, f"+{code}{national.removeprefix(mark)}"


def _forms_at_home(phone: str) -> tuple[str, ...]:
    """The national part of an international number: bare, with its country's own trunk prefix, and as mobile phones are
    written at home.
    """
    code, national = _split_country_code(phone)
    forms = [national, _OTHER_TRUNK_PREFIXES.get(code, "") + national]
    unmarked = _split_country_code(_whole_forms(phone)[-1])[1]
    forms.append(unmarked)
    if code == _ARGENTINA and len(unmarked) == _MARKED_LENGTH - 1:
        forms += [f"{unmarked[:area]}15{unmarked[area:]}" for area in _ARGENTINE_AREA_LENGTHS]
    return tuple(dict.fromkeys(forms))


def _is_international(number: str) -> bool:
    return number.startswith(("+", "00"))


def _without_trunk_zero(national: str) -> str:
    return national.removeprefix("0")


def _split_country_code(phone: str) -> tuple[str, str]:
    """Country codes are prefix-free: `1` and `7` alone, the listed pairs, and three digits for all others."""
    digits = phone.removeprefix("+")
    length = 1 if digits[:1] in _ONE_DIGIT_CODES else 2 if digits[:2] in _TWO_DIGIT_CODES else 3
    return digits[:length], digits[length:]
