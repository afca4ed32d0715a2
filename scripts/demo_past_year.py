"""A made-up year for the demo's figures: past parcels, look-ups and pages, up to yesterday, counted as the worker does.

`python -m scripts.demo_past_year`, with the site's own settings in the environment.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
django.setup()

from django.db import transaction  # noqa: E402 - the models are there once Django is set up

from orders import clock  # noqa: E402
from orders.figures import rolling  # noqa: E402
from orders.figures.models import HourlyCount  # noqa: E402
from orders.history.models import PastParcel  # noqa: E402

DAYS = 364
PARCELS_A_DAY = 7
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Lane:
    """How a carrier fares there: hours on the road at the least and by chance on top; `late` of 100 run late."""

    carrier: str
    country: str
    regions: str
    weight: int
    road: int
    spread: int
    late: int
    promise: int


LANES = (
    Lane("Correos", "ES", "M B V SE Z MA", 34, 30, 26, 16, 4),
    Lane("SEUR", "ES", "M B V SE BI", 22, 20, 14, 6, 3),
    Lane("GLS", "ES", "M B V SO", 14, 22, 18, 8, 3),
    Lane("DHL", "FR", "75 69 13 33", 12, 44, 24, 9, 5),
    Lane("DHL", "DE", "", 10, 50, 26, 8, 5),
    Lane("Correos", "PT", "", 8, 48, 40, 22, 5),
    Lane("UPS", "GB", "ENG SCT", 7, 64, 60, 18, 6),
    Lane("DHL", "IT", "MI RM NA", 6, 60, 44, 14, 6),
    Lane("UPS", "US", "NY CA TX", 1, 96, 90, 30, 9),
)
HOURS_OF_A_DAY = (1, 1, 0, 0, 0, 1, 2, 5, 8, 9, 9, 8, 8, 10, 9, 8, 8, 9, 11, 13, 16, 15, 9, 4)
LOOK_UPS = {
    "found/number/email": 700,
    "found/name/email": 90,
    "found/number/phone": 60,
    "miss/number/email": 52,
    "miss/tracking/email": 34,
    "miss/number/phone": 14,
    "invalid/words/email": 12,
    "invalid/email/email": 11,
    "invalid/number/broken email": 9,
    "invalid/number/empty": 7,
    "unavailable/number/email": 3,
    "too_many/number/email": 2,
}
MISSES = {"other contact": 50, "other number": 21, "both known": 1, "neither": 28}
AGES = {"60": 30, "300": 46, "900": 12, "3600": 6, "21600": 4, "86400": 1, "604800": 1}
LANGUAGES = {"es": 64, "fr": 12, "de": 10, "en": 9, "it": 5}
DEVICES = {"phone": 78, "desk": 17, "tablet": 4, "program": 1}


def main() -> None:
    dice = random.Random(13)
    today = clock.local(clock.seconds()).date()
    with transaction.atomic():
        days = [today - timedelta(days=ago) for ago in range(DAYS, 0, -1)]
        PastParcel.objects.bulk_create(
            [parcel for day in days for parcel in _parcels(day, dice, today=today)], batch_size=500
        )
        HourlyCount.objects.bulk_create([row for day in days for row in _counts(day, dice)], batch_size=500)
    cursor, is_finished = "", False
    while not is_finished:
        cursor, is_finished = rolling.go_on(cursor, now=clock.seconds())


def _parcels(ordered_on: date, dice: random.Random, *, today: date) -> list[PastParcel]:
    weekend = ordered_on.weekday() > 4
    count = round(PARCELS_A_DAY * dice.uniform(0.6, 1.4) * (2.2 if ordered_on.month in {11, 12} else 1))
    lanes = dice.choices(LANES, [lane.weight for lane in LANES], k=count)
    made = [_parcel(lane, ordered_on, dice, waits=weekend) for lane in lanes]
    return [parcel for parcel in made if parcel.ended_on < today]


def _parcel(lane: Lane, ordered_on: date, dice: random.Random, *, waits: bool) -> PastParcel:
    ordered_hour = dice.randrange(7, 23)
    packed = dice.randrange(2, 26) + (40 if waits else 0)
    scanned = (
        packed + dice.randrange(2, 12) + (DAY_HOURS * dice.randrange(1, 4) if dice.random() < 0.12 else 0)
    )
    road = lane.road + round(dice.expovariate(1 / lane.spread))
    if dice.random() * 100 < lane.late or (lane.carrier == "Correos" and _on_strike(ordered_on)):
        road += DAY_HOURS * dice.randrange(2, 7)
    arrived = scanned + road
    promised_on = ordered_on + timedelta(days=lane.promise + (2 if waits else 0))
    is_returned = dice.random() < 0.015
    outcome = "returned" if is_returned else "delivered"

    def day(hours: int) -> date:
        return ordered_on + timedelta(days=(ordered_hour + hours) // DAY_HOURS)

    arrived_on = None if is_returned else day(arrived)
    scanned_on = day(scanned)
    return PastParcel(
        carrier=lane.carrier,
        journey="shipping",
        origin_country="ES",
        destination_country=lane.country,
        destination_region=dice.choice(lane.regions.split() or [""]),
        outcome=outcome,
        ordered_on=ordered_on,
        packed_on=day(packed),
        scanned_on=scanned_on,
        out_on=None if is_returned else day(arrived - 5),
        arrived_on=arrived_on,
        ended_on=arrived_on or day(arrived + 10 * DAY_HOURS),
        left_on=scanned_on,
        weekday_left=scanned_on.weekday(),
        packed_hours=packed,
        scanned_hours=scanned,
        out_hours=None if is_returned else arrived - 5,
        arrived_hours=None if is_returned else arrived,
        attempts=int(dice.random() < 0.07),
        promised_on=promised_on,
        promised_by="carrier",
        days_late=None if arrived_on is None else (arrived_on - promised_on).days,
    )


def _on_strike(day: date) -> bool:
    return (day.month, day.day // 8) == (6, 1)


def _counts(day: date, dice: random.Random) -> list[HourlyCount]:
    look_ups: Counter[tuple[int, str]] = Counter()
    for _ in range(dice.randrange(18, 46)):
        hour = dice.choices(range(DAY_HOURS), HOURS_OF_A_DAY)[0]
        look_ups[hour, dice.choices(list(LOOK_UPS), list(LOOK_UPS.values()))[0]] += 1
    rows = [
        HourlyCount(day=day, hour=hour, kind="look-up", name=name, count=count)
        for (hour, name), count in look_ups.items()
    ]
    pages = dice.randrange(60, 160)
    for kind, shares in (("age", AGES), ("miss", MISSES), ("language", LANGUAGES), ("device", DEVICES)):
        times = pages if kind != "miss" else sum(look_ups[at] for at in look_ups if at[1].startswith("miss"))
        seen = Counter(dice.choices(list(shares), list(shares.values()), k=times))
        rows += [
            HourlyCount(day=day, hour=0, kind=kind, name=name, count=count) for name, count in seen.items()
        ]
    return rows


if __name__ == "__main__":
    main()
