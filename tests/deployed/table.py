"""Writes what the runs found, as docs/deployed.md."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.processes import ROOT

INTRODUCTION = """# Deployed by the book, then struck

`make deployed` takes README's Deploy at its word, in a Debian 13 made with debootstrap: its commands, its unit with the
socket, its nginx and Caddy blocks, as printed; PostgreSQL behind pgbouncer in transaction mode, Redis, two workers.
Every page is looked at through both proxies, with the app proxy's query byte for byte and sixty slow senders. Then each
thing below is done to it under 50 requests a second, each on a TLS connection of its own.

A request went wrong when its connection was refused or cut, or its status was not the right one. *Well after* is the
time from the blow until the last request that went wrong or took over a second had ended. Last run on {day}, in
{seconds:.0f} s, on a shared machine with two cores.

| what was done | requests | went wrong | well after |
|---|---|---|---|
"""


STEPS = {
    "deploy": "The newcomer's steps, without a person's typing and Shopify's own pages",
    "containers": "The containers, by compose.yaml, in a plain Debian root without an engine",
}


def write(results: Mapping[str, Mapping[str, Any]]) -> None:
    """One table of what was struck, and one of times for each part that has steps."""
    seconds = sum(part["seconds"] for part in results.values())
    text = INTRODUCTION.format(day=dt.datetime.now(dt.UTC).date().isoformat(), seconds=seconds)
    for name in ("deploy", "upgrade"):
        for row in results.get(name, {}).get("rows", ()):
            wrong = f"{row['errors']} ({row['what']})" if row["errors"] else "0"
            text += f"| {row['broken']} | {row['requests']} | {wrong} | {row['well_after']:.1f} s |\n"
    for name, title in STEPS.items():
        if name in results:
            text += _times(title, results[name]["steps"])
    (ROOT / "docs/deployed.md").write_text(text, encoding="utf-8")


def _times(title: str, took: Sequence[tuple[str, float]]) -> str:
    lines = "".join(f"| {step} | {each:.1f} s |\n" for step, each in took)
    return f"\n{title}:\n\n| step | took |\n|---|---|\n{lines}"
