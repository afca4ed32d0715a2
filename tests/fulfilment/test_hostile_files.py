"""Whatever somebody hands in: a sentence, never a traceback, and never much memory."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from orders.fulfilment import imports
from orders.fulfilment.files.columns import UnknownColumns, find_columns
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.shipments import Choices, Reading, read_shipments
from orders.fulfilment.files.table import UnreadableFile
from tests.fulfilment.hostile_files import (
    COLUMNS,
    FILE,
    HEADER,
    ISA,
    ROWS,
    STYLES,
    TAKEN,
    UPS,
    Hostile,
    changed,
    every_file,
    row_of,
    sheet_of,
)
from tests.support.processes import ROOT

CORPUS = tuple(every_file())
TODAY = date(2026, 11, 28)
MOST_MEMORY = 200_000_000


def read(content: bytes) -> Reading:
    return read_shipments(find_columns(read_file(content), remembered={}), Choices(today=TODAY))


def what_becomes_of(content: bytes) -> tuple[str, list[str]]:
    """The fate of a file, and all that a merchant is told of it."""
    try:
        reading = read(content)
    except UnreadableFile as refused:
        return FILE, [str(refused)]
    except UnknownColumns as unknown:
        return COLUMNS, [str(unknown)]
    told = [row.problem for row in reading.rows if row.wanted is None]
    return (ROWS if told else TAKEN), told


def test_there_are_two_hundred_of_them() -> None:
    assert len(CORPUS) >= 200
    assert len({each.name for each in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", CORPUS, ids=[each.name for each in CORPUS])
def test_every_hostile_file_gets_a_sentence(hostile: Hostile) -> None:
    fate, told = what_becomes_of(hostile.content)
    assert fate == hostile.fate or not hostile.fate
    assert all(words.endswith(".") and len(words) < 12_000 for words in told)


@pytest.mark.django_db
def test_what_is_left_of_them_can_be_kept() -> None:
    for hostile in CORPUS:
        try:
            reading = read(hostile.content)
        except (UnreadableFile, UnknownColumns):
            continue
        if len(reading.rows) > 100:
            continue
        made = imports.accept(reading, name=hostile.name, actor="mara", is_check=True, now=1.0)
        assert made.rows.count() == len(reading.rows)
        assert not any("\x00" in row.order + json.dumps(row.wanted) for row in made.rows.all())


def a_wide_table() -> bytes:
    header = ",".join(["Order", "Tracking", *map(str, range(97))])
    return f"{header}\n{''.join(f'{n},{UPS}{",abc" * 97}\n' for n in range(20_000))}".encode()


def many_items() -> bytes:
    items = b"LIN**SK*MUG*VN*A*B*C*D*E~" * 490_000
    return ISA.encode() + b"ST*856*1~HL*1**O~PRF*1~" + items + b"SE*490004*1~"


def many_styles() -> bytes:
    spelled = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
    return changed(**{STYLES: spelled + b"<xf/>" * 300_000 + b"</cellXfs></styleSheet>"})


LARGE: dict[str, Callable[[], bytes]] = {
    "a wide table": a_wide_table,
    "many items": many_items,
    "a row of many cells": lambda: sheet_of(f"{HEADER}<row>{'<c><v>1</v></c>' * 600_000}</row>"),
    "elements that are no rows": lambda: sheet_of(HEADER + "<x/>" * 2_000_000),
    "one string of many million": lambda: sheet_of(HEADER + row_of("9" * 90_000_000)),
    "very many styles": many_styles,
    "a large workbook": lambda: sheet_of(
        (HEADER + row_of("1001", UPS, *["a text"] * 12) * 5_000).replace(' r="1"', "")
    ),
}
PEAK = """
import resource, sys
from datetime import date
from orders.fulfilment.files.columns import UnknownColumns, find_columns
from orders.fulfilment.files.opening import read_file, read_path
from orders.fulfilment.files.shipments import Choices, read_shipments
from orders.fulfilment.files.table import UnreadableFile
told = ""
try:
    read = read_shipments(find_columns(read_file(read_path(sys.argv[1])), remembered={}), Choices(today=date.today()))
    told = f"{len(read.rows)} rows."
except (UnreadableFile, UnknownColumns) as refused:
    told = str(refused)
own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), told)
"""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name == "a large workbook" else [pytest.mark.long]) for name in LARGE],
)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="The peak is told by Linux.")
def test_no_file_takes_much_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(LARGE[name]())
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kilobytes, _, told = done.stdout.partition(" ")
    print(int(kilobytes) // 1000, told)
    assert told.strip().endswith(".")
    assert int(kilobytes) * 1024 < MOST_MEMORY
