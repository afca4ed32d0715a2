"""Typed readers of environment variables; each refuses a bad value with one sentence that names the variable.

Any variable `X` may be given as `X_FILE`, the path of a file that holds the value (Docker and systemd secrets).
"""

import ipaddress
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from tracking_site.env_file import read_env_file
from tracking_site.known_names import refuse_misspelt
from tracking_site.paths import BASE_DIR
from tracking_site.store_urls import read_cache, read_database
from tracking_site.web_addresses import read_web_address

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables from a mapping, by default the process environment with `.env` beneath it."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    @classmethod
    def of_process(cls) -> "Environment":
        """The process environment; variables it lacks are taken from `.env` (or the file that `ENV_FILE` names).

        The process environment itself stays as it is, so that whatever this process starts reads the file anew.
        """
        named = os.environ.get("ENV_FILE")
        path = Path(named or BASE_DIR / ".env")
        if named and not path.exists():
            raise ImproperlyConfigured(f"ENV_FILE names {named!r}, and there is no such file.")
        values = read_env_file(path) if path.exists() else {}
        refuse_misspelt([*values, *os.environ])
        return cls(values | os.environ)

    def text(self, name: str, default: str = "") -> str:
        """The value with surrounding blanks removed, `default` where it is missing or empty."""
        path = self._values.get(f"{name}_FILE", "").strip()
        if path and self._values.get(name, "").strip():
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one.")
        if path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ImproperlyConfigured(f"{name}_FILE names {path!r}, which cannot be read.") from error
            if not value:
                raise ImproperlyConfigured(f"{name}_FILE names {path!r}, which is empty.")
            return value
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
        read_web_address(name, value)
        return value

    def origins(self, name: str, default: str) -> list[str]:
        """Web addresses without a path, separated by commas."""
        origins = []
        for value in self.names(name, default):
            parts = read_web_address(name, value.rstrip("/"), like="https://cdn.shopify.com")
            if parts.path:
                raise ImproperlyConfigured(
                    f"{name} must list origins such as https://cdn.shopify.com, not {value!r}."
                )
            origins.append(parts.geturl())
        return origins

    def email(self, name: str) -> str:
        """An e-mail address, or an empty string."""
        value = self.text(name)
        if not value:
            return ""
        try:
            validate_email(value)
        except ValidationError:
            raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}.") from None
        return value

    def emails(self, name: str) -> list[str]:
        """E-mail addresses separated by commas, each once."""
        found = list(dict.fromkeys(self.names(name)))
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                message = f"{name} must be e-mail addresses separated by commas, not {address!r}."
                raise ImproperlyConfigured(message) from None
        return found

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
                network = ipaddress.ip_network(value, strict=False)
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"{name} must list addresses or networks such as 127.0.0.1, 10.0.0.0/8, not {value!r}."
                ) from error
            if not network.prefixlen:
                raise ImproperlyConfigured(
                    f"{name} must not be {value!r}, the whole world: anybody could then say who they are."
                )
            networks.append(str(network))
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
        return read_database(name, self.text(name, default))

    def cache(self, name: str, default: str) -> dict[str, Any]:
        """Django's settings for a cache URL: locmem:// or redis://host:6379/0."""
        return read_cache(name, self.text(name, default))

    def token(self, name: str) -> str:
        """A key or token: printable ASCII without blanks, or an empty string. Never repeated in a refusal."""
        value = self.text(name)
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise ImproperlyConfigured(f"{name} is not a token: it holds blanks or odd characters.")
        return value
