"""Counts are written when an answer has left, so that nobody waits for it."""

from collections.abc import Iterable, Iterator

from orders.watching.counting import Counts, counts
from orders.web.wsgi_types import Application, Environ, StartResponse


class CountsWritten:
    """WSGI middleware, around all that counts."""

    def __init__(self, application: Application, counts: Counts = counts) -> None:
        self.application = application
        self.counts = counts

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.application(environ, start_response)
        return _ThenWrite(answer, self.counts) if self.counts.is_due() else answer


class _ThenWrite:
    """An answer whose end, after the last byte, is the time to write."""

    def __init__(self, answer: Iterable[bytes], counts: Counts) -> None:
        self._answer = answer
        self._counts = counts

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """A server calls it when the answer has been sent."""
        close = getattr(self._answer, "close", None)
        try:
            if close is not None:
                close()
        finally:
            self._counts.write()
