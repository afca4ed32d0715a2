"""Days and instants: a day never moves, whoever reads it where."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.when import Day, as_read, day_of, end_of, in_zone, last_of, read_when

DAYS_OF_CHANGE = [
    ("America/Sao_Paulo", date(2018, 11, 4)),  # has no midnight
    ("Africa/Cairo", date(2026, 4, 24)),  # has no midnight
    ("America/Havana", date(2026, 11, 1)),  # has two midnights
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # gains half an hour
    ("Pacific/Apia", date(2011, 12, 30)),  # was left out
    ("Asia/Kathmandu", date(2026, 1, 1)),
    ("Pacific/Kiritimati", date(2026, 12, 31)),
    ("Etc/GMT+12", date(2026, 2, 28)),
]
ZONES = sorted({zone for zone, _ in DAYS_OF_CHANGE} | {"America/Los_Angeles", "UTC"})

zones = st.sampled_from(ZONES).map(ZoneInfo)
offsets = st.integers(min_value=-12 * 4, max_value=14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)
days = st.dates() | st.sampled_from([day for _, day in DAYS_OF_CHANGE] + [date.min, date.max])
midnights = st.sampled_from([time(0, 0, 0), time(23, 59, 59), time(23, 59, 59, 999_999)])


@given(day=days, clock=midnights, offset=offsets, zone=zones)
def test_the_first_and_the_last_second_of_any_offset_are_that_day_in_every_zone(
    day: date, clock: time, offset: timezone, zone: ZoneInfo
) -> None:
    when = read_when(datetime.combine(day, clock, offset))

    assert when == Day(day)
    assert as_read(when, zone) == day_of(when, zone) == Day(day)
    assert end_of(when, zone).date() == day


@given(moment=st.datetimes(timezones=offsets), zone=zones)
def test_every_other_second_is_an_instant_and_stays_one(moment: datetime, zone: ZoneInfo) -> None:
    if (moment.hour, moment.minute, moment.second) in {(0, 0, 0), (23, 59, 59)}:
        moment = moment.replace(hour=12, fold=0)
    when = read_when(moment)

    assert isinstance(when, datetime)
    if 1 < moment.year < 9999:
        assert when == moment
        assert day_of(when, zone).date == moment.astimezone(zone).date()


@pytest.mark.parametrize(("name", "day"), DAYS_OF_CHANGE)
def test_the_midnight_of_the_store_has_no_hour_either(name: str, day: date) -> None:
    """Shopify writes in UTC what an app has said in the store's own zone."""
    zone = ZoneInfo(name)
    for clock in (time(0, 0, 0), time(23, 59, 59)):
        local = datetime.combine(day, clock, zone)
        if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            assert as_read(local.astimezone(UTC), zone) == Day(day)


def test_a_second_after_midnight_is_an_instant() -> None:
    assert isinstance(read_when(datetime(2026, 11, 27, 0, 0, 1, tzinfo=UTC)), datetime)
    assert isinstance(read_when(datetime(2026, 11, 27, 0, 0, 0, 1, tzinfo=UTC)), datetime)
    assert isinstance(read_when(datetime(2026, 11, 27, 23, 59, 58, tzinfo=UTC)), datetime)
    assert isinstance(as_read(datetime(2026, 11, 27, 15, 30, tzinfo=UTC), UTC), datetime)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", [date.max, date.min])
def test_the_ends_of_time_can_be_read_in_every_zone(day: date, zone: str) -> None:
    for written in (timezone(timedelta(hours=-12)), UTC, timezone(timedelta(hours=14))):
        at = datetime.combine(day, time(12, 30), written)
        assert in_zone(at, ZoneInfo(zone)).year == day.year
        assert day_of(at, ZoneInfo(zone)).date.year == day.year


def test_of_a_day_and_an_instant_on_it_the_day_is_over_last() -> None:
    noon = datetime(2026, 11, 27, 12, tzinfo=UTC)

    assert last_of([noon, Day(date(2026, 11, 27))], UTC) == Day(date(2026, 11, 27))
    assert last_of([noon, Day(date(2026, 11, 26))], UTC) == noon
    assert last_of([noon, None], UTC) is None
    assert last_of([], UTC) is None
