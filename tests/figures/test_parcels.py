"""What became of parcels: counted up by the worker's chore, said truthfully, and too few of them not at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from orders import clock
from orders.figures import rolling
from orders.figures.models import HourlyCount, ParcelWeek, Summary
from orders.figures.periods import monday_of
from orders.history.models import PastParcel
from orders.storage import signals
from orders.work import chores
from tests.figures.test_page import PAGE, figure, numbers, says

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def this_monday() -> date:
    return monday_of(clock.local(clock.seconds()).date())


def put(times: int = 1, *, weeks_ago: int = 0, days: int = 3, late: int | None = 0, **fields: Any) -> None:
    """Parcels that were ordered so many days before they arrived, on a Monday."""
    arrived = this_monday() - weeks_ago * WEEK
    made: dict[str, Any] = {
        "carrier": "DHL",
        "journey": "shipping",
        "origin_country": "ES",
        "destination_country": "FR",
        "destination_region": "75",
        "outcome": "delivered",
        "ordered_on": arrived - timedelta(days=days),
        "arrived_on": arrived,
        "ended_on": arrived,
        "packed_hours": 10,
        "scanned_hours": 20,
        "arrived_hours": 24 * days,
        "promised_by": "checkout" if late is not None else "",
        "days_late": late,
    }
    PastParcel.objects.bulk_create([PastParcel(**made | fields) for _ in range(times)])


def count_up() -> int:
    """Let the chore go on until it is done; returns how many steps it took."""
    cursor, is_finished, step = "", False, 0
    while not is_finished:
        cursor, is_finished = rolling.go_on(cursor, now=clock.seconds())
        step += 1
    return step


def test_before_the_worker_has_counted_it_says_so(support: Client) -> None:
    put(9)
    assert "Past parcels have not been counted yet." in support.get(PAGE).text


def test_it_says_when_no_history_is_kept(support: Client, settings: Settings) -> None:
    settings.PARCEL_HISTORY = False
    assert "PARCEL_HISTORY is off" in support.get(PAGE).text


def test_it_says_how_many_were_on_time_by_carrier(support: Client) -> None:
    put(92)
    put(8, late=1)
    put(6, carrier="Correos", late=-1, attempts=1)
    put(4, carrier="Correos", late=2, outcome="delivered")
    put(3, carrier="Correos", late=None, outcome="returned", arrived_on=None, arrived_hours=None)
    count_up()
    assert says(support, "carriers") == (
        "Of 100 parcels that had a day and arrived, 89 came on or before it. "
        "DHL did best with 92 of 100 on time, Correos worst with 60."
    )
    assert numbers(support, "carriers") == [
        ["DHL", "92", "100", "0", "0"],
        ["Correos", "60", "10", "6", "3"],
    ]


def test_by_lane_with_the_countries_names(support: Client) -> None:
    put(10)
    put(10, destination_country="ES", late=1)
    put(10, destination_country="", late=1)
    count_up()
    assert [row[0] for row in numbers(support, "lanes")] == [
        "Spain to France",
        "Spain to an unknown country",
        "Within Spain",
    ]


def test_by_week(support: Client) -> None:
    put(10)
    put(5, weeks_ago=1)
    put(5, weeks_ago=1, late=3)
    count_up()
    first, last = (f"{day.day} {day:%b}" for day in (this_monday() - WEEK, this_monday()))
    assert says(support, "weeks") == (
        f"The best week was that of {last} with 100 of 100 parcels on time, the worst that of {first} with 50."
    )
    assert numbers(support, "weeks") == [[first, "50", "10"], [last, "100", "10"]]


def test_days_to_the_door_are_a_median_and_a_slow_tenth_not_an_average(support: Client) -> None:
    put(8, days=3)
    put(1, days=9)
    put(1, days=60)
    count_up()
    assert says(support, "door") == (
        "Half of the parcels were at the door within 3 days of the order, nine of ten within 9 days."
    )
    assert numbers(support, "door") == [["DHL", "3 days", "9 days", "10"]]


def test_the_first_scan_is_told_in_hours(support: Client) -> None:
    put(9, scanned_hours=11)
    put(1, scanned_hours=110)
    put(1, scanned_hours=111)
    count_up()
    assert says(support, "first-scan") == (
        "Half of the parcels had their first scan within 2 hours of the label, nine of ten within 5 days."
    )


def test_it_says_in_which_step_slow_parcels_stand_still(support: Client) -> None:
    put(8)
    put(2, scanned_hours=70)
    count_up()
    assert says(support, "steps") == (
        "Slow parcels lose most time before the carrier's first scan: "
        "half are through within 11 hours, nine of ten only within 61 hours."
    )


def test_where_all_parcels_are_alike_no_step_is_named(support: Client) -> None:
    put(10)
    count_up()
    assert says(support, "steps") == "No step holds slow parcels up."


def test_the_slowest_places_come_first(support: Client) -> None:
    put(5, destination_region="13", days=2)
    put(5, destination_region="75", days=9)
    put(4, destination_region="69", days=30)
    count_up()
    assert [row[0] for row in numbers(support, "places")] == [
        "Spain to France",
        "FR-75, France",
        "FR-13, France",
    ]


@pytest.mark.parametrize("key", ["carriers", "lanes", "weeks", "door", "first-scan", "steps", "places"])
def test_of_fewer_than_five_nothing_is_said_but_that(support: Client, key: str) -> None:
    put(4, late=1)
    count_up()
    section = figure(support, key)
    words = {cell.text for cell in section.first("tbody").all("td")}
    assert words <= {"too few", "under 5"}
    assert "oo few" in section.text or "enough" in section.text
    assert not list(section.all("rect", class_="bar"))


def test_each_period_is_made_of_its_own_weeks(support: Client) -> None:
    put(10, days=2)
    put(50, weeks_ago=20, days=8)
    put(70, weeks_ago=60, days=30)
    count_up()
    assert "within 2 days of" in figure(support, "door", weeks=4).text
    assert "within 8 days of" in figure(support, "door", weeks=52).text
    assert len(numbers(support, "weeks")) == 1


def test_a_week_that_is_over_is_left_alone_until_it_has_another_number_of_parcels() -> None:
    put(5, weeks_ago=20)
    count_up()
    assert count_up() == 1  # nothing to count: only the sums are made
    put(1, weeks_ago=20)
    assert count_up() == 2
    assert ParcelWeek.objects.get().parcels == 6


def test_late_news_of_a_parcel_that_ended_lately_is_counted(support: Client) -> None:
    put(5)
    count_up()
    PastParcel.objects.update(days_late=4)
    count_up()
    assert numbers(support, "carriers")[0][:2] == ["DHL", "0"]


def test_what_was_forgotten_is_counted_no_more(support: Client) -> None:
    put(5)
    count_up()
    PastParcel.objects.all().delete()
    count_up()
    assert "No parcel has come to its end in this time." in support.get(PAGE).text


def test_the_worker_counts_each_hour(support: Client) -> None:
    put(5)
    now = clock.seconds()
    chores.prepare(now=now)
    while chores.take_next_step(now=now):
        pass
    assert Summary.objects.count() == 3
    assert "Parcels are counted each hour, last on" in support.get(PAGE).text


def test_when_the_shop_itself_is_forgotten_so_are_its_figures() -> None:
    put(5)
    count_up()
    HourlyCount.objects.create(day=this_monday(), hour=0, kind="age", name="60", count=1)
    signals.orders_removed.send(sender=None, order_pks=[1])
    assert Summary.objects.exists()
    signals.orders_removed.send(sender=None, order_pks=None)
    assert not Summary.objects.exists()
    assert not ParcelWeek.objects.exists()
    assert not HourlyCount.objects.exists()


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(support: Client) -> None:
    put(5, carrier="=HYPERLINK(1)")
    count_up()
    text = support.get(f"{PAGE}csv/", {"figure": "carriers"}).content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=HYPERLINK(1),")


def test_a_long_name_is_cut_in_the_plot_and_whole_in_the_table(support: Client) -> None:
    name = "Compagnie générale des transports rapides"
    put(5, carrier=name)
    count_up()
    section = figure(support, "carriers")
    assert section.first("text", class_="label").text == "Compagnie générale des transports…"[:33] + "…"
    assert numbers(support, "carriers")[0][0] == name
