"""On time by carrier and week: drawn from enough parcels, and a change is named that chance does not explain."""

import pytest
from django.test import Client

from orders.figures.models import Summary
from tests.figures.test_page import PAGE, figure, numbers, says
from tests.figures.test_parcels import count_up, put

pytestmark = pytest.mark.django_db
KEY = "carrier-weeks"


def put_weeks(carrier: str, *late_of_twenty: int) -> None:
    """Twenty parcels a week, so many of them late; the newest week first."""
    for weeks_ago, late in enumerate(late_of_twenty):
        put(late, carrier=carrier, weeks_ago=weeks_ago, late=1)
        put(20 - late, carrier=carrier, weeks_ago=weeks_ago)


def shares(client: Client) -> list[list[str]]:
    """The newest week first."""
    return [row[1:] for row in reversed(numbers(client, KEY))]


def test_each_carrier_has_a_row_of_weeks(support: Client) -> None:
    put_weeks("DHL", 1, 2)
    put_weeks("Correos", 5, 20)
    count_up()
    section = figure(support, KEY)
    assert [head.text for head in section.first("thead").all("th")] == ["Week of", "Correos", "DHL"]
    assert shares(support) == [["75", "95"], ["0", "90"]]
    assert len(list(section.all("rect", class_="bar"))) == len(list(section.all("rect", class_="track"))) == 4
    assert "38 of 100" in section.first("svg").text


def test_a_week_of_fewer_than_ten_is_left_out_of_the_plot_and_said_to_be(support: Client) -> None:
    put_weeks("DHL", 1, 2)
    put(9, carrier="DHL", weeks_ago=2)
    count_up()
    assert shares(support) == [["95"], ["90"], ["too few"]]
    assert len(list(figure(support, KEY).all("rect", class_="bar"))) == 2


def test_a_carrier_with_one_such_week_is_left_out(support: Client) -> None:
    put_weeks("DHL", 1)
    count_up()
    assert says(support, KEY) == "No carrier had enough parcels with a day in two weeks or more."
    assert shares(support) == [[]]
    assert not list(figure(support, KEY).all("svg"))


def test_at_most_six_carriers_are_shown_the_largest(support: Client) -> None:
    for number in range(7):
        put_weeks(f"Carrier {number}", 1, 1)
    put(1, carrier="Carrier 6")
    count_up()
    heads = [head.text for head in figure(support, KEY).first("thead").all("th")][1:]
    assert heads == ["Carrier 6", *(f"Carrier {number}" for number in range(5))]


@pytest.mark.parametrize(
    ("late", "sentence"),
    [
        (
            (8, 9, 1, 0),
            "DHL got worse: 98 of 100 on time in the first half of these weeks, 58 in the second.",
        ),
        (
            (1, 0, 8, 9),
            (
                "DHL got better: 58 of 100 on time in the first half of these weeks, 98 in the second. "
                "No carrier got clearly worse."
            ),
        ),
        ((3, 3, 2, 1), "No carrier got better or worse by more than chance would explain."),
        ((0, 0, 0, 0), "No carrier got better or worse by more than chance would explain."),
        ((20, 0), "No carrier got better or worse by more than chance would explain."),  # twenty tell little
    ],
)
def test_a_change_is_named_that_chance_does_not_explain(
    support: Client, late: tuple[int, ...], sentence: str
) -> None:
    put_weeks("DHL", *late)
    count_up()
    assert says(support, KEY) == sentence


def test_of_several_the_one_that_got_worse_most_clearly_is_named(support: Client) -> None:
    put_weeks("DHL", 6, 6, 0, 0)
    put_weeks("GLS", 15, 15, 0, 0)
    put_weeks("UPS", 0, 0, 15, 15)
    count_up()
    assert says(support, KEY).startswith("GLS got worse: 100 of 100")


def test_it_comes_as_csv_a_carrier_a_column(support: Client) -> None:
    put_weeks("DHL", 1, 2)
    count_up()
    lines = support.get(f"{PAGE}csv/", {"figure": KEY}).text.lstrip("\ufeff").splitlines()
    assert lines[0] == "Week of,DHL"
    assert [line.partition(",")[2] for line in lines[1:]] == ["90", "95"]


def test_what_was_counted_before_carriers_had_weeks_is_shown_without(support: Client) -> None:
    put_weeks("DHL", 1, 2)
    count_up()
    for row in Summary.objects.all():
        del row.data["carrier_weeks"]
        row.save()
    assert says(support, KEY) == "No carrier had enough parcels with a day in two weeks or more."
