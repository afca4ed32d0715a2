"""The forms of holding and releasing what is still to be sent."""

from typing import Any, Final

from django import forms

from orders.console.fulfilling_forms import BareForm, add_quantities, chosen_lines
from orders.domain.fulfillable import Work

HOLD_REASONS: Final = (
    ("INVENTORY_OUT_OF_STOCK", "Out of stock"),
    ("INCORRECT_ADDRESS", "The address is wrong"),
    ("AWAITING_PAYMENT", "Waiting for the payment"),
    ("HIGH_RISK_OF_FRAUD", "It may be fraud"),
    ("UNKNOWN_DELIVERY_DATE", "When it can be delivered is not known"),
    ("AWAITING_RETURN_ITEMS", "Waiting for items that come back"),
    ("OTHER", "Another reason"),
)
SPLIT: Final = "SPLIT"
"""Shopify's action that parts a fulfillment order."""


class HoldForm(BareForm):
    """Why something waits, and how much of it where Shopify can part it from the rest."""

    reason = forms.ChoiceField(label="Reason", choices=HOLD_REASONS)
    notes = forms.CharField(
        label="Note",
        max_length=200,
        required=False,
        help_text="For your colleagues; Shopify shows it in its admin.",
    )

    def __init__(self, work: Work, names: dict[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.quantities = add_quantities(self, work, names) if SPLIT in work.actions else {}

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields of quantities, for the template."""
        return [self[name] for name in self.quantities]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.quantities and not self.errors and not chosen_lines(self.quantities, self.cleaned_data):
            raise forms.ValidationError("Choose what waits: at least one item.")
        return cleaned

    def some(self) -> tuple[tuple[str, int], ...]:
        """The lines that wait; none where everything does."""
        chosen = chosen_lines(self.quantities, self.cleaned_data)
        every = {line.id: line.remaining for line in self.quantities.values()}
        return () if dict(chosen) == every else chosen


class ReleaseForm(BareForm):
    """Which hold ends; all of them where none is named."""

    hold = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
