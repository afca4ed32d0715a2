"""How a demo order's story is told: times around now, and the store's own actions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from tests.sandbox.building import Buyer, Delivery, Line
from tests.sandbox.clock import SHOP_TIMEZONE
from tests.sandbox.parts import EventRecord, TrackingRecord
from tests.sandbox.records import FulfillmentOrderRecord, FulfillmentRecord, OrderRecord
from tests.sandbox.state import SandboxState

LINKS = {
    "Correos": "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={number}",
    "SEUR": "https://www.seur.com/livetracking/?segOnlineIdentificador={number}",
    "GLS": "https://gls-group.com/EU/en/parcel-tracking?match={number}",
    "DHL Express": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    "UPS": "https://www.ups.com/WebTracking?loc=en_US&requester=ST&trackNums={number}",
    "CTT Express": "https://app.cttexpress.com/AreaClientes/Views/Destinatarios.aspx?s={number}",
}


def parcel(company: str, number: str) -> TrackingRecord:
    """A number with the link that Shopify makes for the carriers it knows; none for the others."""
    link = LINKS.get(company)
    return TrackingRecord(company=company, number=number, url=link.format(number=number) if link else None)


@dataclass(frozen=True, slots=True)
class Tale:
    """One demo order: what to type, what it shows, and its story."""

    name: str
    contact: str
    shows: str
    tell: "Callable[[Teller], None]"

    @property
    def email(self) -> str | None:
        """The contact, where it is an email."""
        return self.contact if "@" in self.contact else None

    @property
    def phone(self) -> str | None:
        """The contact, where it is a phone number."""
        return self.contact if self.contact.startswith("+") else None


class Teller:
    """Tells one tale to the store, at the store's present time."""

    def __init__(self, state: SandboxState, tale: Tale, legacy_id: int) -> None:
        self.state = state
        self.tale = tale
        self.legacy_id = legacy_id
        self.now = state.clock.now()

    def ago(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """So long before now."""
        return self.now - timedelta(days=days, hours=hours, minutes=minutes)

    def on(self, day: int, clock: str) -> datetime:
        """A time of the shop's day, so many days from today."""
        date = self.now.astimezone(SHOP_TIMEZONE).date() + timedelta(days=day)
        return datetime.combine(date, time.fromisoformat(clock), SHOP_TIMEZONE).astimezone(UTC)

    def today(self, part: float) -> datetime:
        """Earlier today: at this part of the time between midnight and now."""
        midnight = self.on(0, "00:00")
        return midnight + (self.now - midnight) * part

    def place(
        self,
        *lines: Line,
        at: datetime,
        delivery: Delivery | None = None,
        city: str = "Madrid",
        zip_code: str = "28012",
        country_code: str = "ES",
        financial_status: str | None = "PAID",
        source_name: str = "web",
        routed: bool = True,
        number: int | None = None,
    ) -> OrderRecord:
        """The shopper orders."""
        first_name, _, last_name = (self.tale.email or "nadie.nunca").partition("@")[0].partition(".")
        buyer = Buyer(
            email=self.tale.email,
            phone=self.tale.phone,
            first_name=first_name.title(),
            last_name=last_name.title(),
            city=city,
            province=city,
            zip=zip_code,
            country_code=country_code,
        )
        return self.state.add_order(
            self.tale.name,
            buyer=buyer,
            lines=lines,
            delivery=delivery,
            at=at,
            number=number,
            financial_status=financial_status,
            source_name=source_name,
            routed=routed,
            legacy_id=self.legacy_id,
        )

    def promise(self, first_day: int, last_day: int, name: str = "Envío estándar") -> Delivery:
        """A delivery method with the days that checkout promised."""
        return Delivery(
            presented_name=name, min_at=self.on(first_day, "09:00"), max_at=self.on(last_day, "20:00")
        )

    def ship(
        self,
        order: OrderRecord,
        *tracking: TrackingRecord,
        at: datetime,
        quantities: Mapping[str, int] | None = None,
        work: FulfillmentOrderRecord | None = None,
        display_status: str | None = "FULFILLED",
        estimated: datetime | None = None,
    ) -> FulfillmentRecord:
        """A shipment is made."""
        return self.state.fulfill(
            order,
            quantities,
            fulfillment_order=work,
            tracking=tracking,
            display_status=display_status,
            estimated_delivery_at=estimated,
            at=at,
        )

    def scan(
        self,
        fulfillment: FulfillmentRecord,
        status: str,
        at: datetime,
        city: str | None = None,
        message: str | None = None,
        *,
        estimated: datetime | None = None,
        heard_at: datetime | None = None,
        shows_as: str | None = None,
    ) -> EventRecord:
        """The carrier reports; `heard_at` when the store learnt of it later."""
        return self.state.add_event(
            fulfillment,
            status,
            at=heard_at or at,
            happened_at=at,
            city=city,
            province=city,
            country="Spain" if city else None,
            message=message,
            estimated_delivery_at=estimated,
            shows_as=shows_as,
        )


TALES: list[Tale] = []


def tale(
    name: str, contact: str, shows: str
) -> "Callable[[Callable[[Teller], None]], Callable[[Teller], None]]":
    """Put a story into the catalogue; `contact` is the email or the phone to type, or empty for neither."""

    def register(tell: "Callable[[Teller], None]") -> "Callable[[Teller], None]":
        TALES.append(Tale(name, contact, shows, tell))
        return tell

    return register
