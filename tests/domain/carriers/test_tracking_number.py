"""What was pasted as a tracking number, and the numbers it holds."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.carriers import NumberFault, read_tracking_numbers
from orders.domain.carriers.directory import find_carrier
from orders.domain.carriers.tracking_number import clean_number

UPS = "1Z999AA10123456784"
UPS_TOO = "1Z879E930346834440"
USPS = "9400111201080805483016"
USPS_TOO = "9400109699938860246573"
CLEAN = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{2,49}", re.ASCII)


def read(pasted: str | None) -> list[str | None]:
    return [number.clean for number in read_tracking_numbers(pasted)]


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("1Z999AA1\u200b0123456784", UPS),
        ("1Z999AA1\t0123456784", UPS),
        ("1Z999AA1\n0123456784", UPS),
        ("1Z999AA1\r\n0123456784", UPS),
        ("1Z999AA1\u2800\u3164\ufe0f0123456784", UPS),
        ("1Z999AA1\x1d\x000123456784", UPS),
        ("\ufeff1Z999AA10123456784", UPS),
        ("1Z\u00a0999\u202fAA1 0123456784", UPS),
        ("1Z999AA1\u16800123456784", UPS),
        ("\u202e1Z999AA10123456784\u202c", UPS),
        ("１Ｚ９９９ＡＡ１０１２３４５６７８４", UPS),
        ("1z999aa10123456784", UPS),
        ("1Z-6V8-642-03-2379-4365", "1Z6V86420323794365"),
        ("9400-1096-9993-8860-2465-73", USPS_TOO),
        ("9400–1096—9993‑8860−2465-73", USPS_TOO),
        ("9400 1112 0108 0805 4830 16", USPS),
        ("9400.1112.0108.0805.4830.16", USPS),
        ("rr 473 124 829 gb", "RR473124829GB"),
        ("7766-3251-7510", "776632517510"),
        ("SF 1234567890123", "SF1234567890123"),
        ("1LS7119013618127-1", "1LS7119013618127-1"),
        ("123-456789", "123-456789"),
        ("550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440000"),
        ("a_1", "a_1"),
        ("9" * 50, "9" * 50),
        ("١٢٣٤٥٦", "123456"),
        ("'9400111201080805483016", USPS),
        ('="9400111201080805483016"', USPS),
        ("=1001", "1001"),
        ("“9400111201080805483016”", USPS),
        ("<776632517510>", "776632517510"),
        ("*776632517510*", "776632517510"),
        ("(00)340434161094042557", "00340434161094042557"),
        ("#12345678", "12345678"),
        ("№12345678", "12345678"),
        ("N° 12345678", "12345678"),
        ("Tracking no.: 776632517510", "776632517510"),
        ("Sendungsnummer: 00340434161094042557.", "00340434161094042557"),
        ("FedEx 776632517510", "776632517510"),
        ("DHL 00340434161094042557", "00340434161094042557"),
        ("UPS 1Z999AA10123456784, left by the door", UPS),
        ("https://www.ups.com/track?loc=en_US&tracknum=1Z999AA10123456784", UPS),
        ("776632517510.0", "776632517510"),
        ("776632517510,00", "776632517510"),
        ("776,632,517,510", "776632517510"),
    ],
)
def test_a_number_comes_out_as_the_carrier_writes_it(pasted: str, clean: str) -> None:
    (number,) = read_tracking_numbers(pasted)

    assert (number.clean, number.text, number.fault) == (clean, clean, None)


@pytest.mark.parametrize(
    ("pasted", "numbers"),
    [
        (f"{USPS} {USPS_TOO}", [USPS, USPS_TOO]),
        (f"{USPS}\u00a0{USPS_TOO}", [USPS, USPS_TOO]),
        (f"{USPS}\t{USPS_TOO}", [USPS, USPS_TOO]),
        (f"{USPS}{USPS_TOO}", [USPS, USPS_TOO]),
        (f"{UPS}{UPS_TOO}{UPS}", [UPS, UPS_TOO]),
        ("9400 1112 0108 0805 4830 16 9400 1096 9993 8860 2465 73", [USPS, USPS_TOO]),
        (f"{UPS}, {UPS_TOO}", [UPS, UPS_TOO]),
        (f"{UPS};{UPS_TOO};", [UPS, UPS_TOO]),
        (f"{UPS}\n\n{UPS_TOO}\n", [UPS, UPS_TOO]),
        (f"{UPS} / {UPS_TOO}", [UPS, UPS_TOO]),
        (f"{UPS} and {UPS_TOO}", [UPS, UPS_TOO]),
        (f"{UPS} y {UPS_TOO}", [UPS, UPS_TOO]),
        (f"{UPS}、{UPS_TOO}", [UPS, UPS_TOO]),
        (f'["{UPS}","{UPS_TOO}"]', [UPS, UPS_TOO]),
        (f"UPS: {UPS}\nUPS: {UPS_TOO}", [UPS, UPS_TOO]),
        ("776632517510 776632517521", ["776632517510", "776632517521"]),
        ("12345678/12345679", ["12345678", "12345679"]),
        ("ABC12345\nDEF67890", ["ABC12345", "DEF67890"]),
        ("123456, 123457", ["123456", "123457"]),
        (f"{UPS} {UPS_TOO} 776632517510", [UPS, UPS_TOO, "776632517510"]),
        (f"{UPS}; {UPS}; {UPS.lower()}", [UPS]),
    ],
)
def test_several_numbers_are_several_each_once(pasted: str, numbers: list[str]) -> None:
    assert read(pasted) == numbers


@pytest.mark.parametrize(
    "pasted",
    [
        "PQ4X7A04 1000123012 8012A",
        "PQ4X7A0410\n123012A",
        "1234 5678 1234 5678",
        "1234 56 1234 56",
        "JD 0146 0000 3456 789",
    ],
)
def test_groups_of_one_number_are_not_torn_apart(pasted: str) -> None:
    assert read(pasted) == ["".join(pasted.split())]


@pytest.mark.parametrize(
    "pasted",
    [None, "", "  ", "\u200b", "-", "-_-", "N/A", "n/a", "none", "NULL", "nan", "tbd", "\ufeff\u00a0", "' '"],
)
def test_what_stands_for_no_number_is_none(pasted: str | None) -> None:
    assert read_tracking_numbers(pasted) == ()


@pytest.mark.parametrize(
    "pasted",
    [
        "9.40011E+21",
        "9,40011E+21",
        "9.4001118992232E+021",
        "9.400111899223197e+21",
        "3.4043416109404256e17",
        "9E+21",
        " 9.4 E+21 ",
        "９.４E+21",
        "1.79769313486232E+308",
        "9400111201080805483016.0",
        "1234567890123456,0",
        "9,400,111,899,223,200,000,000",
        "9.400.111.899.223.200.000.000",
        "9400111899223200000000",
        "9622001900000000000000000000000000",
        "00340434161094043000",
        "340434161094043000",
        "340434161094042560",
        "9400 1118 9922 3200 0000 00",
        "9400-1118-9922-3200-0000-00",
        "lost: 9.40011E+21, sorry",
    ],
)
def test_a_number_that_a_spreadsheet_rounded_is_said_to_be_so(pasted: str) -> None:
    (number,) = read_tracking_numbers(pasted)

    assert (number.clean, number.fault) == (None, NumberFault.ROUNDED)


@pytest.mark.parametrize(
    "pasted",
    [
        *(
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#DIV/0!",
            "#NV",
            "#BEZUG!",
            "#¡VALOR!",
            "########",
            "TRUE",
            "false",
            "WAHR",
        ),
        *(
            "2026-11-24",
            "2026-11-24 00:00:00",
            "2026-11-24T10:00:00Z",
            "24/11/2026",
            "11/24/2026 10:00",
            "24.11.2026",
        ),
        *("10-12-2026", "24-Nov-26", "1/2/26", "12:34", "12:34:00 PM", "[object Object]"),
    ],
)
def test_what_a_spreadsheet_shows_instead_of_a_number_is_said_to_be_none(pasted: str) -> None:
    (number,) = read_tracking_numbers(pasted)

    assert (number.text, number.clean, number.fault) == (pasted, None, NumberFault.NOT_A_NUMBER)


def test_a_destroyed_number_keeps_the_text_as_it_is() -> None:
    assert read_tracking_numbers(" 9.40011E+21 ")[0].text == "9.40011E+21"


def test_one_destroyed_number_among_others_harms_none_of_them() -> None:
    numbers = read_tracking_numbers(f"{UPS}; 9.40011E+21; {UPS_TOO}")

    assert [(number.clean, number.fault) for number in numbers] == [
        (UPS, None),
        (None, NumberFault.ROUNDED),
        (UPS_TOO, None),
    ]


@pytest.mark.parametrize(
    "number",
    [
        *("5E12", "12E45678901", "1D2", "0x1A2B", "MAR12", "1234567890123460", "123456789012345", "12E5"),
        "340434161094042557",
        "340434161094042540",  # ends in 0, and its check digit agrees
        *("00340434161094042557", "9622001900000000000000776632517510", "YT2229521272160000", "1234567-0"),
    ],
)
def test_a_healthy_number_is_never_called_destroyed(number: str) -> None:
    assert read(number) == [number]


def test_no_healthy_number_of_3_500_is_called_destroyed_and_all_rounded_ones_are() -> None:
    chance = random.Random(8)
    for _ in range(500):
        for length in (10, 12, 14, 15, 22, 26, 34):
            number = "9" + "".join(chance.choices("0123456789", k=length - 2)) + chance.choice("123456789")
            assert read(number) == [number]
            if length >= 20:
                rounded = f"{int(float(f'{float(number):.14e}')):d}"[:15].ljust(length, "0")
                assert read(rounded) == [None]
                assert read(f"{float(number):.14E}") == [None]


@pytest.mark.parametrize(
    "text",
    [
        *("12", "ABCDEF", "see email", "Pallet 3 of 4", "A1, B2", "Order 12345, box 67890", "9" * 51),
        *(
            "\ufdfa" * 20,
            "%s%s123",
            "{0.__class__}1",
            "123/../../etc",
            "123?x=1",
            "123#x",
            "12345é",
            "123%2F",
        ),
        *("javascript:alert(1)", "https://evil.example/1", '123"><script>alert(1)</script>', "x" * 2000),
    ],
)
def test_anything_else_is_kept_as_text_and_is_no_number(text: str) -> None:
    numbers = read_tracking_numbers(text)

    assert numbers
    assert all(
        number.clean is None and number.fault is None and 0 < len(number.text) <= 60 for number in numbers
    )


def test_an_endless_text_of_nothing_is_nothing() -> None:
    assert read_tracking_numbers(" " * 5000) == ()


def test_a_known_carrier_tells_how_letters_and_hyphens_are_written() -> None:
    amazon = find_carrier("Amazon", country=None)
    correos = find_carrier("Correos", country=None)

    assert clean_number("tba-502887274000", carrier=amazon) == "TBA502887274000"
    assert clean_number("pq4x7a0410001230128012a", carrier=correos) == "PQ4X7A0410001230128012A"
    assert clean_number("pq4x7a0410001230128012a") == "pq4x7a0410001230128012a"


def test_the_one_number_of_a_text_is_none_where_there_are_two_or_it_is_destroyed() -> None:
    assert clean_number(f" {UPS} ") == UPS
    assert clean_number(f"{UPS}, {UPS_TOO}") is None
    assert clean_number("9.40011E+21") is None
    assert clean_number(None) is None


noise = st.sampled_from([" ", "\u00a0", "\u200b", "\ufeff", "\t", "\u2060", "\u00ad", "\x00", "-", "\u2011"])


@given(
    number=st.sampled_from(
        [UPS, UPS_TOO, USPS, USPS_TOO, "RR473124829GB", "9622001900000000000000776632517510"]
    ),
    places=st.lists(st.tuples(st.integers(min_value=0, max_value=40), noise), max_size=12),
)
def test_noise_anywhere_leaves_a_number_what_it_is(number: str, places: list[tuple[int, str]]) -> None:
    pasted = number
    for place, mark in places:
        pasted = pasted[:place] + mark + pasted[place:]

    assert read(pasted) == [number]


pieces = st.sampled_from(
    [UPS, USPS, "9.4E+21", "#N/A", "2026-11-24", "12345678", " ", "\n", ",", "/", "#", "No:", "\u200b"]
)


@given(pasted=st.text(max_size=1200) | st.lists(pieces, max_size=12).map("".join))
def test_whatever_is_pasted_it_never_raises_and_clean_is_clean_and_stays_so(pasted: str) -> None:
    numbers = read_tracking_numbers(pasted)

    assert len({number.clean or number.text for number in numbers}) == len(numbers)
    for number in numbers:
        assert number.clean is None or number.fault is None
        if number.clean is not None:
            assert CLEAN.fullmatch(number.clean)
            assert read(number.clean) == [number.clean]


bare_characters = st.sampled_from("0123456789AZaz")
carriers = st.sampled_from([None, "UPS", "Royal Mail", "DHL"])


@given(
    number=st.text(bare_characters, min_size=1, max_size=30)
    | st.sampled_from([UPS.lower(), "rr473124829gb", "94001118992200000000", "12345e20", "true1"]),
    name=carriers,
)
def test_a_number_without_any_dress_is_read_as_the_same_one_in_quotes(number: str, name: str | None) -> None:
    carrier = None if name is None else find_carrier(name, country=None)

    assert read_tracking_numbers(number, carrier=carrier) == read_tracking_numbers(
        f" '{number}' ", carrier=carrier
    )
