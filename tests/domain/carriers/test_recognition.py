"""Which numbers say whose they are, and which stay silent."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.carriers.recognition import recognise

VALID = [
    ("UPS", "1Z5R89390357567127"),
    ("UPS", "1Z879E930346834440"),
    ("UPS", "1Z410E7W0392751591"),
    ("UPS", "1Z8V92A70367203024"),
    ("UPS", "1ZXX3150YW44070023"),
    ("UPS", "1z5r89390357567127"),
    ("USPS", "9400111201080805483016"),
    ("USPS", "9405803699300124287899"),
    ("USPS", "9505511069605048600624"),
    ("USPS", "9361289878700317633795"),
    ("USPS", "9261292700768711948021"),
    ("USPS", "92748931507708513018050063"),
    ("USPS", "4201002334249200190132607600833457"),
    ("USPS", "4201028200009261290113185417468510"),
    ("FedEx", "9611020987654312345672"),
    ("FedEx", "9622001900000000000000776632517510"),
    ("FedEx", "9622001560000000000000794808390594"),
    ("FedEx", "9632001560123456789900794808390594"),
    ("OnTrac", "C11031500001879"),
    ("OnTrac", "C10999911320231"),
    ("OnTrac", "C11121552953069"),
    ("OnTrac", "D10011354453707"),
    ("OnTrac", "D10011345983010"),
    ("OnTrac", "LX17635036"),
    ("OnTrac", "1LS717793482164"),
    ("OnTrac", "1LS724505321754"),
    ("OnTrac", "1LS7119013618127-1"),
    ("OnTrac", "1LSCXA123456789"),
    ("Amazon", "TBA502887274000"),
    ("Amazon", "TBC502887274000"),
    ("Amazon", "TBM502887274000"),
    ("Canpar", "D576002440000001718010"),
    ("Canpar", "L576002440000000001004"),
    ("GOFO Express", "GFUS01011884214464"),
    ("Landmark Global", "LTN74207623N1"),
    ("Spee-Dee Delivery Service", "SP029692510000920746"),
    ("YunExpress", "YT2229521272164446"),
    ("Yodel", "JD0002254405060992"),
    ("USPS", "RB123456785US"),
    ("Royal Mail", "RB123456785GB"),
    ("Correos", "RB123456785ES"),
    ("China Post", "RB123456785CN"),
]

SILENT = [
    # a wrong check digit, or another prefix
    "2Z5R89390357567127",
    "1A5R89390357567127",
    "1Z1111111111111111",
    "1Z5R89390357567128",
    "9400111201080805483017",
    "9200000000000000000000",
    "4201028200009261290113185417468511",
    "420000000000000000000000000000",
    "9600000000000000000001",
    "9622001560001234567100794808390595",
    "C10000000000000",
    "C11031500001889",
    "D10011345983012",
    "RB123456786US",
    # another length or figure
    "TBA50288727400A",
    "TBB000000000000",
    "TBA5028872740001",
    "LX1763503N",
    "LA17635036",
    "1LS734505321754",
    "1LS7119013618127-2",
    "1576002440000002510003",
    "D57600244000000251000",
    "M576002440000002510003",
    "GFUS0101188421446",
    "LSN74209518N1",
    "SX029692510000920746",
    "YT123456789012345",
    "JD000225440506099",
    "JC0002254405060992",
    # DHL's, whose forms tell us nothing sure
    "JJD0002257639032011",
    "JD014600006281230704",
    "GM60511234500000001",
    # a country whose post we do not know, no country, a service letter nobody gave out, one of two posts
    "RB123456785CV",
    "RB123456785XX",
    "WB123456785GB",
    "CP123456785GB",
    "EB123456785GB",
    # bare digits, though many pass somebody's check
    "986578788855",
    "61299998820821171811",
    "05308801410058",
    "00340434161094015902",
    "03071790000523483741",
    "1001921334250001000300779017972697",
    # digits of another script, and sheer length
    "１Z5R89390357567127",
    "TBA٥٠٢٨٨٧٢٧٤٠٠٠",
    "",
    "1Z" * 2500,
]


@pytest.mark.parametrize(("carrier", "number"), VALID)
def test_a_distinctive_number_names_its_carrier(carrier: str, number: str) -> None:
    recognition = recognise(number)

    assert recognition is not None
    assert recognition.carrier.name == carrier


@pytest.mark.parametrize("number", SILENT)
def test_any_other_number_says_nothing(number: str) -> None:
    assert recognise(number) is None


@pytest.mark.parametrize(
    "number", [number for carrier, number in VALID if carrier in {"UPS", "USPS", "FedEx"}]
)
def test_no_digit_of_a_number_with_a_weighted_check_can_be_mistyped(number: str) -> None:
    last = number[-1]
    for wrong in set("0123456789") - {last}:
        assert recognise(number[:-1] + wrong) is None


@pytest.mark.parametrize(
    ("number", "checked"), [("1Z5R89390357567127", True), ("RB123456785ES", True), ("TBA502887274000", False)]
)
def test_it_says_whether_a_check_digit_agrees(number: str, *, checked: bool) -> None:
    recognition = recognise(number)

    assert recognition is not None
    assert recognition.checked is checked


@pytest.mark.parametrize(("number", "is_post"), [("RB123456785ES", True), ("1Z5R89390357567127", False)])
def test_it_says_when_the_number_names_a_post(number: str, *, is_post: bool) -> None:
    recognition = recognise(number)

    assert recognition is not None
    assert recognition.is_post is is_post


@pytest.mark.parametrize(
    ("body", "check"),
    # weighted sums that leave 0, 1, 2 and 10 by 11, and the standard's own example
    [("00000000", 5), ("00004000", 0), ("00010000", 9), ("00000200", 1), ("12345678", 5)],
)
def test_an_s10_check_digit_follows_the_remainder(body: str, check: int) -> None:
    right = {digit for digit in range(10) if recognise(f"RB{body}{digit}ES") is not None}

    assert right == {check}


@pytest.mark.parametrize("length", [22, 26, 34])
def test_random_digits_as_long_as_a_label_s_seldom_are(length: int) -> None:
    assert _count_recognised(length) <= 20


@given(st.text(max_size=60) | st.text("0123456789ABCDEFTZ-", max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    recognise(text)


@pytest.mark.parametrize("length", [6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 24, 28, 40])
def test_random_digits_are_nobody_s(length: int) -> None:
    assert _count_recognised(length) == 0


def _count_recognised(length: int) -> int:
    digits = random.Random(length)
    numbers = ("".join(digits.choices("0123456789", k=length)) for _ in range(2000))
    return sum(recognise(number) is not None for number in numbers)
