"""The sandbox store's own clock: the real one, moved or stopped at will."""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHOP_TIMEZONE = ZoneInfo("Europe/Madrid")


class Clock:
    """Aware UTC times. Moving the clock never changes how fast it runs; `freeze` stops it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()
        self._frozen_at: datetime | None = None

    def now(self) -> datetime:
        """The store's present moment, in UTC."""
        with self._lock:
            return self._frozen_at or datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the store's clock is ahead of the machine's."""
        return self.now() - datetime.now(UTC)

    def move(self, by: timedelta) -> None:
        """Set the clock forward (or back) by this much."""
        with self._lock:
            self._offset += by
            if self._frozen_at is not None:
                self._frozen_at += by

    def set_offset(self, offset: timedelta) -> None:
        """Be this far ahead of the machine's clock, and run."""
        with self._lock:
            self._offset = offset
            self._frozen_at = None

    def set_time_of_day(self, wanted: time) -> None:
        """Keep the date and show this time in the shop's own time zone, running on from there."""
        local = self.now().astimezone(SHOP_TIMEZONE)
        self.move(local.replace(hour=wanted.hour, minute=wanted.minute, second=wanted.second) - local)

    def freeze(self, at: datetime | None = None) -> None:
        """Stop at this moment, or at the present one."""
        moment = at or self.now()
        with self._lock:
            self._frozen_at = moment

    def reset(self) -> None:
        """Show the machine's time again."""
        self.set_offset(timedelta())
