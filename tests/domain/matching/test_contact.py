"""Contacts as typed, and the orders they belong to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.matching import (
    ContactKey,
    ContactKind,
    asked_keys,
    contact_matches,
    held_keys,
    read_contact,
)


def read(text: str) -> ContactKey:
    contact = read_contact(text)
    assert contact is not None
    return contact


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.com",
        "Ana@Example.COM",
        "  ana@example.com\n",
        "mailto:ana@example.com",
        "MAILTO:Ana@example.com?subject=Pedido",
        "mailto:ana%40example.com",
        "<ana@example.com>",
        "Ana López <ana@example.com>",
        '"López, Ana" <Ana@Example.com>,',
        "<mailto:ana@example.com>",
        "ana@example.com.",
        "ana@example.com;",
        "ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "ana\u200b@example.com",
        "\u202aana@example.com\u202c",
    ],
)
def test_an_email_is_read_in_whatever_dress_it_comes(typed: str) -> None:
    assert read(typed) == ContactKey(kind=ContactKind.EMAIL, value="ana@example.com")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ana@Bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"),
        ("josé@example.com", "josé@example.com"),
        ("jose\u0301@example.com", "josé@example.com"),
        ("a.b+tag@mail.example.co.uk", "a.b+tag@mail.example.co.uk"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("ana@例え。jp", "ana@xn--r8jz45g.jp"),
    ],
)
def test_an_email_keeps_what_makes_it_different(typed: str, value: str) -> None:
    assert read(typed).value == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("+34 600 111 222", "+34600111222"),
        ("+34-600.111.222", "+34600111222"),
        ("0034 600 111 222", "+34600111222"),
        ("＋３４６００１１１２２２", "+34600111222"),
        ("+٣٤٦٠٠١١١٢٢٢", "+34600111222"),
        ("tel:+34600111222", "+34600111222"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("600 11 12 22", "600111222"),
        ("07700 900123", "07700900123"),
        ("(0)7700 900123", "07700900123"),
        ("202–555–0123", "2025550123"),
    ],
)
def test_a_phone_is_read_without_its_separators(typed: str, value: str) -> None:
    assert read(typed) == ContactKey(kind=ContactKind.PHONE, value=value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "ana",
        "ana@",
        "@example.com",
        "ana@example",
        "ana@@example.com",
        "ana lopez@example.com",
        "ana@exam ple.com",
        "ana@-example.com",
        "ana@example..com",
        "ana@.example.com",
        "ana@127.0.0.1",
        "ana@[127.0.0.1]",
        "ana@example.c",
        "a,b@example.com",
        "a(b)@example.com",
        "ana%40example.com",
        "<>",
        "Ana <ana>",
        "ana@" + "a" * 64 + ".com",
        "a" * 65 + "@example.com",
        "a@" + "b" * 60 + "." + ("c" * 60 + ".") * 4 + "com",
        "ana@example.com" + " " * 5000,
        "ana@\ud800.com",
        "1001",
        "#1001",
        "123456",
        "+34 600",
        "+",
        "+0034600111222",
        "1234567890123456",
        "+34 600 111 222 ext 5",
        "600-FLOWERS",
        "+34+600111222",
        "²²²²²²²²²x",
    ],
)
def test_a_shape_that_cannot_be_right_is_none(typed: str) -> None:
    assert read_contact(typed) is None


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("ANA@example.com", "ana@Example.com"),
        ("straße@example.com", "STRASSE@example.com"),
        ("+34600111222", "+34 600 111 222"),
        ("o’brien@example.com", "o'brien@example.com"),
        ("o´brien@example.com", "O'Brien@example.com"),
        ("o'brien@example.com", "oʼbrien@example.com"),
        ("55 1234 5678", "+5215512345678"),
        ("55-1234-5678", "+525512345678"),
        ("1 55 1234 5678", "+5215512345678"),
        ("+52 55 1234 5678", "+5215512345678"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("11 1234 5678", "+5491112345678"),
        ("011 15 1234-5678", "+5491112345678"),
        ("0351 15 123 4567", "+5493511234567"),
        ("02901 15 12-3456", "+5492901123456"),
        ("+54 11 1234 5678", "+5491112345678"),
        ("+54 9 11 1234 5678", "+541112345678"),
        ("600111222", "+34600111222"),
        ("34600111222", "+34600111222"),
        ("0034600111222", "+34600111222"),
        ("07700 900123", "+447700900123"),
        ("7700 900123", "+447700900123"),
        ("8 916 123-45-67", "+7 916 123-45-67"),
        ("916 123-45-67", "+7 916 123-45-67"),
        ("06 20 123 4567", "+36 20 123 4567"),
        ("06 1234 5678", "+39 06 1234 5678"),
        ("202-555-0123", "+12025550123"),
        ("1-202-555-0123", "+12025550123"),
        ("91 234 5678", "+351 91 234 5678"),
        ("600111222", "600 111 222"),
        ("07700900123", "7700900123"),
        ("7700900123", "07700900123"),
        ("+447700900123", "07700 900123"),
        ("+447700900123", "447700900123"),
        ("+7 916 123-45-67", "8 916 123-45-67"),
    ],
)
def test_the_same_contact_matches_in_any_form(typed: str, held: str) -> None:
    assert contact_matches(read(typed), held=read(held))


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("55 1234 5679", "+5215512345678"),
        ("+52 1 55 1234 5678", "+5415512345678"),
        ("11 15 1234 5678", "+5215512345678"),
        ("+34 9 11 1234 567", "+34111234567"),
        ("obrien@example.com", "o'brien@example.com"),
        ("ana@example.com", "ana@example.org"),
        ("ana@example.com", "anna@example.com"),
        ("ana+x@example.com", "ana@example.com"),
        ("an.a@example.com", "ana@example.com"),
        ("ana@example.com", "+34600111222"),
        ("600111222", "ana@example.com"),
        ("+44600111222", "+34600111222"),
        ("+351600111222", "+34600111222"),
        ("0111222", "+34600111222"),
        ("600111222", "+345600111222"),
        ("600111222", "+346001112220"),
        ("600111223", "+34600111222"),
        ("5550123", "+12025550123"),
        ("600111222", "1600111222"),
    ],
)
def test_another_contact_does_not_match(typed: str, held: str) -> None:
    assert not contact_matches(read(typed), held=read(held))


def test_a_contact_shows_nothing_of_itself_where_it_is_printed() -> None:
    contact = read("ana@example.com")

    assert "ana" not in repr(contact)
    assert "ana" not in f"{contact}"


emails = st.emails()
phones = st.from_regex(r"(\+[1-9]|00[1-9]|0)?[0-9]{6,14}", fullmatch=True)


@given(
    st.text(max_size=450)
    | emails
    | phones
    | st.builds("{}@{}".format, st.text(max_size=9), st.text(max_size=9))
)
def test_whatever_is_typed_it_never_raises_and_reads_its_own_result_the_same(text: str) -> None:
    contact = read_contact(text)

    if contact is not None:
        assert read_contact(contact.value) == contact
        assert contact_matches(contact, held=contact)


@given(typed=phones, held=phones)
def test_matching_is_what_the_keys_say(typed: str, held: str) -> None:
    asked, kept = read_contact(typed), read_contact(held)

    if asked is not None and kept is not None:
        assert contact_matches(asked, held=kept) is bool(asked_keys(asked) & held_keys(kept))
        assert contact_matches(asked, held=kept) is contact_matches(kept, held=asked)
