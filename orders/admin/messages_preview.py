"""A true preview of a mail or an SMS, from the gallery's own states; nothing is sent or stored."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import translation

from orders import conf
from orders.branding import brands
from orders.branding.looks import ColourScheme
from orders.domain.forecast.of_order import FindUsual
from orders.domain.order import Order
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
from orders.gallery.usual import usual_in
from orders.messages import letters, sample

SCHEMES = {ColourScheme.LIGHT.value: "Light", ColourScheme.DARK.value: "Dark"}
PICTURES = {"on": "Images on", "off": "Images off"}
WIDTHS = {"phone": "Phone", "desk": "Desk"}
FIRST = "arriving"


def order_states() -> dict[str, str]:
    """Name and label of the states that a message can be about."""
    return {name: state.label for name, state in STATES.items() if isinstance(state.page, OrderPageOf)}


@dataclass(frozen=True, slots=True)
class Showing:
    """What the preview shows."""

    state: str
    language: str
    scheme: str
    pictures: str
    width: str

    @property
    def query(self) -> str:
        """The same as it stands in an address."""
        return urlencode(asdict(self))


def read_showing(sent: Mapping[str, str]) -> Showing:
    """What was chosen; what was not, or wrongly, is as at the beginning."""

    def chosen(name: str, options: Mapping[str, str], first: str = "") -> str:
        value = sent.get(name, "")
        return value if value in options else first or next(iter(options))

    return Showing(
        state=chosen("state", order_states(), FIRST),
        language=chosen("language", dict(conf.languages())),
        scheme=chosen("scheme", SCHEMES),
        pictures=chosen("pictures", PICTURES),
        width=chosen("width", WIDTHS),
    )


def _find_page(showing: Showing) -> OrderPageOf:
    page = STATES[showing.state].page
    assert isinstance(page, OrderPageOf)  # noqa: S101 - `order_states` offers no other
    return page


def build_order(showing: Showing) -> tuple[Order, datetime]:
    """The order of the state, and the moment it is seen."""
    return _find_page(showing).build(NOW), NOW


def find_usual_of(showing: Showing) -> FindUsual:
    """What usually happens to its parcels."""
    return usual_in(_find_page(showing).usual)


def show_mail(showing: Showing) -> HttpResponse:
    """The mail's own HTML. A brand that is always light, or always dark, is shown so whatever was chosen."""
    order, now = build_order(showing)
    brand = brands.current()
    if brand.colour_scheme == ColourScheme.AUTO:
        brand = replace(brand, colour_scheme=ColourScheme(showing.scheme))
    with translation.override(showing.language):
        sheet = sample.sample_sheet(order, now=now, find_usual=find_usual_of(showing))
        html = letters.render_html(sheet, brand)
    pictures = "'self'" if showing.pictures == "on" else "'none'"
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; frame-ancestors 'self'; sandbox"
    )
    return HttpResponse(html, headers={"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"})
