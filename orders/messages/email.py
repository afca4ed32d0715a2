"""One mail on its way: headers as receivers want them, one connection for many mails, and what came of each."""

import contextlib
import smtplib
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.policy import default as default_policy
from email.utils import parseaddr
from enum import Enum
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.message import EmailMessage

BROKEN_CODES = frozenset({421})
NO_SUCH_MAILBOX = frozenset({550, 551, 553})


class Outcome(Enum):
    """LATER: surely not sent, and worth another try. UNKNOWN: it may have been. REFUSED: this mail never will be.
    BOUNCED: nor will any other to this address.
    """

    SENT = "sent"
    LATER = "later"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Result:
    """`reason` names no address; `is_server_down`: the next mail would fare no better."""

    outcome: Outcome
    reason: str = ""
    is_server_down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Letter:
    """A mail before it has a recipient. `message_id` and `thread_id` are without angles."""

    subject: str
    text: str
    html: str
    sender: str
    reply_to: str = ""
    organization: str = ""
    message_id: str
    thread_id: str = ""
    leave_url: str = ""
    """Where a mail program sends `List-Unsubscribe=One-Click`."""


class WholeLine(BaseHeader):
    """A header that stands on one line as it is, however long: encoded or broken, mail programs ignore it."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = None
        kwds["decoded"] = value

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
for _name in ("list-unsubscribe", "message-id", "references"):
    _headers.map_to_type(_name, WholeLine)


class Mail(EmailMultiAlternatives):
    """Django's mail, whose addresses of the web reach the wire as they are."""

    def message(self, *, policy: Any = default_policy) -> Any:
        return super().message(policy=policy.clone(header_factory=_headers))


def build_mail(letter: Letter, *, to: str) -> Mail:
    """The mail to this address; raises ValueError for one that is none."""
    headers = {
        "Message-ID": f"<{letter.message_id}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.thread_id:
        headers["References"] = f"<{letter.thread_id}>"
    if letter.organization:
        headers["Organization"] = letter.organization
    if letter.leave_url:
        headers["List-Unsubscribe"] = f"<{letter.leave_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = Mail(
        letter.subject,
        letter.text,
        letter.sender,
        [read_address(to)],
        headers=headers,
        reply_to=[letter.reply_to] if letter.reply_to else None,
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def read_address(text: str) -> str:
    """`text` as one bare address; raises ValueError where it is none."""
    try:
        return str(Address(addr_spec=text))
    except (HeaderParseError, IndexError) as error:
        raise ValueError("Not an address.") from error


def sender_line(text: str, *, name: str) -> str:
    """The `From` of a mail: the sender's address with its own name, or else the shop's; raises ValueError."""
    own_name, address = parseaddr(text)
    return str(Address(display_name=own_name or name, addr_spec=read_address(address)))


class Mailer:
    """Sends mails over one connection, opened when the first needs it. For one thread."""

    def __init__(self) -> None:
        self._backend: Any = None

    def send(self, mail: EmailMessage) -> Result:
        """Hand one mail over; never raises what a server did."""
        try:
            backend = self._open()
        except smtplib.SMTPAuthenticationError:
            self.forget()
            return Result(
                Outcome.LATER, "The mail server does not accept the user or password.", is_server_down=True
            )
        except (OSError, smtplib.SMTPException) as error:
            self.forget()
            return Result(
                Outcome.LATER,
                f"The mail server does not answer ({type(error).__name__}).",
                is_server_down=True,
            )
        try:
            backend.send_messages([mail])
        except Exception as error:  # noqa: BLE001 - providers have errors of their own; all are told apart below
            return self._explain(error)
        return Result(Outcome.SENT)

    def close(self) -> None:
        """End the connection politely."""
        if self._backend is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._backend.close()
        self._backend = None

    def forget(self) -> None:
        """Drop the connection: it is broken."""
        if self._backend is not None and hasattr(self._backend, "forget"):
            self._backend.forget()
        self._backend = None

    def _open(self) -> Any:
        if self._backend is None:
            self._backend = mailers.create_connection("default")
            self._backend.open()
        return self._backend

    def _explain(self, error: Exception) -> Result:
        match error:
            case smtplib.SMTPRecipientsRefused():
                code, words = next(iter(error.recipients.values()), (0, b""))
                return _by_code(code, of_recipient=True, words=words)
            case smtplib.SMTPServerDisconnected() | TimeoutError():
                return self._broken()
            case smtplib.SMTPResponseException():
                if error.smtp_code in BROKEN_CODES:
                    self.forget()
                return _by_code(error.smtp_code, of_recipient=False, words=error.smtp_error)
            case ValueError() | UnicodeError():
                return Result(Outcome.BOUNCED, "The address is not one that mail can be sent to.")
            case smtplib.SMTPException():
                return Result(Outcome.REFUSED, f"The mail server cannot take it ({type(error).__name__}).")
        status = getattr(error, "status_code", None)  # of Anymail's errors
        if isinstance(status, int):
            return _by_status(status)
        if isinstance(error, OSError):
            return self._broken()
        self.forget()
        return Result(Outcome.REFUSED, f"The mail could not be handed over ({type(error).__name__}).")

    def _broken(self) -> Result:
        awaited = bool(getattr(self._backend, "awaited_answer", True))
        self.forget()
        if awaited:
            return Result(
                Outcome.UNKNOWN, "The connection broke before the mail server answered.", is_server_down=True
            )
        return Result(Outcome.LATER, "The connection to the mail server broke.", is_server_down=True)


def _by_code(code: int, *, of_recipient: bool, words: bytes | str) -> Result:
    said = f"The mail server said {code}."
    if code < 500:
        return Result(Outcome.LATER, said, is_server_down=code in BROKEN_CODES)
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    gone = (
        of_recipient and code in NO_SUCH_MAILBOX and not text.startswith("5.7")
    )  # 5.7: a rule of the server's
    return Result(Outcome.BOUNCED if gone else Outcome.REFUSED, said)


def _by_status(status: int) -> Result:
    said = f"The mail provider answered {status}."
    if status == 429 or status >= 500:
        return Result(Outcome.LATER, said, is_server_down=True)
    if status in {401, 403}:
        return Result(Outcome.LATER, f"{said} Its key may be wrong.", is_server_down=True)
    return Result(Outcome.REFUSED, said)
