"""The look-up form: forgiving about form, plain about what cannot be right, silent about what exists."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from orders.domain.matching import ContactKey, OrderNumber, read_contact, read_order_number

MAX_TYPED = 200


class LookUpForm(forms.Form):
    """Order number and contact. `cleaned_data` holds an `OrderNumber` and a `ContactKey`."""

    order_number = forms.CharField(
        label=gettext_lazy("Order number"),
        help_text=gettext_lazy("It is in the confirmation email, such as #1001."),
        max_length=MAX_TYPED,
        error_messages={
            "required": gettext_lazy("Type the order number."),
            "max_length": gettext_lazy("That is too long for an order number."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "on",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "enterkeyhint": "next",
            }
        ),
    )
    email = forms.CharField(
        label=gettext_lazy("Email"),
        help_text=gettext_lazy("Or the phone number, if you ordered with one."),
        max_length=MAX_TYPED,
        error_messages={
            "required": gettext_lazy("Type the email or phone number you ordered with."),
            "max_length": gettext_lazy("That is too long for an email or a phone number."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "email",
                "autocapitalize": "none",
                "inputmode": "email",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_order_number(self) -> OrderNumber:
        """Read what was typed; a text without any digit cannot be an order number here."""
        number = read_order_number(self.cleaned_data["order_number"])
        if number is None:
            raise forms.ValidationError(gettext("An order number has digits in it, such as #1001."))
        return number

    def clean_email(self) -> ContactKey:
        """Read an email or a phone number."""
        contact = read_contact(self.cleaned_data["email"])
        if contact is None:
            raise forms.ValidationError(
                gettext("That is neither an email, such as name@example.com, nor a phone number.")
            )
        return contact
