"""What kind of thing was typed into the look-up, so that failed ones can be counted by it."""

import pytest

from orders.domain.matching import read_contact, read_order_number
from orders.domain.matching.typed_kind import (
    TypedKind,
    kind_of_contact,
    kind_of_order_number,
    kind_of_read_contact,
    kind_of_read_number,
)


@pytest.mark.parametrize(
    ("typed", "as_number", "as_contact"),
    [
        ("", TypedKind.EMPTY, TypedKind.EMPTY),
        (" \u200b ", TypedKind.EMPTY, TypedKind.EMPTY),
        ("#1001", TypedKind.NUMBER, TypedKind.NUMBER),
        ("Order 1001", TypedKind.NUMBER, TypedKind.NUMBER),
        ("１００１", TypedKind.NUMBER, TypedKind.NUMBER),
        ("EN-1001", TypedKind.NAME, TypedKind.NAME),
        ("1Z999AA10123456784", TypedKind.TRACKING, TypedKind.TRACKING),
        ("1z 999 aa1 0123 4567 84", TypedKind.TRACKING, TypedKind.TRACKING),
        ("9400111899223456789012", TypedKind.TRACKING, TypedKind.TRACKING),
        ("AB12345678901", TypedKind.NAME, TypedKind.NAME),
        ("ana@example.com", TypedKind.EMAIL, TypedKind.EMAIL),
        ("ana@example", TypedKind.BROKEN_EMAIL, TypedKind.BROKEN_EMAIL),
        ("+34 612 345 678", TypedKind.PHONE, TypedKind.PHONE),
        ("where is it?", TypedKind.WORDS, TypedKind.WORDS),
        ("どこですか注文はまだ届いていません", TypedKind.WORDS, TypedKind.WORDS),
    ],
)
def test_the_kind_of_what_was_typed(typed: str, as_number: TypedKind, as_contact: TypedKind) -> None:
    assert (kind_of_order_number(typed), kind_of_contact(typed)) == (as_number, as_contact)


def test_seven_digits_are_a_number_in_one_field_and_a_phone_in_the_other() -> None:
    assert (kind_of_order_number("6001234"), kind_of_contact("6001234")) == (
        TypedKind.NUMBER,
        TypedKind.PHONE,
    )


@pytest.mark.parametrize("number", ["1001", "EN-1001"])
@pytest.mark.parametrize("contact", ["ana@example.com", "+34 612 345 678"])
def test_what_was_read_already_has_the_same_kind(number: str, contact: str) -> None:
    read, known = read_order_number(number), read_contact(contact)
    assert read is not None
    assert known is not None
    assert kind_of_read_number(read) is kind_of_order_number(number)
    assert kind_of_read_contact(known) is kind_of_contact(contact)
