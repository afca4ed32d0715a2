"""What a spreadsheet did to a column of tracking numbers: told by the cells' kind and by all of them together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from orders.domain.carriers import NumberFault, TrackingNumber, read_tracking_numbers
from orders.fulfilment.files.table import Cell

FIRST_ROUNDED: Final = 10**15
LONG_DIGITS: Final = 12
FEWEST_FOR_EVIDENCE: Final = 5
SHARE_FOR_EVIDENCE: Final = 0.9
ZEROS_LOST: Final = (
    "The tracking column holds numbers, not text: zeros at the front are lost, as DPD's numbers have. If a number is "
    'shorter than it should be, export the column as "Text".'
)


@dataclass
class NumberCells:
    """What was noticed of cells that a spreadsheet keeps as numbers."""

    were_seen: bool = False
    long_ones: set[str] = field(default_factory=set)

    def notes(self) -> tuple[str, ...]:
        """To be told once for the file."""
        return (ZEROS_LOST,) if self.were_seen else ()


def read_number_cell(cell: Cell, cells: NumberCells) -> tuple[TrackingNumber, ...]:
    """The tracking numbers of a cell. From 16 figures on a number cell is destroyed, whatever it shows."""
    if cell.number is None:
        return read_tracking_numbers(cell.text)
    if not abs(cell.number) < FIRST_ROUNDED:
        return (TrackingNumber(text=cell.text[:60], clean=None, fault=NumberFault.ROUNDED),)
    cells.were_seen = cells.were_seen or not cell.is_padded
    numbers = read_tracking_numbers(cell.text)
    cells.long_ones.update(each.clean for each in numbers if each.clean and len(each.clean) >= LONG_DIGITS)
    return numbers


def destroyed_column(cells: Iterable[Cell]) -> str:
    """Why none of a column's numbers can be believed; empty where they can. Of 16 and 17 figures one alone shows
    nothing, but many that all end in 0 do.
    """
    bare = [re.sub(r"[\s'\"=]", "", cell.text) for cell in cells]
    for figures, ending in ((16, "0"), (17, "00")):
        numbers = {text for text in bare if re.fullmatch(rf"[0-9]{{{figures}}}", text)}
        rounded = sum(text.endswith(ending) for text in numbers)
        if len(numbers) >= FEWEST_FOR_EVIDENCE and rounded >= SHARE_FOR_EVIDENCE * len(numbers):
            return (
                f"{rounded} of {len(numbers)} tracking numbers of {figures} digits in this file end in {ending}, which "
                "does not happen by chance: a spreadsheet has rounded them, and their last digits are gone. Download "
                'the file again and import it without opening it; if it must be opened, import the column as "Text".'
            )
    return ""
