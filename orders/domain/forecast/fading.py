"""A histogram that forgets: what was counted weighs half as much after each half-life."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from math import log

EPOCH = date(2020, 1, 1)


class FadingCounts:
    """Counts of small whole numbers. Instead of shrinking the old ones, newer ones are entered with more weight."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        """In days."""
        self._weights: defaultdict[int, float] = defaultdict(float)
        self._total = 0.0

    def add(self, value: int, on: date) -> None:
        """Count a value that was seen on a day."""
        weight = self._weight(on)
        self._weights[value] += weight
        self._total += weight

    def recent(self, on: date) -> float:
        """How many values were counted, each by what it weighs on this day."""
        return self._total / self._weight(on)

    def a_day(self, value: int, on: date) -> float:
        """How often a value was counted on a day, of late."""
        return self._weights.get(value, 0.0) / self._weight(on) * log(2) / self.half_life

    def share(self, value: int) -> float:
        """The share of a value, 0 to 1."""
        return self._weights.get(value, 0.0) / self._total if self._total else 0.0

    def best_range(self, price: float, *, least: float, place_of: Callable[[int], int]) -> tuple[int, int]:
        """The range of values whose share is worth most, if its length costs `price` for each place between its ends.

        `place_of` says where a value lies, and grows with it; ranges with less than `least` are none. At least one
        value has to be counted.
        """
        values = range(min(self._weights), max(self._weights) + 1)
        shares = [self.share(value) for value in values]
        places = [place_of(value) for value in values]
        found = []
        for first, begins in enumerate(places):
            held = 0.0
            for last in range(first, len(places)):
                held += shares[last]
                if held >= least:
                    found.append((held - price * (places[last] - begins), values[first], values[last]))
        _, first, last = max(found)
        return first, last

    def _weight(self, on: date) -> float:
        return float(2.0 ** ((on - EPOCH).days / self.half_life))
