"""The form of the "Messages" page: which events are told, by which channel, from which address."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField, BoundWidget

from orders.messages.email import sender_line
from orders.messages.events import EventKind
from orders.messages.models import Switches
from orders.messages.switching import LABELS

HOW = ("quiet_minutes", "oldest_days", "from_address")
BY_SMS = (
    "sms_night_from",
    "sms_night_until",
    "sms_segments_a_day",
    "sms_cents_a_segment",
    "sms_fold_accents",
)
CHOICES = [(kind.value, LABELS[kind]) for kind in EventKind]


if TYPE_CHECKING:
    Base = forms.ModelForm[Switches]
else:
    Base = forms.ModelForm


class SwitchesForm(Base):
    """All that the merchant decides about messages."""

    email_events = forms.MultipleChoiceField(
        label="Told by email", choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    sms_events = forms.MultipleChoiceField(
        label="Told by SMS", choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Switches
        fields = (
            "email_events",
            "sms_events",
            *HOW,
            *BY_SMS,
        )

    @property
    def told(self) -> list[tuple[str, BoundWidget, BoundWidget]]:
        """Each event with its ticks, for email and for SMS."""
        ticks = zip(self["email_events"], self["sms_events"], strict=True)
        return [(label, *both) for (_, label), both in zip(CHOICES, ticks, strict=True)]

    @property
    def how(self) -> list[BoundField]:
        """What concerns all messages."""
        return [self[name] for name in HOW]

    @property
    def by_sms(self) -> list[BoundField]:
        """What concerns SMS alone."""
        return [self[name] for name in BY_SMS]

    def clean_from_address(self) -> str:
        """`Shop <orders@shop.example>` or a bare address."""
        text: str = self.cleaned_data["from_address"].strip()
        try:
            if text:
                sender_line(text, name="x")
        except (ValueError, IndexError) as error:
            raise ValidationError(
                "Give an address such as Casa Lumbre <orders@casalumbre.example>."
            ) from error
        return text

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("email_events", "sms_events"):
            chosen = set(self.cleaned_data.get(name, ()))
            self.cleaned_data[name] = [kind.value for kind in EventKind if kind.value in chosen]
        return cleaned
