"""The forms of what staff do with shipments. They know nothing of Shopify but its words."""

from datetime import datetime
from typing import Any, Final

from django import forms

from orders import clock, conf
from orders.domain.carriers import NumberFault, TrackingNumber, read_tracking_numbers
from orders.domain.carriers.directory import find_carrier
from orders.domain.fulfillable import OpenLine, Tracking, Work
from orders.domain.safe_url import safe_link_url
from orders.fulfilment.wanted import LONGEST_COMPANY, ChosenWork, WantedShipment, shopifys_company

MOST_NUMBERS: Final = 20
LONGEST_NUMBERS: Final = 1000
MINUTES: Final = "%Y-%m-%dT%H:%M"
AHEAD_SECONDS: Final = 300.0
EVENTS: Final = (
    ("DELIVERED", "Delivered"),
    ("OUT_FOR_DELIVERY", "Out for delivery"),
    ("IN_TRANSIT", "On its way"),
    ("CARRIER_PICKED_UP", "Picked up by the carrier"),
    ("READY_FOR_PICKUP", "Ready to be collected"),
    ("ATTEMPTED_DELIVERY", "Delivery was attempted"),
    ("DELAYED", "Delayed"),
    ("FAILURE", "It could not be delivered"),
    ("CONFIRMED", "Confirmed by the carrier"),
    ("LABEL_PRINTED", "Label printed"),
    ("LABEL_PURCHASED", "Label bought"),
)
WAY_OUT: Final = (
    "Its last digits are gone and cannot be guessed. Take the number from the label or from the warehouse’s or the "
    "carrier’s own site, not from the spreadsheet."
)


class BareForm(forms.Form):
    """A form that says of which thing it is, in a field that is not seen."""

    of = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)

    def tell(self) -> list[str]:
        """What is about to be done, in sentences."""
        return []

    def point_at_fault(self) -> None:
        """Have the browser begin at the first field that is wrong."""
        for name, field in self.fields.items():
            if name in self.errors:
                field.widget.attrs["autofocus"] = True
                return


class TrackingForm(BareForm):
    """A carrier and its numbers."""

    company = forms.CharField(
        label="Carrier",
        max_length=LONGEST_COMPANY,
        required=False,
        widget=forms.TextInput(attrs={"list": "carriers", "autocomplete": "off"}),
    )
    numbers = forms.CharField(
        label="Tracking numbers",
        max_length=LONGEST_NUMBERS,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
        help_text="One on each line.",
    )
    url = forms.CharField(
        label="Tracking address",
        max_length=2000,
        required=False,
        help_text="Only for a carrier that Shopify does not know.",
    )
    notify = forms.BooleanField(required=False, label="Let Shopify mail the customer")

    def clean_company(self) -> str:
        return shopifys_company(self.cleaned_data["company"], country=conf.country())

    def clean_numbers(self) -> tuple[str, ...]:
        typed = self.cleaned_data["numbers"]
        carrier = find_carrier(self.cleaned_data.get("company", ""), country=conf.country())
        numbers = read_tracking_numbers(typed, carrier=carrier)
        if len(numbers) > MOST_NUMBERS:
            raise forms.ValidationError(f"A shipment may have {MOST_NUMBERS} numbers.")
        return tuple(_clean(number) for number in numbers)

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url and safe_link_url(url) is None:
            raise forms.ValidationError("This is no web address that is safe to open.")
        if url and len(self.cleaned_data.get("numbers", ())) > 1:
            raise forms.ValidationError("Several numbers cannot have one address. Leave it empty.")
        return url

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("url") and not self.cleaned_data.get("numbers") and not self.errors:
            self.add_error("numbers", "An address needs its number.")
        return cleaned

    def tracking(self) -> Tracking:
        """What was typed, as Shopify takes it."""
        url = self.cleaned_data["url"]
        return Tracking(
            company=self.cleaned_data["company"] or None,
            numbers=self.cleaned_data["numbers"],
            urls=(url,) if url else (),
        )

    def tell(self) -> list[str]:
        tracking = self.tracking()
        numbers = ", ".join(tracking.numbers) or "none"
        return [
            f"Carrier: {tracking.company or 'none'}.",
            f"{'Tracking numbers' if len(tracking.numbers) > 1 else 'Tracking number'}: {numbers}.",
            "Shopify mails the customer at once, which cannot be undone."
            if self.cleaned_data["notify"]
            else "Shopify does not mail the customer.",
        ]


class ShipForm(TrackingForm):
    """So many of each line that one place has left to send."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, work: Work, names: dict[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.work = work
        self.fields["numbers"].required = False
        self.fields["numbers"].help_text = "One on each line. None for what travels without a number."
        self.quantities = add_quantities(self, work, names)

    @property
    def lines(self) -> list[forms.BoundField]:
        """The fields of quantities, for the template."""
        return [self[name] for name in self.quantities]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.quantities):
            raise forms.ValidationError("Choose what has left: at least one item.")
        return cleaned

    def wanted(self) -> WantedShipment:
        """The shipment that is asked for."""
        tracking = self.tracking()
        chosen = ChosenWork(
            id=self.work.id,
            lines=chosen_lines(self.quantities, self.cleaned_data),
            seen=self.cleaned_data["seen"],
        )
        return WantedShipment(
            numbers=tracking.numbers,
            company=tracking.company,
            url=tracking.urls[0] if tracking.urls else None,
            notify_customer=self.cleaned_data["notify"],
            chosen=chosen,
        )

    def tell(self) -> list[str]:
        items = [
            f"{self.cleaned_data[name]} × {self.fields[name].label}"
            for name in self.quantities
            if self.cleaned_data.get(name)
        ]
        place = self.work.location_name or "its location"
        return [f"From {place}: {', '.join(items)}.", *super().tell()]


class EventForm(BareForm):
    """What has happened to a parcel, and when."""

    status = forms.ChoiceField(label="What happened", choices=EVENTS)
    happened_at = forms.CharField(
        label="When",
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
        help_text="In the store’s time.",
    )
    city = forms.CharField(label="City", max_length=100, required=False)
    message = forms.CharField(
        label="Message", max_length=255, required=False, help_text="The customer may see it."
    )

    def clean_happened_at(self) -> datetime:
        try:
            naive = datetime.strptime(self.cleaned_data["happened_at"][:16], MINUTES)  # noqa: DTZ007 - zoned below
        except ValueError:
            raise forms.ValidationError("This is no date and time.") from None
        moment = naive.replace(tzinfo=conf.time_zone())
        if moment.timestamp() > clock.seconds() + AHEAD_SECONDS:
            raise forms.ValidationError("This has not happened yet.")
        return moment

    def tell(self) -> list[str]:
        what = dict(EVENTS)[self.cleaned_data["status"]]
        at = self.cleaned_data["happened_at"].strftime("%-d %b %Y, %H:%M")
        where = f", {self.cleaned_data['city']}" if self.cleaned_data["city"] else ""
        said = [f"“{self.cleaned_data['message']}”"] if self.cleaned_data["message"] else []
        return [
            f"{what}: {at}{where}.",
            *said,
            "The customer’s page tells it. Shopify lets no event be taken back.",
        ]


def add_quantities(form: forms.Form, work: Work, names: dict[str, str]) -> dict[str, OpenLine]:
    """A field for each line that something is left of, by its name; all of it until somebody says otherwise."""
    quantities = {f"quantity_{line.id.rpartition('/')[2]}": line for line in work.lines if line.remaining}
    for name, line in quantities.items():
        form.fields[name] = forms.IntegerField(
            label=names.get(line.id, "An item"),
            min_value=0,
            max_value=line.remaining,
            initial=line.remaining,
            required=False,
            help_text=f"of {line.remaining}",
        )
    return quantities


def chosen_lines(quantities: dict[str, OpenLine], cleaned: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    """The lines' ids with what was typed of each."""
    return tuple((line.id, cleaned[name]) for name, line in quantities.items() if cleaned.get(name))


def _clean(number: TrackingNumber) -> str:
    if number.fault is NumberFault.ROUNDED:
        raise forms.ValidationError(f"A spreadsheet rounded the tracking number to {number.text}. {WAY_OUT}")
    if number.fault is NumberFault.NOT_A_NUMBER:
        raise forms.ValidationError(
            f"{number.text} is no tracking number: a formula’s error, a date or a truth value."
        )
    if number.clean is None:
        raise forms.ValidationError(f"“{number.text}” is no tracking number.")
    return number.clean
