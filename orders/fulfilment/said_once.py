"""What the merchant said once, and is not asked again: what columns mean, and which location a warehouse's name is."""

from collections.abc import Iterable, Mapping
from typing import Final

from orders.fulfilment.files.columns import Role, header_key
from orders.fulfilment.files.shipments import location_key
from orders.fulfilment.models import ColumnMeaning, LocationName

MOST: Final = 1_000


def remembered_columns() -> dict[str, dict[Role, str]]:
    """What was said of header rows before."""
    return {
        meaning.header_key: {Role(role): name for role, name in meaning.roles.items() if role in list(Role)}
        for meaning in ColumnMeaning.objects.all()[:MOST]
    }


def remember_columns(header: Iterable[str], roles: Mapping[Role, str], *, now: float) -> None:
    """Keep what was said of a header row."""
    ColumnMeaning.objects.update_or_create(
        header_key=header_key(list(header)),
        defaults={"roles": {str(role): name for role, name in roles.items()}, "saved_at": now},
    )


def remembered_locations() -> dict[str, str]:
    """Names of warehouses, as `location_key` writes them, to Shopify's ids."""
    return dict(LocationName.objects.values_list("name", "location_id")[:MOST])


def remember_locations(meant: Mapping[str, str], *, now: float) -> None:
    """Keep which location each name means, by Shopify's ids."""
    for name, location_id in meant.items():
        LocationName.objects.update_or_create(
            name=location_key(name), defaults={"location_id": location_id, "saved_at": now}
        )
