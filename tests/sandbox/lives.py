"""Orders that move on by themselves: a life is the list of steps still to come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.sandbox.records import OrderRecord

type Happening = Callable[[OrderRecord, datetime], None]


@dataclass(frozen=True, slots=True)
class LifeStep:
    """What happens next, and how long after the step before it at the pace of the story."""

    name: str
    after: timedelta
    happen: Happening


@dataclass(slots=True)
class Life:
    """The rest of one order's story. It begins to run when somebody first reads the order."""

    order: OrderRecord
    steps: list[LifeStep]
    due_at: datetime | None = None

    def begin(self, now: datetime, speed: float) -> None:
        """Let the first step come in its time."""
        if self.due_at is None and self.steps and speed > 0:
            self.due_at = now + self.steps[0].after / speed

    def advance(self, at: datetime) -> LifeStep | None:
        """Take the next step at this moment; None when the story is over."""
        if not self.steps:
            return None
        step = self.steps.pop(0)
        step.happen(self.order, at)
        return step

    def settle(self, now: datetime, speed: float) -> None:
        """Take every step that is due by now, each at its own moment."""
        while self.due_at is not None and self.due_at <= now:
            moment = self.due_at
            try:
                self.advance(moment)
            except (ValueError, LookupError):
                self.steps.clear()  # somebody changed the order so that its story cannot go on
            self.due_at = moment + self.steps[0].after / speed if self.steps and speed > 0 else None
