"""Order numbers as typed, and the orders they find."""

import random
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.matching import (
    Kinship,
    OrderNumber,
    asked_order_keys,
    find_kinship,
    order_keys,
    read_order_number,
)
from orders.domain.matching.order_name import is_email

SEARCHABLE = re.compile(r"[#A-Za-z0-9 ._/-]{1,40}")


def kinship(
    order_number: OrderNumber, name: str, number: int | None = None, confirmation_number: str | None = None
) -> Kinship | None:
    return find_kinship(order_number, name=name, number=number, confirmation_number=confirmation_number)


@pytest.mark.parametrize(
    "typed",
    [
        "1001",
        "#1001",
        " 1001 ",
        "# 1001",
        "##1001",
        "(#1001)",
        "«1001»",
        "1001.",
        "1001,",
        "No. 1001",
        "no.1001",
        "Nº 1001",
        "N.º 1001",
        "№ 1001",
        "n° 1001",
        "１００１",
        "＃１００１",
        "١٠٠١",
        "۱۰۰۱",
        "१००१",
        "10\u200b01",
        "\ufeff#1001\u200e",
        "\u202b#1001\u202c",
        "1\u00a0001",
        "1,001",
        "#1001\n",
        "Order #1001",
        "ORDER 1001",
        "order number: 1001",
        "Your order #1001 is confirmed",
        "Order1001",
        "order-1001",
        "1001 thanks",
        "Pedido nº 1001",
        "Número de pedido: 1001",
        "pedido#1001",
        "Confirmación del pedido 1001",
        "Commande n° 1001",
        "Numéro de commande : 1001",
        "Bestellung 1001",
        "Bestellnummer: 1001",
        "Bestell-Nr. 1001",
        "Bestellbestätigung #1001",
        "Encomenda n.º 1001",
        "Número do pedido 1001",
        "Ordine 1001",
        "Numero d'ordine: 1001",
        "Conferma dell’ordine 1001",
        "Bestelling 1001",
        "Bestelnummer 1001",
        "Ordernummer: 1001",
        "注文番号1001",
        "ご注文番号：１００１",
        "注文番号 #1001",
        "طلب رقم 1001",
        "رقم الطلب: ١٠٠١",
        "pedido 1001 del 24/11/2026",
    ],
)
def test_a_plain_number_is_read_in_whatever_dress_it_comes(typed: str) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert order_number.key == "1001"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("EN-1001", "EN1001"),
        ("en1001", "EN1001"),
        ("EN 1001", "EN1001"),
        ("#EN1001", "EN1001"),
        ("Order #EN1001", "EN1001"),
        ("1001-A", "1001A"),
        ("1001 a", "1001A"),
        ("SHOP/1001.2", "SHOP10012"),
        ("NO1001", "NO1001"),
        ("NO-1001", "NO1001"),
        ("#10010", "10010"),
        ("001001", "001001"),
        ("XPAV284CT", "XPAV284CT"),
        ("xpav284ct", "XPAV284CT"),
        ("XPAV 284CT", "XPAV284CT"),
        ("Confirmation number XPAV284CT", "XPAV284CT"),
        ("Confirmation #XPAV284CT", "XPAV284CT"),
    ],
)
def test_prefixes_suffixes_and_confirmation_numbers_stay_part_of_the_key(typed: str, key: str) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert order_number.key == key


@pytest.mark.parametrize(
    ("typed", "text"),
    [("Pedido nº 1001", "1001"), ("#EN-1001", "EN-1001"), ("EN  1001", "EN 1001"), ("1001/2", "1001/2")],
)
def test_the_text_to_search_for_keeps_the_form_that_was_typed(typed: str, text: str) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert (order_number.typed, order_number.key) == (text, re.sub("[^A-Z0-9]", "", text.upper()))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "#",
        "hello",
        "order",
        "Pedido nº",
        "注文番号",
        "\u200b",
        "\x00",
        "ana1@example.com",
        "1" * 41,
        "1001" + " " * 5000,
        "1 " * 90,
        "\ufdfa" * 100,
        "\ud800",
    ],
)
def test_what_cannot_be_an_order_number_is_none(typed: str) -> None:
    assert read_order_number(typed) is None


@pytest.mark.parametrize(
    "typed", ['1001" OR name:*', "1001\\", "name:1001", "(1001)", "1001'--", "{1001}", "1001*"]
)
def test_what_the_search_would_read_as_syntax_is_taken_out(typed: str) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert SEARCHABLE.fullmatch(order_number.typed)


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            ["#", " ", "order", "Pedido", "nº", "no.", "1001", "EN", "-", "A", "٣", "注文", ".", "1"]
        ),
        max_size=12,
    ).map("".join)
)
def test_whatever_is_typed_it_never_raises_and_reads_its_own_result_the_same(text: str) -> None:
    order_number = read_order_number(text)

    if order_number is not None:
        assert SEARCHABLE.fullmatch(order_number.typed)
        assert re.fullmatch("[A-Z0-9]+", order_number.key)
        again = read_order_number(order_number.typed)
        assert again is not None
        assert (again.typed, again.key) == (order_number.typed, order_number.key)


@pytest.mark.parametrize(
    ("typed", "name", "number", "confirmation_number"),
    [
        ("1001", "#1001", 1001, None),
        ("#1001", "#1001", 1001, None),
        ("1001", "EN1001", 1001, None),
        ("EN-1001", "EN1001", 1001, None),
        ("en1001", "#EN-1001", 1001, None),
        ("1001", "1001-A", 1001, None),
        ("1001a", "#1001-A", 1001, None),
        ("1001", "EN1001", None, None),
        ("1001", "EN1001", 1, None),
        ("1001", "注文1001", 1001, None),
        ("1001", "Order 1001", 1001, None),
        ("2026-1001", "2026-1001", 1001, None),
        ("xpav284ct", "#1001", 1001, "XPAV284CT"),
        ("custom-7b", "CUSTOM-7B", None, None),
    ],
)
def test_a_number_finds_its_order(
    typed: str, name: str, number: int | None, confirmation_number: str | None
) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert kinship(order_number, name, number, confirmation_number) is not None


@pytest.mark.parametrize(
    ("typed", "name", "number", "confirmation_number"),
    [
        ("1001", "#10010", 10010, None),
        ("1001", "#11001", 11001, None),
        ("10010", "#1001", 1001, None),
        ("01001", "#1001", 1001, None),
        ("EN1001", "#1001", 1001, None),
        ("EN1001", "ES1001", 1001, None),
        ("1001-B", "1001-A", 1001, None),
        ("2026", "2026-1001", 1001, None),
        ("284", "#1001", 1001, "XPAV284CT"),
        ("1001", "", None, ""),
        ("1001", "#", None, None),
    ],
)
def test_a_number_finds_no_other_order(
    typed: str, name: str, number: int | None, confirmation_number: str | None
) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert kinship(order_number, name, number, confirmation_number) is None


def test_an_order_answers_to_its_name_its_number_and_its_confirmation_number() -> None:
    keys = order_keys(name="#EN-1001", number=1001, confirmation_number="XPAV284CT")

    assert keys == {"=en-1001", "EN1001", "~1001", "XPAV284CT"}


@given(name=st.text(max_size=50), number=st.none() | st.integers(), confirmation_number=st.none() | st.text())
def test_the_keys_of_any_order_are_short_and_tell_their_kind(
    name: str, number: int | None, confirmation_number: str | None
) -> None:
    keys = order_keys(name=name, number=number, confirmation_number=confirmation_number)

    assert all(re.fullmatch("[A-Z0-9]+|~-?[0-9]+|=.+", key) and len(key) <= 80 for key in keys)


@given(number=st.integers(min_value=1, max_value=10**12), prefix=st.from_regex("[A-Z]{0,4}", fullmatch=True))
def test_every_order_is_found_by_its_name_and_by_its_number(number: int, prefix: str) -> None:
    for typed in (f"#{prefix}{number}", str(number)):
        order_number = read_order_number(typed)
        assert order_number is not None
        assert kinship(order_number, f"#{prefix}{number}", number, None) is not None


@pytest.mark.parametrize(
    ("typed", "name", "expected"),
    [
        ("#1001", "#1001", Kinship.NAME),
        ("1001", "#1001", Kinship.NAME),
        ("# 1001", "#1001", Kinship.NAME),
        ("#1001", "POS-1001", Kinship.NUMBER),
        ("pos-1001", "POS-1001", Kinship.NAME),
        ("POS 1001", "POS-1001", Kinship.LETTERS),
        ("Order POS-1001", "POS-1001", Kinship.PART),
        ("D&D1001", "D&D1001", Kinship.NAME),
        ("D&amp;D1001", "D&D1001", Kinship.NAME),
        ("D%26D1001", "D&D1001", Kinship.NAME),
        ("#1001-R&D", "#1001-R&D", Kinship.NAME),
        ("Order-1001-US", "Order-1001-US", Kinship.NAME),
        ("DE 1001-X", "DE 1001-X", Kinship.NAME),
        ("PEDIDO-1001-ES", "PEDIDO-1001-ES", Kinship.NAME),
        ("EN 1001/A&B+ñ", "EN 1001/A&B+ñ", Kinship.NAME),
        ("1001/A B C", "1001/A B C", Kinship.NAME),
        ("A@1001", "A@1001", Kinship.NAME),
        ("№1001", "#1001", Kinship.PART),
        ("№ 1001", "#1001", Kinship.PART),
        ("\ud800#1001\udfff", "#1001", Kinship.NAME),
        ("XPAV284CT", "#1001", Kinship.LETTERS),
        ("D&D1002", "D&D1001", None),
        ("X" * 60 + "-1001", "X" * 60 + "-1001", Kinship.NAME),
        ("é" * 100 + "1001", "É" * 100 + "1001", Kinship.NAME),
    ],
)
def test_an_order_is_as_near_as_its_name_is_to_what_was_typed(
    typed: str, name: str, expected: Kinship | None
) -> None:
    order_number = read_order_number(typed)

    assert order_number is not None
    assert kinship(order_number, name, 1001 if name.endswith("1001") else None, "XPAV284CT") is expected


@pytest.mark.parametrize("typed", ["ana1@example.com", "ana1@example.com.", "1001@shop.example", " a1@b.co "])
def test_an_email_is_no_order_number(typed: str) -> None:
    assert read_order_number(typed) is None


MARKS = (
    "",
    "#",
    "-",
    "_",
    "/",
    ".",
    " ",
    " - ",
    "&",
    "+",
    "@",
    "%",
    "'",
    "(",
    ")",
    ":",
    ";",
    "!",
    "?",
    "=",
    "~",
    "*",
)
WORDS = (
    *(
        "",
        "EN",
        "DE",
        "ES",
        "Order",
        "PEDIDO",
        "Bestellung",
        "commande",
        "ordine",
        "N",
        "no",
        "nr",
        "POS",
        "D&D",
        "R&D",
    ),
    *(
        "注文",
        "طلب",
        "Ñandú",
        "Å",
        "ß",
        "İstanbul",
        "web shop",
        "B2B",
        "24",
        "2026",
        "🎁",
        "x&amp;y",
        "50%25",
        "“A”",
        "ﬁ",
    ),
)


def made_names(count: int) -> Iterator[str]:
    """Names as shops could make them: a prefix, a number, a suffix, and signs between them; each once."""
    chance = random.Random(21)
    seen: set[str] = set()
    while len(seen) < count:
        pick = chance.choice
        parts = [
            pick(MARKS),
            pick(WORDS),
            pick(MARKS),
            str(chance.randrange(1, 10**7)),
            pick(MARKS),
            pick(WORDS),
        ]
        name = "".join([*parts, pick(MARKS)]).strip()
        if name not in seen and not is_email(name):
            seen.add(name)
            yield name


def test_each_of_5_000_names_typed_as_it_stands_opens_that_order_before_any_other() -> None:
    for name in made_names(5000):
        for typed in (
            name,
            f"  {name} ",
            name.upper() if name.upper().casefold() == name.casefold() else name,
        ):
            order_number = read_order_number(typed)
            assert order_number is not None, name
            assert SEARCHABLE.fullmatch(order_number.typed), name
            assert kinship(order_number, name) is Kinship.NAME, name
            digits = re.sub("[^0-9]", "", order_number.key)
            assert (kinship(order_number, f"KIN-{digits}", int(digits)) or 9) > Kinship.NAME, name


def test_each_of_5_000_names_comes_through_the_link_of_a_mail_and_through_the_app_proxy() -> None:
    for name in made_names(5000):
        for coded in (quote_plus(name), quote(name, safe="")):
            (typed,) = parse_qs(f"shop=x&order={coded}&signature=0")["order"]
            order_number = read_order_number(typed)
            assert order_number is not None, name
            assert kinship(order_number, name) is Kinship.NAME, name


def test_what_is_asked_for_is_asked_by_its_nearest_kinship() -> None:
    order_number = read_order_number("EN-1001")

    assert order_number is not None
    assert asked_order_keys(order_number) == {
        "=en-1001": Kinship.NAME,
        "EN1001": Kinship.LETTERS,
        "~EN1001": Kinship.NUMBER,
    }
