"""What reaches a log line."""

import json
import logging
import sys

import pytest

from tracking_site.logs import JsonFormatter, RedactingFormatter, build_configuration, redact

TOKEN = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"Not Found: /o/{TOKEN}/", TOKEN),
        (f"Internal Server Error: /o/{TOKEN}/status/?v=3", TOKEN),
        ("sent to ana.garcia+shop@example.co.uk today", "ana.garcia"),
        ("POST /?email=ana%40example.com&order=1001", "ana%40example.com"),
        ("header X-Shopify-Access-Token: shpat_0123456789abcdef", "shpat_0123456789abcdef"),
        ("GET /?order=%231001&lang=es", "%231001"),
    ],
)
def test_secrets_do_not_survive(text: str, secret: str) -> None:
    assert secret not in redact(text)


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Refreshing an order failed: Shopify answered 503 (request 6f1c-22)."
    assert redact(text) == text


def test_a_traceback_is_redacted_too() -> None:
    try:
        raise ValueError(f"/o/{TOKEN}/ for ana@example.com")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    line = RedactingFormatter().format(record)
    assert "ValueError" in line
    assert TOKEN not in line
    assert "ana@" not in line


def test_a_line_tells_time_level_and_logger() -> None:
    record = logging.LogRecord("orders.tracking", logging.WARNING, __file__, 1, "late by %d", (3,), None)
    record.created = 0.0
    assert (
        RedactingFormatter().format(record)
        == "1970-01-01T00:00:00.000+00:00 WARNING orders.tracking late by 3"
    )


def json_line(message: str, *args: object, error: bool = False) -> dict[str, str]:
    """A line in JSON, read again."""
    record = logging.LogRecord(
        "orders.tracking", logging.ERROR, __file__, 1, message, args, sys.exc_info() if error else None
    )
    record.created = 0.0
    line = JsonFormatter().format(record)
    assert "\n" not in line
    read: dict[str, str] = json.loads(line)
    return read


def test_a_json_line_tells_time_level_logger_and_message() -> None:
    assert json_line("late by %d", 3) == {
        "time": "1970-01-01T00:00:00.000+00:00",
        "level": "ERROR",
        "logger": "orders.tracking",
        "message": "late by 3",
    }


@pytest.mark.parametrize(
    ("message", "secret"),
    [
        (f"Not Found: /o/{TOKEN}/", TOKEN),
        ('said "ana.garcia@example.com"\n', "ana.garcia"),
        ("POST /?email=ana%40example.com&order=1001", "ana%40example.com"),
        ("token\tshpat_0123456789abcdef", "shpat_0123456789abcdef"),
        ("GET /?q=\"quoted\\&order=%231001'", "%231001"),
    ],
)
def test_secrets_do_not_survive_in_json_either(message: str, secret: str) -> None:
    assert secret not in json_line("%s", message)["message"]


def test_a_traceback_in_json_is_one_line_and_redacted() -> None:
    try:
        raise ValueError(f"/o/{TOKEN}/ for ana@example.com")
    except ValueError:
        line = json_line("failed", error=True)
    assert "ValueError" in line["exception"]
    assert TOKEN not in line["exception"]
    assert "ana@" not in line["exception"]


def test_where_a_line_was_logged_from_is_redacted_in_json() -> None:
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "seen", None, None)
    record.stack_info = f"Stack:\n  open /o/{TOKEN}/"
    assert TOKEN not in JsonFormatter().format(record)


def test_in_detail_our_own_loggers_speak_and_no_library_does() -> None:
    loggers = build_configuration("plain", loggers={}, level="DEBUG")
    assert loggers["root"]["level"] == "INFO"
    assert loggers["loggers"]["orders"]["level"] == "DEBUG"
