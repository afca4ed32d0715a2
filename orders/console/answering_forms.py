"""The forms of answering what a fulfillment service is asked."""

from datetime import datetime, time
from typing import Any, Final

from django import forms

from orders import clock, conf
from orders.console.fulfilling_forms import BareForm
from orders.domain.fulfillable import AnswerDetails, OpenLine, Work

REJECTION_REASONS: Final = (
    ("INVENTORY_OUT_OF_STOCK", "Out of stock"),
    ("INCORRECT_ADDRESS", "The address is wrong"),
    ("UNDELIVERABLE_DESTINATION", "Nothing can be delivered there"),
    ("INTERNATIONAL_SHIPPING_UNAVAILABLE", "Nothing is sent abroad"),
    ("MISSING_CUSTOMS_INFO", "What customs wants to know is missing"),
    ("INVALID_CONTACT_INFORMATION", "The contact is wrong"),
    ("INVALID_SKU", "The SKU is not known"),
    ("INCORRECT_PRODUCT_INFO", "What is said of the product is wrong"),
    ("INELIGIBLE_PRODUCT", "The product may not be sent"),
    ("ORDER_TOO_LARGE", "The order is too large"),
    ("PACKAGE_PREFERENCE_NOT_SET", "How it is to be packed is not said"),
    ("PAYMENT_DECLINED", "The payment was declined"),
    ("MERCHANT_BLOCKED_OR_SUSPENDED", "The merchant is blocked"),
    ("OTHER", "Another reason"),
)


END_OF_DAY: Final = time(23, 59, 59)
LONGEST_LINE_MESSAGE: Final = 255
MOST_YEARS_AHEAD: Final = 5


class AnswerForm(BareForm):
    """What is said along with an answer to a request."""

    message = forms.CharField(
        label="Message", max_length=255, required=False, help_text="Whoever asked sees it in Shopify’s admin."
    )

    def saying(self) -> list[str]:
        """The message, quoted, where there is one."""
        message = self.cleaned_data["message"]
        return [f"With the message “{message}”."] if message else []

    def details(self) -> AnswerDetails:
        """As Shopify takes it."""
        return AnswerDetails(message=self.cleaned_data["message"])


class AcceptForm(AnswerForm):
    """By when something is sent, if that is known."""

    ships_on = forms.DateField(
        label="Sent by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Only if you know it. Shopify is told; the customer’s page is not changed by it.",
    )
    ships_at = forms.TimeField(
        label="At the latest at",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="In the store’s time; the end of the day where it is empty.",
    )
    field_order = ("ships_on", "ships_at", "message")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, at = self.cleaned_data.get("ships_on"), self.cleaned_data.get("ships_at")
        if at is not None and day is None and "ships_on" not in self.errors:
            self.add_error("ships_on", "A time needs its day.")
        now = clock.local(clock.seconds())
        if day is not None and day.year > now.year + MOST_YEARS_AHEAD:
            self.add_error("ships_on", "Nobody knows that so far ahead.")
        elif day is not None and (day, at or END_OF_DAY) <= (now.date(), now.time()):
            self.add_error("ships_on", "This is over already.")
        return cleaned

    def saying(self) -> list[str]:
        by, at = self._estimated_shipped_at(), self.cleaned_data.get("ships_at")
        when = by.strftime("%-d %b %Y, %H:%M" if at is not None else "%-d %b %Y") if by else ""
        return [*([f"Sent by {when}."] if when else []), *super().saying()]

    def details(self) -> AnswerDetails:
        return AnswerDetails(
            message=self.cleaned_data["message"], estimated_shipped_at=self._estimated_shipped_at()
        )

    def _estimated_shipped_at(self) -> datetime | None:
        day, at = self.cleaned_data.get("ships_on"), self.cleaned_data.get("ships_at")
        return datetime.combine(day, at or END_OF_DAY, conf.time_zone()) if day else None


class RejectForm(AnswerForm):
    """Why something is not sent, and which of its lines are the cause where not all are."""

    reason = forms.ChoiceField(label="Reason", choices=REJECTION_REASONS)
    field_order = ("reason", "message")

    def __init__(self, work: Work, names: dict[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        left = [line for line in work.lines if line.remaining]
        self._lines: dict[str, OpenLine] = {}
        for line in left if len(left) > 1 else ():
            number = line.id.rpartition("/")[2]
            self._lines[number] = line
            label = f"{line.remaining} × {names.get(line.id, 'An item')}"
            self.fields[f"line_{number}"] = forms.BooleanField(label=label, required=False)
            self.fields[f"why_{number}"] = forms.CharField(
                label=f"Why: {label}", max_length=LONGEST_LINE_MESSAGE, required=False
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each line the field that names it and the one that says why, for the template."""
        return [(self[f"line_{number}"], self[f"why_{number}"]) for number in self._lines]

    @property
    def names_lines(self) -> bool:
        """Whether any line is named, or something is wrong with one."""
        fields = [field for pair in self.lines for field in pair]
        return any(field.errors or (self.is_bound and field.data) for field in fields)

    def saying(self) -> list[str]:
        told = [f"Reason: {dict(REJECTION_REASONS)[self.cleaned_data['reason']]}.", *super().saying()]
        chosen = self._chosen()
        if chosen:
            told.append("Named as what cannot be sent; the rest of the request is rejected with it:")
        for number, why in chosen:
            label = self.fields[f"line_{number}"].label
            told.append(f"{label} – “{why}”" if why else f"{label}")
        return told

    def details(self) -> AnswerDetails:
        return AnswerDetails(
            reason=self.cleaned_data["reason"],
            message=self.cleaned_data["message"],
            lines=tuple((self._lines[number].id, why) for number, why in self._chosen()),
        )

    def _chosen(self) -> list[tuple[str, str]]:
        """Whoever writes why names the line, ticked or not."""
        given = self.cleaned_data
        told = [(number, given[f"line_{number}"], given[f"why_{number}"]) for number in self._lines]
        return [(number, why) for number, is_named, why in told if is_named or why]
