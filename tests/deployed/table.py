"""Writes what the run found, as docs/deployed.md."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from tests.support.processes import ROOT


class Row(Protocol):
    """One line of the table."""

    @property
    def broken(self) -> str: ...
    @property
    def requests(self) -> int: ...
    @property
    def errors(self) -> int: ...
    @property
    def what(self) -> str: ...
    @property
    def well_after(self) -> float: ...


INTRODUCTION = """# Deployed by the book, then struck

`make deployed` takes README's Deploy at its word, in a Debian 13 made with debootstrap: its commands, its unit with the
socket, its nginx and Caddy blocks, as printed; PostgreSQL behind pgbouncer in transaction mode, Redis, two workers.
Every page is looked at through both proxies, with the app proxy's query byte for byte and sixty slow senders. Then each
thing below is done to it under 50 requests a second, each on a TLS connection of its own.

A request went wrong when its connection was refused or cut, or its status was not the right one. *Well after* is the
time from the blow until the last request that went wrong or took over a second had ended. Run on {day}; it took
{seconds:.0f} s on a shared machine with two cores.

| what was done | requests | went wrong | well after |
|---|---|---|---|
"""


def write(
    rows: Sequence[Row],
    took: Sequence[tuple[str, float]],
    contained: Sequence[tuple[str, float]],
    *,
    seconds: float,
    day: dt.date,
) -> None:
    text = INTRODUCTION.format(day=day.isoformat(), seconds=seconds)
    for row in rows:
        wrong = f"{row.errors} ({row.what})" if row.errors else "0"
        text += f"| {row.broken} | {row.requests} | {wrong} | {row.well_after:.1f} s |\n"
    text += _times("The newcomer's steps, without a person's typing and Shopify's own pages", took)
    text += _times("The containers, by compose.yaml, in a plain Debian root without an engine", contained)
    (ROOT / "docs/deployed.md").write_text(text, encoding="utf-8")


def _times(title: str, took: Sequence[tuple[str, float]]) -> str:
    lines = "".join(f"| {step} | {each:.1f} s |\n" for step, each in took)
    return f"\n{title}:\n\n| step | took |\n|---|---|\n{lines}"
