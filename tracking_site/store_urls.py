"""Reads where the database and the cache are. A refusal never repeats an address, for it may hold a password."""

import os
import pwd
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from tracking_site.paths import BASE_DIR

CACHE_SECONDS = 0.2
"""A cache that takes longer is no help: what it was asked for is made anew (orders.web.page_cache)."""
POSTGRESQL = ("postgres", "postgresql")
ESCAPES = "a character of the password such as / ? # @ : must be written as %2F %3F %23 %40 %3A"


def read_database(name: str, value: str) -> dict[str, Any]:
    """Django's settings for sqlite:///path (beneath the repository unless absolute) or postgres://user:password@host/name."""
    scheme = value.partition("://")[0]
    if scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": _sqlite_path(name, value)}
    if scheme not in POSTGRESQL:
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
    _check_address(name, value)
    if not urlsplit(value).path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database; it ends like @host/name.")
    return dict(environ.Env.db_url_config(value))


def read_cache(name: str, value: str) -> dict[str, Any]:
    """Django's settings for locmem:// or redis://host:6379/0."""
    scheme = value.partition("://")[0]
    if scheme in {"locmem", "locmemcache"}:
        return {"BACKEND": "tracking_site.caches.ProcessCache", "LOCATION": ""}
    if scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured(f"{name} must begin with locmem:// or redis://.")
    _check_address(name, value)
    parts = urlsplit(value)
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no host; it looks like redis://host:6379/0.")
    number = parts.path.strip("/")
    if number and not number.isdigit():
        raise ImproperlyConfigured(f"{name} must end with the number of a Redis database, such as /0.")
    return {
        "BACKEND": "tracking_site.caches.SharedCache",
        "LOCATION": value,
        "OPTIONS": {
            "socket_timeout": CACHE_SECONDS,
            "socket_connect_timeout": CACHE_SECONDS,
            "serializer": "orders.web.page_cache.AsBytes",
        },
    }


def _sqlite_path(name: str, value: str) -> str:
    rest = value.removeprefix("sqlite://")
    if rest in {"", "/", "/:memory:"}:
        if rest == "/:memory:":
            return ":memory:"
        raise ImproperlyConfigured(f"{name} names no file; it looks like sqlite:////srv/data/orders.sqlite3.")
    if not rest.startswith("/"):
        raise ImproperlyConfigured(
            f"{name} must have three slashes before a path beneath the repository, sqlite:///var/orders.sqlite3, and "
            "four before an absolute one."
        )
    path = BASE_DIR / unquote(rest[1:])
    if path.is_dir():
        raise ImproperlyConfigured(
            f"{name} names {str(path)!r}, which is a folder; give the file's own name."
        )
    _check_folder(name, path.parent)
    return str(path)


def _check_folder(name: str, folder: Path) -> None:
    if folder == BASE_DIR / "var":
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(
                f"The folder {str(folder)!r} cannot be made: {error.strerror}."
            ) from None
    if not folder.is_dir():
        raise ImproperlyConfigured(f"{name} names a file in {str(folder)!r}, and there is no such folder.")
    owner = folder.stat().st_uid
    if os.geteuid() == 0 and owner != 0:
        raise ImproperlyConfigured(
            f"{str(folder)!r} belongs to {_user(owner)}, who could not read what root leaves there. Run this as that "
            f"user: sudo -u {_user(owner)} ..."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name} names a file in {str(folder)!r}, where this user may not write; SQLite writes beside its file."
        )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"#{number}"


def _check_address(name: str, value: str) -> None:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a bad port
    except ValueError:
        parts = None
    # What comes after a character that ends the address's first part took the @ with it.
    if parts is None or parts.fragment or "@" in parts.path + parts.query or "@" in (parts.username or ""):
        raise ImproperlyConfigured(f"{name} cannot be read as an address: {ESCAPES}.")
    if any(character.isspace() for character in value):
        raise ImproperlyConfigured(f"{name} holds a blank.")
