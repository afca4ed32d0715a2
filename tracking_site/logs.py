"""Log lines without secrets: order links, e-mail addresses and Shopify tokens are blotted out, in tracebacks too."""

import logging
import re
from datetime import UTC, datetime

SECRETS = (
    (re.compile(r"/o/[A-Za-z0-9_-]{8,}"), "/o/[link]"),
    (re.compile(r"[^\s@<>\"'(),;:=&?/]+(?:@|%40)[^\s@<>\"'(),;:=&?/]+\.[A-Za-z]{2,}"), "[email]"),
    (re.compile(r"\bshp[a-z]{2,3}_[A-Za-z0-9]+"), "[token]"),
    (re.compile(r"(?<=[?&])([A-Za-z_]+)=[^\s&\"']+"), r"\1=[value]"),
)


def redact(text: str) -> str:
    """`text` with everything that could open an order or name a person blotted out."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """UTC time, level, logger and message on one line; secrets redacted after formatting, so nothing slips by."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's own
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
