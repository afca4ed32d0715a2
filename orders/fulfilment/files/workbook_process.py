"""The process that reads one large workbook: `python -m orders.fulfilment.files.workbook_process`.

The workbook comes on its standard input, and goes out as lines of JSON: its notes, its rows, and last what is wrong, or
that nothing is. Without that last line it cost more than it may.
"""

import json
import resource
import sys
from typing import Any, Final

from orders.fulfilment.files.table import Cell, UnreadableFile

MOST_MEMORY: Final = 150_000_000
MOST_ADDRESSES: Final = 1_000_000_000
"""Where the limit of data holds for the heap alone, this one ends what runs away."""
CPU_SECONDS: Final = 90


def main() -> None:
    """Read the workbook that comes in, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from orders.fulfilment.files.xlsx_file import read_here  # noqa: PLC0415 - not before there are limits

    try:
        sheet = read_here(sys.stdin.buffer.read())
        _say(sheet.notes)
        for line in sheet.lines:
            _say([line.number, [_tell(cell) for cell in line.cells]])
    except UnreadableFile as refusal:
        _say({"problem": str(refusal)})
    else:
        _say({"problem": ""})


def _tell(cell: Cell) -> str | list[Any]:
    return cell.text if cell.number is None else [cell.text, cell.number, cell.is_padded]


def _say(message: Any) -> None:
    sys.stdout.write(f"{json.dumps(message)}\n")


if __name__ == "__main__":
    main()
