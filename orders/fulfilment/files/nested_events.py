"""Events that a JSON line holds as a list of objects: which of their fields are understood, and each one of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from orders.fulfilment.files.scans import Scans, WrongScan
from orders.fulfilment.files.table import Cell, Line, bare_name, shortened

MOST_EVENTS: Final = 500
"""Of one line, those that mean nothing at Shopify among them."""
MOST_TOLD: Final = 4
MOST_NAMED: Final = 20
LONGEST_NAME: Final = 40
KNOWN: Final[dict[str, tuple[str, ...]]] = {
    "time": (
        *("happenedat", "time", "eventtime", "datetime", "eventdatetime", "timestamp", "occurredat"),
        "scandatetime",
    ),
    "status": ("status", "eventstatus", "code", "statuscode", "eventcode", "scancode"),
    "place": ("city", "place", "town"),
    "message": ("message", "description"),
}
"""Names of an event's fields in letters and digits alone, likeliest first."""
TIME, WHAT, PLACE, MESSAGE = KNOWN
NO_LIST: Final = "its events are no list of objects."


@dataclass(slots=True)
class FieldNames:
    """The fields that a file's events have, as it writes them: those that are read, and the others."""

    read: dict[str, dict[str, None]] = field(default_factory=lambda: {role: {} for role in KNOWN})
    others: dict[str, None] = field(default_factory=dict)

    def note(self, names: Iterable[str]) -> None:
        """The fields of one event."""
        for name in names:
            bare = bare_name(name)
            role = next((role for role, known in KNOWN.items() if bare in known), None)
            kept = self.read[role] if role else self.others
            if len(kept) < MOST_NAMED:
                kept[" ".join(shortened(name[:LONGEST_NAME]).split())] = None

    def notes(self) -> tuple[str, ...]:
        """What was understood, for the merchant; nothing where there were no events."""
        if not self.others and not any(self.read.values()):
            return ()
        told = [
            f"{role} is read from {_quoted(names)}" if names else f"{role} is told nowhere"
            for role, names in self.read.items()
        ]
        left = f" Not read: {_quoted(self.others)}." if self.others else ""
        return (f"Each event's {', '.join(told)}.{left}",)


def understand(header: Sequence[str], lines: Iterable[Line]) -> tuple[str, ...]:
    """What would be read of the lists in each column that seem to be of events: their objects tell a time."""
    found = [FieldNames() for _ in header]
    for line in lines:
        for names, cell in zip(found, line.cells, strict=False):
            for event in _objects(cell) or ():
                if isinstance(event, dict):
                    names.note(event)
    told = [(name, names) for name, names in zip(header, found, strict=True) if names.read[TIME]]
    return tuple(f'In "{name}": {note}' for name, names in told[:MOST_TOLD] for note in names.notes())


def add_events(
    scans: Scans, names: FieldNames, cell: Cell, *, line: int, order: str, numbers: tuple[str, ...]
) -> str:
    """Every event that can be taken, for each of the line's parcels; what is wrong with the others, or nothing."""
    if not cell.text:
        return ""
    events = _objects(cell)
    if events is None:
        return f"Line {line}: {NO_LIST}"
    if len(events) > MOST_EVENTS:
        return (
            f"Line {line} has {len(events):,} events, and {MOST_EVENTS} are read at the most. None was taken."
        )
    wrong: list[str] = []
    for position, event in enumerate(events, 1):
        try:
            _add(scans, names, event, line=line, order=order, numbers=numbers)
        except WrongScan as problem:
            wrong.append(f"Line {line}, event {position}: {problem}")
    more = len(wrong) - MOST_TOLD
    left = [f"{more} more of its events {'is' if more == 1 else 'are'} wrong."] if more > 0 else []
    return " ".join(wrong[:MOST_TOLD] + left)


def _add(
    scans: Scans, names: FieldNames, event: Any, *, line: int, order: str, numbers: tuple[str, ...]
) -> None:
    if not isinstance(event, dict):
        raise WrongScan("It is no JSON object.")
    names.note(event)
    said = list(_texts(event, WHAT))
    if not said:
        raise WrongScan("It does not say what happened.")
    what = next((each for each in said if scans.status_of(each)), said[0])
    when = next(_texts(event, TIME), "")
    city, message = next(_texts(event, PLACE), ""), next(_texts(event, MESSAGE), "")
    for number in numbers:
        scans.add(line, order, number, what=what, when=when, city=city, message=message)


def _texts(event: dict[str, Any], role: str) -> Iterator[str]:
    """What the fields of a role say, the likeliest first. Raises WrongScan where one is no text."""
    by_name = {bare_name(name): (name, value) for name, value in event.items()}
    for known in KNOWN[role]:
        name, value = by_name.get(known, ("", None))
        if value is None:
            continue
        if not isinstance(value, str):
            raise WrongScan(f'Its "{shortened(name[:LONGEST_NAME])}" is neither text nor a number.')
        if text := " ".join(shortened(value).split()):
            yield text


def _objects(cell: Cell) -> list[Any] | None:
    """The list that a cell holds; None where it holds none."""
    value = json.loads(cell.nested) if cell.nested else None
    return value if isinstance(value, list) else None


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
