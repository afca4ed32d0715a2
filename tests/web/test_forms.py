"""The look-up form: what is read, and what is said beside a field."""

import pytest
from django.utils import translation

from orders.web.forms import LookUpForm


def filled(order_number: str = "#1001", email: str = "maria@example.com") -> LookUpForm:
    return LookUpForm({"order_number": order_number, "email": email})


@pytest.mark.parametrize(
    ("order_number", "email"),
    [("#1001", "maria@example.com"), (" 1001 ", " Maria@Example.COM "), ("１００１", "+34 600 123 456")],
)
def test_it_reads_what_shoppers_type(order_number: str, email: str) -> None:
    form = filled(order_number, email)
    assert form.is_valid()
    assert form.cleaned_data["order_number"].key == "1001"


@pytest.mark.parametrize(
    ("order_number", "message"),
    [
        ("", "Type the order number."),
        ("   ", "Type the order number."),
        ("my order", "An order number has digits in it, such as #1001."),
        ("1" * 201, "That is too long for an order number."),
    ],
)
def test_it_says_what_an_order_number_is(order_number: str, message: str) -> None:
    assert filled(order_number).errors["order_number"] == [message]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Type the email or phone number you ordered with."),
        ("maria", "That is neither an email, such as name@example.com, nor a phone number."),
        ("a" * 201, "That is too long for an email or a phone number."),
    ],
)
def test_it_says_what_a_contact_is(email: str, message: str) -> None:
    assert filled(email=email).errors["email"] == [message]


def test_what_was_typed_is_kept_as_it_was_typed() -> None:
    assert filled("my <order>").fields["order_number"].label == "Order number"
    assert 'value="my &lt;order&gt;"' in str(filled("my <order>")["order_number"])


def test_a_wrong_field_points_to_its_hint_and_its_error() -> None:
    html = str(filled(email="maria")["email"])
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html


@pytest.mark.parametrize(
    ("field", "attribute"),
    [
        ("email", 'autocomplete="email"'),
        ("email", 'inputmode="email"'),
        ("email", 'spellcheck="false"'),
        ("order_number", 'autocapitalize="characters"'),
        ("order_number", 'spellcheck="false"'),
    ],
)
def test_a_phones_keyboard_is_told_what_to_expect(field: str, attribute: str) -> None:
    assert attribute in str(LookUpForm()[field])


def test_errors_are_said_in_the_readers_language() -> None:
    with translation.override("es"):
        assert filled("mi pedido").errors["order_number"] == [
            "Un número de pedido lleva cifras, por ejemplo, #1001."
        ]
