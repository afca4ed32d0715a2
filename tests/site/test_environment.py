"""Every reader of the environment: what it takes, and that it refuses the rest by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracking_site.environment import Environment

type Read = Callable[[Environment], Any]


SPOKEN = {"en": "English", "pt-br": "Português"}


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("  a text ", lambda env: env.text("X"), "a text"),
        ("", lambda env: env.text("X", "default"), "default"),
        ("yes", lambda env: env.flag("X", default=False), True),
        ("OFF", lambda env: env.flag("X", default=True), False),
        ("", lambda env: env.flag("X", default=True), True),
        ("7", lambda env: env.number("X", default=1, least=1, most=9), 7),
        ("a, b,,c ", lambda env: env.names("X"), ["a", "b", "c"]),
        ("", lambda env: env.languages("X", spoken=SPOKEN), [("en", "English"), ("pt-br", "Português")]),
        ("PT-BR, pt-br", lambda env: env.languages("X", spoken=SPOKEN), [("pt-br", "Português")]),
        ("pt-br,en", lambda env: env.languages("X", spoken=SPOKEN), [("pt-br", "Português"), ("en", "English")]),
        ("WARNING", lambda env: env.choice("X", default="INFO", choices=("INFO", "WARNING")), "WARNING"),
        ("warning", lambda env: env.choice("X", default="INFO", choices=("INFO", "WARNING")), "WARNING"),
        ("https://a.example/", lambda env: env.web_address("X"), "https://a.example"),
        ("", lambda env: env.web_address("X"), ""),
        ("hello@a.example", lambda env: env.email("X"), "hello@a.example"),
        ("Europe/Madrid", lambda env: env.time_zone("X", "UTC"), "Europe/Madrid"),
        ("10.1.2.3/8, ::1", lambda env: env.networks("X"), ["10.0.0.0/8", "::1/128"]),
        ('{"A": "https://a.example/{number}"}', lambda env: env.table("X"), {"A": "https://a.example/{number}"}),
        ("", lambda env: env.table("X"), {}),
        ("https://cdn.example, http://127.0.0.1:1", lambda env: env.origins("X", ""), ["https://cdn.example", "http://127.0.0.1:1"]),
    ],
)  # fmt: skip
def test_a_good_value_is_read(value: str, read: Read, expected: object) -> None:
    assert read(Environment({"X": value})) == expected


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("maybe", lambda env: env.flag("X", default=False)),
        ("0", lambda env: env.number("X", default=1, least=1, most=9)),
        ("10", lambda env: env.number("X", default=1, least=1, most=9)),
        ("-1", lambda env: env.number("X", default=1, least=1, most=9)),
        ("²", lambda env: env.number("X", default=1, least=1, most=9)),
        ("LOUD", lambda env: env.choice("X", default="INFO", choices=("INFO",))),
        ("track.example.com", lambda env: env.web_address("X")),
        ("ftp://a.example", lambda env: env.web_address("X")),
        ("https://user@a.example", lambda env: env.web_address("X")),
        ("https://a.example:port", lambda env: env.web_address("X")),
        ("https://[::1", lambda env: env.web_address("X")),
        ("hello", lambda env: env.email("X")),
        ("@a.example", lambda env: env.email("X")),
        ("he llo@a.example", lambda env: env.email("X")),
        ("Mars/Olympus", lambda env: env.time_zone("X", "UTC")),
        ("../../etc/passwd", lambda env: env.time_zone("X", "UTC")),
        ("10.0.0.0/99", lambda env: env.networks("X")),
        ("[1]", lambda env: env.table("X")),
        ('{"a": 1}', lambda env: env.table("X")),
        ("{", lambda env: env.table("X")),
        ("en,pt", lambda env: env.languages("X", spoken=SPOKEN)),
        ("en;pt-br", lambda env: env.languages("X", spoken=SPOKEN)),
        ("https://cdn.example/path", lambda env: env.origins("X", "")),
        ("cdn.example", lambda env: env.origins("X", "")),
        ("mysql://a/b", lambda env: env.database("X", "")),
        ("memcached://a", lambda env: env.cache("X", "")),
        ("", lambda env: env.required("X", "It is needed.")),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence_that_names_it(value: str, read: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^X\b.*\.$"):
        read(Environment({"X": value}))


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    assert Environment({"X_FILE": str(secret)}).text("X") == "from a file"


def test_a_secret_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="X_FILE"):
        Environment({"X_FILE": str(tmp_path / "missing")}).text("X")


def test_a_value_and_its_file_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="X and X_FILE"):
        Environment({"X_FILE": str(tmp_path), "X": "a"}).text("X")


def test_databases_are_sqlite_or_postgresql() -> None:
    read = Environment({"A": "sqlite:////srv/a.sqlite3", "B": "postgres://u:p@h:5/n"}).database
    assert (read("A", "")["ENGINE"], read("A", "")["NAME"]) == (
        "django.db.backends.sqlite3",
        "/srv/a.sqlite3",
    )
    assert (read("B", "")["ENGINE"], read("B", "")["HOST"]) == ("django.db.backends.postgresql", "h")


def test_caches_are_local_memory_or_redis() -> None:
    read = Environment({"A": "locmem://", "B": "redis://h:6379/1"}).cache
    assert read("A", "")["BACKEND"].endswith("ProcessCache")
    redis = read("B", "")
    assert (redis["BACKEND"], redis["LOCATION"]) == (
        "tracking_site.caches.SharedCache",
        "redis://h:6379/1",
    )
    assert redis["OPTIONS"]["socket_timeout"] == 0.2
