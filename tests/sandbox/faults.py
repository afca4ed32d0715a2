"""Things that go wrong on the wire, for the next n calls or until cleared."""

import threading
from dataclasses import dataclass, field
from typing import Literal

type Target = Literal["graphql", "storefront", "token", "any"]
type Kind = Literal[
    "status", "drop", "cut", "html", "truncated", "wrong_shape", "empty", "throttled", "errors"
]

KINDS = frozenset(
    {"status", "drop", "cut", "html", "truncated", "wrong_shape", "empty", "throttled", "errors"}
)


@dataclass(slots=True, kw_only=True)
class Fault:
    """One misbehaviour.

    status: answer with `status` (and `retry_after`). drop: close without a word. cut: close in the middle of the body.
    html, truncated, wrong_shape, empty: an answer of status 200 that is not what it should be. throttled: the GraphQL
    refusal. errors: these `errors` beside the data, or instead of it when `hide_data`. The first `spared` calls that it
    is meant for are answered as ever.
    """

    kind: Kind
    times: int | None = None
    spared: int = 0
    status: int = 503
    retry_after: str | None = None
    operation: str | None = None
    target: Target = "graphql"
    errors: list[dict[str, object]] = field(default_factory=list)
    hide_data: bool = False

    def applies_to(self, target: Target, operation: str | None) -> bool:
        """Whether this call is one of those it is meant for."""
        return self.target in (target, "any") and self.operation in (None, operation)


class Faults:
    """What is set to go wrong, and how slow the store is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self.latency = 0.0
        self.latency_by_operation: dict[str, float] = {}

    def add(self, fault: Fault) -> None:
        """Let this happen after what was set before."""
        with self._lock:
            self._faults.append(fault)

    def outage(
        self,
        status: int = 503,
        *,
        times: int | None = None,
        retry_after: float | str | None = None,
        operation: str | None = None,
        target: Target = "graphql",
    ) -> None:
        """Answer with this HTTP status. `retry_after` is in seconds, or the header's text as it is."""
        header = None if retry_after is None else str(retry_after)
        self.add(
            Fault(
                kind="status",
                status=status,
                times=times,
                retry_after=header,
                operation=operation,
                target=target,
            )
        )

    def drop_connections(self, *, times: int | None = None, target: Target = "graphql") -> None:
        """Close the connection without an answer."""
        self.add(Fault(kind="drop", times=times, target=target))

    def garbage(
        self,
        kind: Literal["cut", "html", "truncated", "wrong_shape", "empty"],
        *,
        times: int | None = None,
        operation: str | None = None,
        target: Target = "graphql",
    ) -> None:
        """Answer 200 with something that is not what it should be."""
        self.add(Fault(kind=kind, times=times, operation=operation, target=target))

    def throttle(self, *, times: int | None = None, operation: str | None = None) -> None:
        """Refuse as if the bucket were just too empty."""
        self.add(Fault(kind="throttled", times=times, operation=operation))

    def errors(
        self,
        *errors: dict[str, object],
        times: int | None = None,
        operation: str | None = None,
        hide_data: bool = False,
    ) -> None:
        """Put these errors beside the data, or in its place."""
        self.add(
            Fault(kind="errors", times=times, operation=operation, errors=list(errors), hide_data=hide_data)
        )

    def clear(self) -> None:
        """All is well again, and fast."""
        with self._lock:
            self._faults.clear()
            self.latency = 0.0
            self.latency_by_operation.clear()

    def take(self, target: Target, operation: str | None = None) -> Fault | None:
        """The fault for this call, if there is one; it is used up by one."""
        with self._lock:
            for fault in self._faults:
                if not fault.applies_to(target, operation):
                    continue
                if fault.spared > 0:
                    fault.spared -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None

    def delay(self, operation: str | None) -> float:
        """How many seconds this call takes."""
        return self.latency_by_operation.get(operation or "", self.latency)

    def active(self) -> list[dict[str, object]]:
        """What is set, for showing."""
        with self._lock:
            return [
                {"kind": each.kind, "status": each.status, "times": each.times, "operation": each.operation}
                for each in self._faults
            ]


STATUS_BODIES: dict[int, str] = {
    402: '{"errors":"Unavailable Shop"}',
    403: '{"errors":"Forbidden"}',
    404: '{"errors":"Not Found"}',
    423: '{"errors":"Locked"}',
    429: '{"errors":"Exceeded 2 calls per second for api client. Reduce request rates to resume."}',
    430: '{"errors":"Shopify Security Rejection"}',
}
GATEWAY_PAGE = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>{status}</h1></body></html>"


def status_body(status: int) -> tuple[str, bytes]:
    """Content type and body of an answer with this status: JSON for the client's faults, a page for the server's."""
    if status in STATUS_BODIES:
        return "application/json; charset=utf-8", STATUS_BODIES[status].encode()
    return "text/html; charset=utf-8", GATEWAY_PAGE.format(status=status).encode()
