"""Reads `.env`: lines of NAME=value, read strictly, because a line that is skipped in silence costs an evening.

The dialect is the one that systemd's EnvironmentFile, Docker's env_file and shells agree on: UTF-8, one setting a line,
`#` begins a line that is off, a value may stand in single or double quotes, `export ` before the name is allowed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
EXPANSION = re.compile(r"\$\{[A-Za-z_]")
TYPOGRAPHIC = "“”„‟‘’‚«»"


def read_env_file(path: Path) -> dict[str, str]:
    """The settings of the file; raises `ImproperlyConfigured`, which names the file, the line, and never a value."""
    values: dict[str, str] = {}
    found_in: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            name, value = _read_line(line)
        except _Mistake as mistake:
            raise ImproperlyConfigured(f"{path}, line {number}: {mistake}") from None
        if name in values:
            raise ImproperlyConfigured(
                f"{path}: {name} stands in lines {found_in[name]} and {number}; keep one."
            )
        values[name] = value
        found_in[name] = number
    return values


class _Mistake(Exception):
    """What is wrong with one line."""


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that says something."""
    try:
        text = path.read_bytes().decode("utf-8-sig")  # Windows editors put a mark in front
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read: {error.strerror}.") from None
    if "\0" in text:
        raise ImproperlyConfigured(f"{path} is not UTF-8 text; save it as UTF-8.")
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _read_line(line: str) -> tuple[str, str]:
    before, equals, value = line.removeprefix("export ").partition("=")
    name = before.strip()
    if not equals or not NAME.fullmatch(name):
        raise _Mistake("it is neither NAME=value nor a comment that begins with #.")
    if before != name or value != value.lstrip():
        raise _Mistake(f"there is a blank beside the = of {name}; write {name}=value.")
    value = _unquote(name, value)
    if EXPANSION.search(value):
        raise _Mistake(
            f"{name} holds ${{...}}, and nothing is put in its place here; write the value itself."
        )
    return name, value


def _unquote(name: str, value: str) -> str:
    if value[:1] in TYPOGRAPHIC and value:
        raise _Mistake(f"{name} begins with a typographic quotation mark; use ' or \" or none.")
    if value[:1] not in {'"', "'"}:
        if re.search(r"\s#", value):
            raise _Mistake(
                f"{name} is followed by a comment, which would be part of the value; put it on a line of its own, "
                "or the value in quotes."
            )
        return value
    quote = value[0]
    if len(value) == 1 or not value.endswith(quote):
        raise _Mistake(f"{name} begins with a quotation mark, and the line does not end with it.")
    inner = value[1:-1]
    return re.sub(r'\\([\\"])', r"\1", inner) if quote == '"' else inner
