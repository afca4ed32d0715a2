"""The forms of an import: the file with what is to be said of it, and what the columns of an unknown one mean."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms

from orders.fulfilment.files.columns import NEEDED, Role
from orders.fulfilment.files.opening import MOST_BYTES
from orders.fulfilment.files.table import MOST_COLUMNS

LABELS: Final = {
    Role.ORDER: "Order",
    Role.NUMBER: "Tracking number",
    Role.CARRIER: "Carrier",
    Role.URL: "Tracking address",
    Role.SKU: "SKU",
    Role.QUANTITY: "Quantity",
    Role.LOCATION: "Warehouse or location",
    Role.NOTIFY: "Mail the customer (yes or no)",
    Role.VOID: "Voided",
    Role.SHIPPED: "Ship date",
    Role.EVENT: "What happened (as DELIVERED)",
    Role.EVENT_AT: "When it happened",
    Role.EVENTS: "List of events (JSON Lines)",
}


class ImportForm(forms.Form):
    """A file, and what is said of it."""

    file = forms.FileField(
        label="The warehouse’s file",
        help_text="CSV, XLSX, JSON Lines, X12 or DPD’s STATUSDATA; at most 20 MB and 50,000 rows.",
    )
    notify = forms.BooleanField(required=False, label="Let Shopify mail the customers")
    empty_means_same_order = forms.BooleanField(
        required=False, label="An empty order cell means the order above it"
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 20 MB. Split it into several.")
        return file


class ColumnsForm(forms.Form):
    """For each role the column that has it."""

    def __init__(self, header: tuple[str, ...], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(name, name) for name in dict.fromkeys(header) if name]
        for role, label in LABELS.items():
            self.fields[role.value] = forms.ChoiceField(
                label=label, choices=[("", "none"), *names], required=role in NEEDED
            )

    def roles(self) -> dict[Role, str]:
        """What was chosen. That there is no list of events is kept too: it would be known by its name."""
        chosen = self.cleaned_data.items()
        return {Role(role): name for role, name in chosen if name or role == Role.EVENTS}


class LocationsForm(forms.Form):
    """For each warehouse that a file names the location that is meant; `places` are names by Shopify's ids."""

    def __init__(self, names: Sequence[str], places: Mapping[str, str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = names
        for index, name in enumerate(names):
            choices = [("", "not known"), *places.items()]
            self.fields[f"place-{index}"] = forms.ChoiceField(
                label=f"“{name}” is", choices=choices, required=False
            )

    def meant(self) -> dict[str, str]:
        """What was chosen: names as the file has them to Shopify's ids."""
        return {
            name: self.cleaned_data[f"place-{index}"]
            for index, name in enumerate(self._names)
            if self.cleaned_data[f"place-{index}"]
        }


def read_header(text: str) -> tuple[str, ...]:
    """The header row that a page has carried along; empty for anything else."""
    try:
        names = json.loads(text) if len(text) < 50_000 else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(names, list) or len(names) > MOST_COLUMNS:
        return ()
    return tuple(name[:100] for name in names if isinstance(name, str))
