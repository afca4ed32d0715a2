"""What became of each row, as a CSV that a spreadsheet opens without running anything in it."""

import csv
from typing import Final, TextIO

from orders.fulfilment.imports import Found
from orders.fulfilment.models import TrackingImport

HEADER: Final = ("Rows", "Order", "Tracking number", "Result", "Why")
WORDS: Final[dict[str, str]] = {
    "": "waiting",
    Found.NEW: "new",
    Found.SAME: "same",
    Found.CHANGED: "changed",
    Found.REFUSED: "refused",
    Found.NOTHING_LEFT: "nothing left to send",
    Found.NOT_FOUND: "order not found",
}
RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a cell for a formula by."""


def write_report(made: TrackingImport, file: TextIO) -> None:
    """Every row in the order of the file."""
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for row in made.rows.order_by("position").iterator(chunk_size=1_000):
        numbers = " ".join(row.wanted["numbers"]) if row.wanted else ""
        cells = (row.lines, row.order, numbers, WORDS.get(row.verdict, row.verdict), row.words)
        writer.writerow([_harmless(cell) for cell in cells])


def summary(verdicts: dict[str, int]) -> str:
    """`3 new, 1 same`: what rows came to, as one line."""
    told = [f"{verdicts[verdict]} {words}" for verdict, words in WORDS.items() if verdicts.get(verdict)]
    return ", ".join(told) or "nothing to do"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNS) else cell
