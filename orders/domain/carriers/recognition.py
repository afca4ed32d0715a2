"""Which carrier a number belongs to, said only where its form leaves no doubt.

Only forms with a prefix or a country code of their own count; a bare row of digits never does, because one
row in six to ten passes some carrier's check by chance. docs/decisions/0020-carrier-recognition.md lists what
was left out and why.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from orders.domain.carriers.directory import Carrier, find_post, get_carrier

MAX_NUMBER_LENGTH: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """`carrier` gave out the number. `checked`: a check digit agrees too. `is_post`: it posted the parcel,
    others deliver.
    """

    carrier: Carrier
    checked: bool
    is_post: bool = False


def recognise(number: str) -> Recognition | None:
    """Say who gave out a clean number (see `TrackingNumber`), or None when that is not sure."""
    if len(number) > MAX_NUMBER_LENGTH:
        return None
    number = number.upper()
    for format_ in _FORMATS:
        match = format_.shape.fullmatch(number)
        if match is not None and (format_.has_right_check is None or format_.has_right_check(match)):
            return Recognition(
                carrier=get_carrier(format_.carrier), checked=format_.has_right_check is not None
            )
    return _recognise_post(number)


def _recognise_post(number: str) -> Recognition | None:
    """UPU S10: two letters of service, eight digits, a check digit, the country of the post that took the
    parcel in.
    """
    match = _S10.fullmatch(number)
    if match is None or not _s10_check(match) or _is_parcelforce(match):
        return None
    post = find_post(match["country"])
    return None if post is None else Recognition(carrier=post, checked=True, is_post=True)


def _is_parcelforce(s10: re.Match[str]) -> bool:
    """Great Britain has two posts under one country code: parcels and express go with Parcelforce, not Royal
    Mail.
    """
    return s10["country"] == "GB" and s10["service"][0] in "CE"


def _mod_10_check(*, odd_weight: int, even_weight: int, lead: str = "") -> Callable[[re.Match[str]], bool]:
    """Weighted digit sum; the check digit fills it up to a multiple of ten. Weights count from the first
    digit.

    A letter counts as its place in the alphabet plus one, the last figure of it (UPS: A = 2, B = 3, I = 0).
    `lead` stands for a prefix letter in the sum, unless the digits already begin with it (OnTrac).
    """

    def check(match: re.Match[str]) -> bool:
        body = match["body"]
        digits = body if body.startswith(lead) else lead + body
        total = sum(
            _figure(character) * (even_weight if place % 2 else odd_weight)
            for place, character in enumerate(digits)
        )
        return -total % 10 == int(match["check"])

    return check


def _figure(character: str) -> int:
    return int(character) if character.isdecimal() else (ord(character) - ord("A") + 2) % 10


def _weighted_sum(body: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))


def _fedex_check(match: re.Match[str]) -> bool:
    """FedEx: weights 1, 7, 3 over thirteen digits, remainder by 11, of which the last figure counts."""
    return _weighted_sum(match["body"], _FEDEX_WEIGHTS) % 11 % 10 == int(match["check"])


def _s10_check(match: re.Match[str]) -> bool:
    """UPU S10: 11 less the remainder by 11, where 10 is written 0 and 11 is written 5."""
    expected = 11 - _weighted_sum(match["body"], _S10_WEIGHTS) % 11
    return {10: 0, 11: 5}.get(expected, expected) == int(match["check"])


_FEDEX_WEIGHTS: Final = (1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1)
_S10_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
# The service letters the UPU gives out; the rest are reserved.
_S10: Final = re.compile(
    r"(?P<service>[BCDEHLMNPRUVZ][A-Z]|A[V-Z]|G[AD]|Q[A-M])(?P<body>\d{8})(?P<check>\d)(?P<country>[A-Z]{2})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class _Format:
    carrier: str
    shape: re.Pattern[str]
    has_right_check: Callable[[re.Match[str]], bool] | None = None


def _format(
    carrier: str, shape: str, has_right_check: Callable[[re.Match[str]], bool] | None = None
) -> _Format:
    return _Format(carrier, re.compile(shape, re.ASCII), has_right_check)


_USPS_CHECK: Final = _mod_10_check(odd_weight=3, even_weight=1)
# A USPS package code is 22 or 26 digits. 92 is followed by a nine-digit mailer number, which begins with 9;
# 93 by a six-digit one, which does not. A label's barcode puts 420 and the destination's ZIP code (5 or 9
# digits) before it.
_USPS_SHAPES: Final = (
    r"(?:420\d{5}(?:\d{4})?)?(?P<body>(?:92\d{3}9|93\d{3}[0-8]|9[45]\d{4})\d{15})(?P<check>\d)",
    r"(?:420\d{5})?(?P<body>(?:92\d{3}9|93\d{3}[0-8]|9[45]\d{4})\d{19})(?P<check>\d)",
)
_FORMATS: Final = (
    _format("UPS", r"1Z(?P<body>[A-Z0-9]{15})(?P<check>\d)", _mod_10_check(odd_weight=1, even_weight=2)),
    *(_format("USPS", shape, _USPS_CHECK) for shape in _USPS_SHAPES),
    _format("FedEx", r"96\d{5}(?P<body>\d{14})(?P<check>\d)", _mod_10_check(odd_weight=1, even_weight=3)),
    _format("FedEx", r"96\d{18}(?P<body>\d{13})(?P<check>\d)", _fedex_check),
    _format(
        "OnTrac", r"C(?P<body>\d{13})(?P<check>\d)", _mod_10_check(odd_weight=1, even_weight=2, lead="4")
    ),
    _format(
        "OnTrac", r"D(?P<body>\d{13})(?P<check>\d)", _mod_10_check(odd_weight=1, even_weight=2, lead="5")
    ),
    _format("Amazon", r"TB[ACM]\d{12}"),
    _format("OnTrac", r"LX1[3-8]\d{6}"),
    _format("OnTrac", r"1LS7[12]\d{10}"),
    _format("OnTrac", r"1LS7[12]\d{2}01[1-4]\d{6}-1"),
    _format("OnTrac", r"1LSCX[A-Z0-9]{10}"),
    _format("Canpar", r"[CDKLSUXZ]\d{21}"),
    _format("GOFO Express", r"GFUS\d{14}"),
    _format("Landmark Global", r"LTN\d{8}N1"),
    _format("Spee-Dee Delivery Service", r"SP\d{18}"),
    _format("YunExpress", r"YT\d{16}"),
    _format("Yodel", r"JD0002\d{12}"),
)
