"""Which kind of file it is, told by what it holds and not by its name, and its rows."""

import os
from typing import Final

from orders.fulfilment.files.csv_file import read_csv
from orders.fulfilment.files.json_lines import read_json_lines
from orders.fulfilment.files.table import Sheet, UnreadableFile
from orders.fulfilment.files.x12 import read_x12
from orders.fulfilment.files.xlsx_file import read_xlsx

MOST_BYTES: Final = 20_000_000
MOST_XLSX_BYTES: Final = 10_000_000
ARCHIVE: Final = "This is a picture or an archive. Unpack it, and take the CSV or XLSX inside."
FOREIGN: Final = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old or an encrypted Excel file. Save it as XLSX without a password, or as CSV.",
    ),
    (b"%PDF", "This is a PDF. Ask the warehouse for CSV or XLSX."),
    *(
        (beginning, ARCHIVE)
        for beginning in (b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")
    ),
)


def read_file(content: bytes) -> Sheet:
    """The rows of a file of any kind that is known. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile("The file is larger than 20 MB. Split it into several.")
    if content.startswith(b"PK\x03\x04"):
        if len(content) > MOST_XLSX_BYTES:
            raise UnreadableFile("An XLSX may have 10 MB. Split it into several, or save it as CSV.")
        return read_xlsx(content)
    for beginning, problem in FOREIGN:
        if content.startswith(beginning):
            raise UnreadableFile(problem)
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"ISA"):
        return read_x12(content)
    if head.startswith(b"{"):
        return read_json_lines(content)
    if head.startswith(b"["):
        raise UnreadableFile("This is one JSON array. Write one JSON object a line (JSON Lines) instead.")
    if head.startswith(b"<"):
        raise UnreadableFile("This is XML or HTML. Ask for CSV, XLSX or JSON Lines.")
    return read_csv(content)


def read_path(path: str) -> bytes:
    """A file's bytes, and no more than one may have. Raises UnreadableFile."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a path as it was typed
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                raise UnreadableFile("The file is larger than 20 MB. Split it into several.")
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror or 'unknown reason'}.") from error
