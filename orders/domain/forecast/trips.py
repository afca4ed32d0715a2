"""What a forecast is learned from: trips of delivered parcels, and what is known of one that has just left."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date

type HolidaysOf = Callable[[str, str], Container[date]]
"""From an ISO country code, and a province's code or nothing, to the public holidays there; none for a country nobody
knows.
"""


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """Who carries a parcel, from which country to which; `region` is a province's code or empty."""

    carrier: str
    origin: str
    destination: str
    region: str = ""

    @property
    def without_region(self) -> "Lane":
        """The lane to the whole country."""
        return self if not self.region else Lane(self.carrier, self.origin, self.destination)


@dataclass(frozen=True, slots=True)
class Trip:
    """A parcel that left and arrived, on days by the store's calendar."""

    lane: Lane
    left_on: date
    arrived_on: date


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which most parcels like one arrive, both included."""

    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """How many days of the calendar it spans."""
        return (self.last_day - self.first_day).days + 1

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.last_day < today

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first_day <= day <= self.last_day
