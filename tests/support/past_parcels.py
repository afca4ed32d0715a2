"""A past from which something is learned, and a parcel that is on its way as those were."""

from datetime import date, timedelta
from typing import Any

from orders.domain.forecast.delivery_days import MONDAY_TO_FRIDAY, DeliveryDays, days_between
from orders.domain.order import Order
from orders.gallery.builders import NOW, a_fulfillment, an_event, an_order
from orders.history.models import PastParcel

DAY = timedelta(days=1)
FRIDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (20, 24, 25))


def remember(
    *, days: int = 80, carrier: str = "Correos", region: str = "", took: tuple[int, ...] = (2, 3)
) -> None:
    """Rows of parcels within Spain: a few for each working day of the past, with these delivery days in turn."""
    calendar = DeliveryDays(MONDAY_TO_FRIDAY)
    rows = []
    for day in days_between(NOW.date() - days * DAY, NOW.date() - 6 * DAY):
        for each in took * 2 if day.weekday() < 5 else ():
            arrived = calendar.after(day, each)
            common: dict[str, Any] = dict.fromkeys(("ordered_on", "packed_on", "scanned_on", "left_on"), day)
            rows.append(
                PastParcel(
                    carrier=carrier,
                    journey="shipping",
                    origin_country="ES",
                    destination_country="ES",
                    destination_region=region,
                    outcome="delivered",
                    arrived_on=arrived,
                    ended_on=arrived,
                    promised_by="",
                    **common,
                )
            )
    PastParcel.objects.bulk_create(rows)


def travelling(*, hours_ago: float = 70, **fields: Any) -> Order:
    """Scanned first on the Friday before."""
    event = an_event("CARRIER_PICKED_UP", hours_ago=hours_ago)
    return an_order(fulfillments=[a_fulfillment(events=[event], hours_ago=71)], **fields)
