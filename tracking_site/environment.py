"""Typed readers of environment variables; each refuses a bad value with one sentence that names the variable.

Any variable `X` may be given as `X_FILE`, the path of a file that holds the value (Docker and systemd secrets).
"""

import ipaddress
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables from a mapping, by default the process environment with `.env` beneath it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    @classmethod
    def of_process(cls) -> "Environment":
        """The process environment; variables it lacks are taken from `.env` (or the file that `ENV_FILE` names)."""
        dotenv = Path(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
        if dotenv.is_file():
            environ.Env.read_env(dotenv)
        return cls(os.environ)

    def text(self, name: str, default: str = "") -> str:
        """The value with surrounding blanks removed, `default` where it is missing or empty."""
        path = self._values.get(f"{name}_FILE", "").strip()
        if path and self._values.get(name, "").strip():
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one.")
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip() or default
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(f"{name}_FILE names {path!r}, which cannot be read.") from error
        return self._values.get(name, "").strip() or default

    def required(self, name: str, why: str) -> str:
        """The value, or a refusal to start that says `why` it is needed."""
        value = self.text(name)
        if not value:
            raise ImproperlyConfigured(f"{name} is not set. {why}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Yes or no in the usual spellings."""
        value = self.text(name, "yes" if default else "no").lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and least <= int(value) <= most:
            return int(value)
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value!r}.")

    def names(self, name: str, default: str = "") -> list[str]:
        """A list separated by commas."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def languages(self, name: str, *, spoken: Mapping[str, str]) -> list[tuple[str, str]]:
        """Codes and own names of the languages that are listed, in that order; all that are `spoken` by default."""
        codes = list(dict.fromkeys(code.lower() for code in self.names(name))) or list(spoken)
        for code in codes:
            if code not in spoken:
                raise ImproperlyConfigured(
                    f"{name} must list some of {', '.join(spoken)}; {code!r} is not one."
                )
        return [(code, spoken[code]) for code in codes]

    def choice(self, name: str, *, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words, in any case."""
        value = self.text(name, default)
        for choice in choices:
            if value.casefold() == choice.casefold():
                return choice
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")

    def web_address(self, name: str, default: str = "") -> str:
        """An http(s) address without a trailing slash, or an empty string."""
        value = self.text(name, default).rstrip("/")
        if not value:
            return ""
        parts = _split(name, value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
            raise ImproperlyConfigured(
                f"{name} must be a web address such as https://track.example.com, not {value!r}."
            )
        return value

    def origins(self, name: str, default: str) -> list[str]:
        """Web addresses without a path, separated by commas."""
        origins = []
        for value in self.names(name, default):
            parts = _split(name, value.rstrip("/"))
            if parts.scheme not in {"http", "https"} or parts.geturl() != f"{parts.scheme}://{parts.netloc}":
                raise ImproperlyConfigured(
                    f"{name} must list origins such as https://cdn.shopify.com, not {value!r}."
                )
            origins.append(parts.geturl())
        return origins

    def email(self, name: str) -> str:
        """An e-mail address, or an empty string."""
        value = self.text(name)
        local, _, domain = value.rpartition("@")
        if value and (not local or "." not in domain or any(c.isspace() for c in value)):
            raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}.")
        return value

    def time_zone(self, name: str, default: str) -> str:
        """The name of an IANA time zone."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ImproperlyConfigured(
                f"{name} must be a time zone such as Europe/Madrid, not {value!r}."
            ) from error
        return value

    def networks(self, name: str) -> list[str]:
        """IP addresses and networks, separated by commas, in canonical form."""
        networks = []
        for value in self.names(name):
            try:
                networks.append(str(ipaddress.ip_network(value, strict=False)))
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"{name} must list addresses or networks such as 127.0.0.1, 10.0.0.0/8, not {value!r}."
                ) from error
        return networks

    def table(self, name: str) -> dict[str, str]:
        """A JSON object of strings, for instance {"My Courier": "https://example.com/t/{number}"}."""
        text = self.text(name)
        if not text:
            return {}
        try:
            value = json.loads(text)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a JSON object of texts; it is not JSON.") from error
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise ImproperlyConfigured(f"{name} must be a JSON object whose values are texts.")
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings for a database URL: sqlite:///path or postgres://user:password@host/name."""
        value = self.text(name, default)
        scheme = value.partition("://")[0]
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
        return dict(environ.Env.db_url_config(value))

    def cache(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings for a cache URL: locmem:// or redis://host:6379/0."""
        value = self.text(name, default)
        scheme = value.partition("://")[0]
        if scheme not in {"locmem", "locmemcache", "redis", "rediss"}:
            raise ImproperlyConfigured(f"{name} must begin with locmem:// or redis://.")
        if scheme.startswith("redis"):
            return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ""}


def _split(name: str, value: str) -> Any:
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises for a bad port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a web address: {value!r}.") from error
    return parts
