"""What all measurements share: turns, medians with their range, tables, and what to know about the machine."""

import os
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

type Timer = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and the least and the greatest of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))

    def text(self, digits: int = 0) -> str:
        """Such as `12 (10-15)`."""
        median, least, most = (f"{figure:,.{digits}f}" for figure in (self.median, self.least, self.most))
        return f"{median} ({least}-{most})"


def take_turns[Figure](
    subjects: Mapping[str, Callable[[], Figure]], *, rounds: int
) -> dict[str, list[Figure]]:
    """Measure A B C, A B C, ... so that a slow minute of the machine falls on all of them alike."""
    figures: dict[str, list[Figure]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, measure in subjects.items():
            figures[name].append(measure())
    return figures


def ratios(figures: Sequence[float], control: Sequence[float]) -> Spread:
    """Each round's figure by the control's of the same round."""
    return Spread.of([figure / beside for figure, beside in zip(figures, control, strict=True)])


def seconds_each(work: Callable[[], object], *, at_least: float, timer: Timer = time.perf_counter) -> float:
    """Seconds that one call of `work` takes on average, over as many calls as fill `at_least` seconds.

    `time.process_time` as `timer` leaves out what other work on the machine takes, and waiting for the disk with it.
    """
    calls = 0
    began = timer()
    while (passed := timer() - began) < at_least or not calls:
        work()
        calls += 1
    return passed / calls


def peak_memory(work: Callable[[], object]) -> int:
    """Bytes that Python held at the most during one call, beyond what it held before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def duration(seconds: Spread) -> str:
    """In microseconds below a millisecond, in milliseconds above."""
    unit, factor = ("us", 1e6) if seconds.median < 1e-3 else ("ms", 1e3)
    scaled = Spread(*(figure * factor for figure in (seconds.median, seconds.least, seconds.most)))
    return f"{scaled.text(1)} {unit}"


def size(count: float) -> str:
    """Bytes as a person says them."""
    for unit, one in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if count >= one:
            return f"{count / one:,.1f} {unit}"
    return f"{count:,.0f} B"


def print_machine() -> None:
    """What the figures depend on besides the code."""
    load = " ".join(f"{average:.1f}" for average in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    print(f"Python {platform.python_version()}, {cores} cores, load {load}")
    if os.getloadavg()[0] > 0.5 * cores:
        print("The machine is busy with other work: trust the ratios, not the absolute figures.")


def print_table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they need; the first is set to the left, the others to the right."""
    widths = [max(len(row[column]) for row in (heading, *rows)) for column in range(len(heading))]
    print(f"\n{title}")
    for row in (heading, ["-" * width for width in widths], *rows):
        first, *others = (
            text.ljust(width) if column == 0 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)).rstrip())
    print(flush=True)
