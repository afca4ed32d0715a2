"""Which locations a file's warehouses are, asked once on the page of its import."""

from django.http import QueryDict

from orders import clock
from orders.admin.imports_form import LocationsForm
from orders.asking import gateway
from orders.fulfilment import said_once
from orders.fulfilment.accepting import read_places
from orders.fulfilment.files.shipments import location_key
from orders.fulfilment.models import TrackingImport
from orders.shopify.errors import ShopifyError


def build_form(made: TrackingImport, posted: QueryDict | None = None) -> LocationsForm | None:
    """The form for what is still unknown; None where nothing is, or Shopify cannot be asked for its locations."""
    names = _still_unknown(made)
    if not names:
        return None
    try:
        places = read_places(gateway.client())
    except ShopifyError:
        return None
    return LocationsForm(names, {place.id: place.name for place in places}, posted)


def remember(form: LocationsForm) -> bool:
    """Keep what was chosen; False where nothing was."""
    meant = form.meant() if form.is_valid() else {}
    said_once.remember_locations(meant, now=clock.seconds())
    return bool(meant)


def _still_unknown(made: TrackingImport) -> list[str]:
    known = said_once.remembered_locations()
    return [name for name in made.unknown_locations if location_key(name) not in known]
