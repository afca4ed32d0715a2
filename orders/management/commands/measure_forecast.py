"""`manage.py measure_forecast`: how often the forecast held, and how wide it was, beside two naive rules."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orders import clock
from orders.domain.forecast import simulated
from orders.domain.forecast.measuring import Measured, measure
from orders.domain.forecast.trips import Trip
from orders.history.forecasting import holidays_for, read_trips
from orders.management.site_command import SiteCommand

MOST_ROWS = 200_000
COLUMNS = ("parcels", "windows", "held", "days", "carrier", "lane", "ratio")
HEAD = f"{'carrier':<16}{'lane':<12}" + "".join(f"{name:>9}" for name in COLUMNS)


class Command(SiteCommand):
    help = (
        "Replays the history day by day, as it was known on each, and prints for every lane how many of the windows "
        "held, how many days they spanned, and how many the medians of the same carrier and of the same lane would "
        "need to hold as many; and the width as a part of the better of those two."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--simulated",
            action="store_true",
            help="on lanes made by dice, with weekends, holidays, a strike and a carrier that gets slower",
        )
        parser.add_argument("--seed", type=int, default=1, help="which dice")

    def handle(self, *args: Any, **options: Any) -> None:
        trips = _simulated(options["seed"]) if options["simulated"] else _stored()
        measured = measure(trips, holidays_for(trips[0].left_on, trips[-1].arrived_on)) if trips else []
        if not measured:
            raise CommandError("Too few delivered parcels are remembered; try --simulated, or wait.")
        self.stdout.write(HEAD)
        for each in measured:
            self.stdout.write(_line(each))


def _simulated(seed: int) -> list[Trip]:
    return simulated.simulate(holidays_for(simulated.FIRST_DAY, simulated.LAST_DAY), seed=seed)


def _stored() -> list[Trip]:
    trips = read_trips(before=clock.local(clock.seconds()).date(), most=MOST_ROWS)
    return sorted(trips, key=lambda trip: (trip.left_on, trip.arrived_on))


def _line(each: Measured) -> str:
    lane = each.lane
    way = "-".join(filter(None, (lane.origin or "?", lane.destination or "?", lane.region)))
    counts = f"{each.trips:>9}{each.windows:>9}{each.coverage:>9.1%}{each.width:>9.2f}"
    rules = f"{each.width_by_carrier:>9.2f}{each.width_by_lane:>9.2f}{each.ratio:>9.2f}"
    return f"{lane.carrier or 'none':<16.15}{way:<12}{counts}{rules}"
