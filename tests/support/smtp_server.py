"""A real SMTP server on this machine, which also refuses, stalls, and hangs up at the worst moment."""

import asyncio
import email
import email.policy
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it stood on the wire."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        """The mail, parsed."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def html(self) -> str:
        """Its HTML."""
        body = self.mail.get_body(("html",))
        assert body is not None
        return str(body.get_content())


@dataclass
class SmtpServer:
    """`with SmtpServer() as server:`. `faults` are used up one a mail: an answer such as `550 5.1.1 no such user` to
    RCPT, `data: 451 later` to the end of DATA, `drop` (the line breaks before the answer, nothing is kept),
    `keep and drop` (the mail was taken, but the answer never comes), `stall`.
    """

    password: str = ""
    stall_seconds: float = 30.0
    received: list[Received] = field(default_factory=list)
    faults: deque[str] = field(default_factory=deque)
    connections: int = 0
    """How many were opened."""
    on_received: Callable[[], None] = lambda: None
    lines: WeakSet[Any] = field(default_factory=WeakSet)
    """Transports of those who are connected."""
    _port: int = field(default=0, init=False)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    @property
    def port(self) -> int:
        return self._port

    def go_away(self, seconds: float) -> None:
        """As if it were killed, and started again at the same port after so long; a mail just taken stays taken."""
        asyncio.run_coroutine_threadsafe(self._go_away(seconds), self._loop)

    @property
    def mailers(self) -> dict[str, Any]:
        """Django's `MAILERS` for this server."""
        from tracking_site.mail import read_mailers

        user = f"shop:{self.password}@" if self.password else ""
        return read_mailers(f"smtp://{user}127.0.0.1:{self.port}/?tls=no&timeout=1")

    async def _go_away(self, seconds: float) -> None:
        self._server.close()
        for line in tuple(self.lines):
            line.abort()
        await asyncio.sleep(seconds)
        await self._listen()

    async def _listen(self) -> None:
        options: dict[str, Any] = {}
        if self.password:
            options = {"authenticator": self._authenticate, "auth_require_tls": False}
        loop = self._loop
        self._server = await loop.create_server(
            lambda: SMTP(_Handler(self), loop=loop, **options), "127.0.0.1", self._port
        )
        self._port = int(self._server.sockets[0].getsockname()[1])

    def _serve(self, started: threading.Event) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._listen())
        started.set()
        loop.run_forever()
        self._server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    def _authenticate(
        self, server: Any, session: Any, envelope: Envelope, mechanism: str, auth_data: Any
    ) -> AuthResult:
        right = isinstance(auth_data, LoginPassword) and auth_data.password == self.password.encode()
        return AuthResult(success=right, handled=False)


class _Handler:
    def __init__(self, owner: SmtpServer) -> None:
        self._owner = owner

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self._owner.connections += 1
        self._owner.lines.add(server.transport)
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        if self._owner.password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        faults = self._owner.faults
        if faults and faults[0][:1].isdigit():
            return faults.popleft()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        owner = self._owner
        fault = owner.faults.popleft() if owner.faults else ""
        if fault.startswith("data:"):
            return fault.removeprefix("data:").strip()
        if fault != "drop":
            content = envelope.content or b""
            raw = content if isinstance(content, bytes) else content.encode()
            owner.received.append(Received(envelope.mail_from or "", envelope.rcpt_tos[0], raw))
            owner.on_received()
        if fault in {"drop", "keep and drop"}:
            server.transport.abort()  # type: ignore[union-attr]
        if fault == "stall":
            await asyncio.sleep(owner.stall_seconds)
        return "250 OK"
