"""What a shopper chooses about messages."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy

from orders.messages.models import Wish

MAX_TYPED = 254
NO_EMAIL = gettext_lazy("That is not an email address, such as name@example.com.")


class WishForm(forms.Form):
    """Which messages of an order are wanted."""

    wish = forms.ChoiceField(
        label=gettext_lazy("What would you like to hear?"),
        choices=[
            (Wish.EVERY_STEP.value, gettext_lazy("Every step")),
            (Wish.PROBLEMS.value, gettext_lazy("Only problems and the delivery")),
            (Wish.ONCE_A_DAY.value, gettext_lazy("One email a day, when something happened")),
            (Wish.NOTHING.value, gettext_lazy("Nothing")),
        ],
        widget=forms.RadioSelect,
    )


class AgreeForm(WishForm):
    """Which messages somebody wants who was asked whether they want any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wish"]
        field.required = False  # the button alone agrees to every step
        field.choices = [each for each in field.choices if each[0] != Wish.NOTHING]  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """One email address."""

    email = forms.CharField(
        label=gettext_lazy("Email"),
        max_length=MAX_TYPED,
        error_messages={"required": NO_EMAIL, "max_length": NO_EMAIL},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "email",
                "autocapitalize": "none",
                "inputmode": "email",
                "spellcheck": "false",
                "enterkeyhint": "send",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_email(self) -> str:
        """An address that mail could be sent to."""
        text: str = self.cleaned_data["email"].strip().removeprefix("mailto:")
        try:
            validate_email(text)
        except forms.ValidationError as error:
            raise forms.ValidationError(str(NO_EMAIL)) from error
        return text
