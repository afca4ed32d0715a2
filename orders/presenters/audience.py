"""Who reads what is said: the buyer, or others who were given a link and are not spoken to as if they had ordered.

Everything is said to the buyer, except `with told_to_others():`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_others: ContextVar[bool] = ContextVar("told_to_others", default=False)


@contextmanager
def told_to_others() -> Iterator[None]:
    """Within it nobody is addressed as the one who ordered."""
    before = _others.set(True)
    try:
        yield
    finally:
        _others.reset(before)


def are_others_told() -> bool:
    """Whether others than the buyer read what is said now."""
    return _others.get()
