"""A clock that moves only when somebody sleeps, so that tests of waiting take no time."""

from orders.transport.deadline import Timing


class FakeTime:
    """`sleeps` lists every wait asked for, in seconds; `dice` is what chance will say."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.sleeps: list[float] = []
        self.dice = 0.0

    @property
    def timing(self) -> Timing:
        return Timing(monotonic=self.monotonic, sleep=self.sleep, dice=lambda: self.dice)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds
