"""What Shopify has lately refused, so that it is not asked for again with every order."""

from orders.transport.deadline import Timing

KNOWN_SECONDS = 600.0
"""A scope that was granted meanwhile is noticed after so long; a new process notices it at once."""


class KnownDenials:
    """The denied parts of one client, for all its threads."""

    def __init__(self, *, timing: Timing) -> None:
        self._timing = timing
        self._until: dict[str, float] = {}

    def note(self, part: str) -> None:
        """It was refused just now."""
        self._until[part] = self._timing.monotonic() + KNOWN_SECONDS

    def is_known(self, part: str) -> bool:
        """Whether it was refused lately."""
        return self._timing.monotonic() < self._until.get(part, 0.0)
