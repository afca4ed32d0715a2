"""Log lines without secrets: order links, e-mail addresses and Shopify tokens are blotted out, in tracebacks too."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from orders.web import request_id

SECRETS = (
    (re.compile(r"/o/[A-Za-z0-9_-]{8,}"), "/o/[link]"),
    (re.compile(r"[^\s@<>\"'(),;:=&?/]+(?:@|%40)[^\s@<>\"'(),;:=&?/]+\.[A-Za-z]{2,}"), "[email]"),
    (re.compile(r"\bshp[a-z]{2,3}_[A-Za-z0-9]+"), "[token]"),
    (re.compile(r"(?<=[?&])([A-Za-z_]+)=[^\s&\"']+"), r"\1=[value]"),
)
FORMATS = ("plain", "json")
OURS = ("orders", "tracking_site")
QUIETER = {"psycopg.pool": {"level": "WARNING"}}
"""Would say two things of each request."""


def redact(text: str) -> str:
    """`text` with everything that could open an order or name a person blotted out."""
    for pattern, replacement in SECRETS:
        text = pattern.sub(replacement, text)
    return text


def build_configuration(log_format: str, *, loggers: dict[str, dict[str, Any]], level: str) -> dict[str, Any]:
    """What `logging.config` takes: everything goes to stderr, in one of `FORMATS`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "tracking_site.logs.RedactingFormatter"},
            "json": {"()": "tracking_site.logs.JsonFormatter"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": log_format}},
        # What libraries say in detail may hold what they work on: templates their variables, databases their rows.
        "root": {"handlers": ["stderr"], "level": "INFO" if level == "DEBUG" else level},
        "loggers": {name: {"level": level} for name in OURS} | QUIETER | loggers,
    }


class RedactingFormatter(logging.Formatter):
    """UTC time, level, logger, the request's id if there is one, and message; redacted after formatting, so nothing
    slips by.
    """

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {request}{message}", style="{")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's own
        return _time(record)

    def format(self, record: logging.LogRecord) -> str:
        current = request_id.current()
        record.request = f"[{current}] " if current else ""
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line. Each text is redacted before it is encoded, so that no escape can hide a secret."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if request_id.current():
            fields["request_id"] = request_id.current()
        if record.exc_info:
            fields["exception"] = redact(self.formatException(record.exc_info))
        if record.stack_info:
            fields["stack"] = redact(self.formatStack(record.stack_info))
        return json.dumps(fields, ensure_ascii=False)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
