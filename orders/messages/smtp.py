"""Django's SMTP, which can also say whether the server's last word was still to come when a connection broke."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class _Watched:
    """Notes from DATA on until the server's answer that a mail may have been taken."""

    awaits_answer = False

    def data(self, msg: Any) -> Any:
        self.awaits_answer = True
        try:
            answer = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPDataError:  # it will not even listen
            self.awaits_answer = False
            raise
        self.awaits_answer = False
        return answer


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """`awaited_answer` after a failure: the mail may have arrived all the same."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    @property
    def awaited_answer(self) -> bool:
        return bool(getattr(self.connection, "awaits_answer", False))

    def forget(self) -> None:
        """Let a connection go without a word: it is broken."""
        for line in (self.connection, self._partial_connection):
            if line is not None:
                line.close()
        self.connection = None
        self._partial_connection: smtplib.SMTP | None = None
