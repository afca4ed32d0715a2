"""Two hundred files that are broken, mistaken or meant to harm, each with what is to become of it."""

import io
import json
import random
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import openpyxl

UPS = "1Z999AA10123456784"
PLAIN = f"Order,Carrier,Tracking number\n#1001,UPS,{UPS}\n"
ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261128*1000*U*00401*000000001*0*P*>~"

FILE, COLUMNS, ROWS, TAKEN = "file", "columns", "rows", "taken"
"""Refused whole; its columns are asked for; some row is refused and no other; nothing is wrong with it after all."""


class Hostile(NamedTuple):
    """A file, by what is wrong with it."""

    name: str
    content: bytes
    fate: str


def workbook(rows: list[list[Any]], *, merged: str = "", second: str = "") -> bytes:
    """An XLSX as openpyxl writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    if second:
        book.create_sheet(second)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = workbook([["Order", "Tracking"], ["1001", UPS]])
WORKBOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def packed(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def changed(**parts: bytes | None) -> bytes:
    """The good workbook with some parts in another's place, or gone."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        members.pop(name, None)
        if content is not None:
            members[name] = content
    return packed(members)


def sheet_of(body: str, *, head: str = "") -> bytes:
    """The good workbook with this in its sheet."""
    spelled = (
        f'<?xml version="1.0"?>{head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{body}</sheetData></worksheet>"
    )
    return changed(**{SHEET: spelled.encode()})


def row_of(*cells: str, number: str = "1") -> str:
    """A row of text cells."""
    spelled = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{spelled}</row>'


HEADER = row_of("Order", "Tracking")


def every_file() -> Iterator[Hostile]:
    """All of them."""
    yield from _no_files()
    yield from _cut()
    yield from _csv()
    yield from _json_lines()
    yield from _workbooks()
    yield from _sheets()
    yield from _x12()
    yield from _scrambled()


def _no_files() -> Iterator[Hostile]:
    foreign = {
        "empty": b"",
        "blank": b" \r\n\t\n",
        "a byte order mark": b"\xef\xbb\xbf",
        "a wide byte order mark": b"\xff\xfe",
        "zeros": bytes(1000),
        "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        "png": b"\x89PNG\r\n\x1a\n",
        "jpeg": b"\xff\xd8\xff\xe0",
        "gzip": b"\x1f\x8b\x08\x00",
        "rar": b"Rar!\x1a\x07",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "html": b"<!DOCTYPE html><table><tr><td>1001",
        "xml": b'<?xml version="1.0"?><orders/>',
        "xml after a mark": b'\xef\xbb\xbf<?xml version="1.0"?><orders/>',
        "a json array": b'[{"order": "1001"}]',
        "an executable": b"\x7fELF\x02\x01\x01" + bytes(100),
        "a database": b"SQLite format 3\x00" + bytes(100),
        "noise": random.Random(1).randbytes(5_000),
    }
    for name, content in foreign.items():
        yield Hostile(name, content, FILE)
    yield Hostile("prose", b"Dear customer,\nyour parcels left yesterday.\n", COLUMNS)
    yield Hostile("one word", b"hello", COLUMNS)
    yield Hostile("one column", b"Order\n1001\n1002\n", COLUMNS)
    yield Hostile("a header and nothing else", b"Order,Tracking\n", TAKEN)


def _cut() -> Iterator[Hostile]:
    for share in range(4, 100, 4):
        yield Hostile(f"a workbook cut at {share} %", GOOD[: len(GOOD) * share // 100], FILE)
    notice = _notice("ST*856*1", "HL*1**O", "PRF*1001", f"REF*CN*{UPS}")
    for share in (20, 50, 66, 75, 85):
        yield Hostile(f"a notice cut at {share} %", notice[: len(notice) * share // 100], FILE)


def _csv() -> Iterator[Hostile]:
    rows = {
        "a quote that never closes": (f'Order,Tracking\n1,"{UPS}\n2,{UPS}\n', FILE),
        "text after a quote": ('Order,Tracking\n1,"a"b\n', FILE),
        "a cell of a million": (f"Order,Tracking\n1,{'x' * 1_000_000}\n", FILE),
        "a header of a million": ("x" * 1_000_000 + ",Tracking\n1,2\n", FILE),
        "a cell of ten thousand": (f"Order,Tracking\n1,{'9' * 10_000}\n2,{UPS}\n", ROWS),
        "numbers cut off by their length": (f'Order,Tracking\n1,"{f"{UPS}, " * 200}"\n2,{UPS}\n', ROWS),
        "too many rows": ("Order,Tracking\n" + "1,2\n" * 50_001, FILE),
        "a row too wide": (f"Order,Tracking\n1,{UPS}\n2,{'x,' * 500}\n", ROWS),
        "a wide header": (",".join(f"c{number}" for number in range(500)) + "\n1,2\n", COLUMNS),
        "headers twice": (f"Order,Order,Tracking,Tracking\n1001,,{UPS},\n", TAKEN),
        "two headers for one thing": (f"Order,Order number,Tracking\n,1001,{UPS}\n", ROWS),
        "a header without names": (f",,\n1001,{UPS},\n", COLUMNS),
        "a header of numbers": (f"1,2,3\n1001,{UPS},\n", COLUMNS),
        "a title above": (f"Shipments\n\nOrder,Tracking\n1001,{UPS}\n", TAKEN),
        "too much above": ("title\n" * 12 + PLAIN, COLUMNS),
        "a formula": ('Order,Tracking\n=HYPERLINK("x"),=1+1\n', ROWS),
        "a command": (f"Order,Tracking\n=cmd|'/C calc'!A0,{UPS}\n", TAKEN),
        "a zero among text": (f"Order,Tracking\n10\x0001,{UPS}\n", FILE),
        "control characters": (f"Order,Tracking\n10\x07\x1b[31m01,{UPS}\n", TAKEN),
        "a strange separator": (f"Order~Tracking\n1001~{UPS}\n", COLUMNS),
        "an order that is told": (f"sep=~\nOrder~Tracking\n1001~{UPS}\n", TAKEN),
        "a separator that is told wrongly": (f"sep=|\n{PLAIN}", COLUMNS),
        "a separator of many": ("sep=abcdefgh\nOrder,Tracking\n", TAKEN),
        "mixed separators": (f"Order;Tracking\n1001,{UPS}\n1002;{UPS[:-1]}5\n", ROWS),
        "mixed line ends": (f"Order,Tracking\r1001,{UPS}\r\n1002,{UPS[:-1]}5\n", TAKEN),
        "only quotes": ('"' * 999, FILE),
        "only commas": ("," * 90, FILE),
        "short rows": (f"Order,Carrier,Tracking\n1001\n1002,UPS\n1003,UPS,{UPS}\n", ROWS),
        "an endless order": (f"Order,Tracking\n{'1' * 5_000},{UPS}\n", TAKEN),
        "right to left": (f"Order,Tracking\n\u202e1001,{UPS}\n", TAKEN),
        "numbers of the world": (f"Order,Tracking,SKU,Qty\n١٠٠١,{UPS},MUG,²\n", ROWS),
        "infinite quantities": (f"Order,Tracking,SKU,Qty\n1,{UPS},MUG,{'9' * 5_000}\n", ROWS),
        "a negative quantity": (f"Order,Tracking,SKU,Qty\n1,{UPS},MUG,-1\n", ROWS),
        "a bad address": (f"Order,Tracking,Tracking URL\n1,{UPS},javascript:alert(1)\n", ROWS),
        "an address of the machine": (f"Order,Tracking,Tracking URL\n1,{UPS},file:///etc/passwd\n", ROWS),
        "an unknown warehouse": (f"Order,Tracking,Warehouse\n1,{UPS},Atlantis\n", ROWS),
        "nonsense dates": (f"Order,Tracking,Ship date\n1,{UPS},99/99/9999\n", TAKEN),
        "a year beyond": (f"Order,Tracking,Ship date\n1,{UPS},9999-12-31\n", ROWS),
        "rounded": ("Order,Tracking\n1,9.40011E+21\n", ROWS),
        "errors of formulas": ("Order,Tracking\n1,#N/A\n2,#REF!\n3,TRUE\n", ROWS),
        "all numbers rounded": (
            "Order,Tracking\n" + "".join(f"{n},12345678901{n:04}0\n" for n in range(9)),
            ROWS,
        ),
    }
    for name, (text, fate) in rows.items():
        yield Hostile(name, text.encode(), fate)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037", "cp500"):
        fate = TAKEN if encoding == "utf-16" else COLUMNS if encoding in ("cp037", "cp500") else FILE
        content = PLAIN.replace("#", "").encode(encoding)
        yield Hostile(f"in {encoding}", content, TAKEN if encoding == "utf-7" else fate)
    yield Hostile("utf-16 cut in a character", PLAIN.encode("utf-16")[:-1], FILE)
    yield Hostile("broken utf-8", b"Order,Tracking\n\xff\xfe\xfd," + UPS.encode() + b"\n", TAKEN)
    yield Hostile("a character in two halves", b"Order,Tracking\n\xed\xa0\x80," + UPS.encode() + b"\n", TAKEN)


def _json_lines() -> Iterator[Hostile]:
    good = json.dumps({"order": "1001", "tracking": UPS})
    lines = {
        "nothing but a brace": ("{", FILE),
        "an object over several lines": ('{\n"order": "1001"\n}\n', FILE),
        "a line that breaks off": (f'{good}\n{{"order": "10', ROWS),
        "lines of other things": (f'{good}\n[1]\n"text"\n17\nnull\n', ROWS),
        "nested lists": (f"{good}\n" + '{"order": ' + "[" * 10_000 + "]" * 10_000 + "}\n", ROWS),
        "nested objects": (f"{good}\n" + '{"a": ' * 5_000 + "1" + "}" * 5_000 + "\n", ROWS),
        "a little nesting": (
            f'{good}\n{{"order": {{"name": {{"text": "1"}}}}, "tracking": ["{UPS}"]}}\n',
            TAKEN,
        ),
        "a line of a million": (f"{good}\n" + json.dumps({"order": "x" * 1_000_000}) + "\n", ROWS),
        "a name of fifty thousand": (json.dumps({"x" * 50_000: 1}) + "\n", COLUMNS),
        "many different names": (
            "\n".join(json.dumps({"order": "1", "tracking": UPS, f"c{n}": 1}) for n in range(200)),
            ROWS,
        ),
        "the same name twice": (f'{{"order": "1", "order": "2", "tracking": "{UPS}"}}\n', TAKEN),
        "names of other things": ('{"a": 1}\n{"b": 2}\n', COLUMNS),
        "numbers that no float holds": (f'{{"order": {"9" * 5_000}, "tracking": "{UPS}"}}\n', TAKEN),
        "not a number": (
            f'{{"order": NaN, "tracking": "{UPS}"}}\n{{"order": 1, "tracking": Infinity}}\n',
            ROWS,
        ),
        "a zero character": (f'{{"order": "10\\u000001", "tracking": "{UPS}"}}\n', TAKEN),
        "half a character": (f'{{"order": "10\\ud80001", "tracking": "{UPS}"}}\n', TAKEN),
        "half a character in a name": ('{"\\ud800": "1001"}\n', COLUMNS),
        "truths": (f'{{"order": true, "tracking": "{UPS}"}}\n{{"order": "1", "tracking": true}}\n', ROWS),
        "nothings": ('{"order": null, "tracking": null}\n{"order": "1", "tracking": null}\n', ROWS),
        "events too deep": (
            f'{good}\n{{"order": "1", "tracking": "{UPS}", "events": {"[" * 25}{"]" * 25}}}\n',
            ROWS,
        ),
        "events as deep as no parser goes": (
            f'{good}\n{{"order": "1", "tracking": "{UPS}", "events": [{"[" * 40_000}{"]" * 40_000}]}}\n',
            ROWS,
        ),
        "single quotes": (f"{{'order': '1001', 'tracking': '{UPS}'}}\n", FILE),
        "too many lines": ('{"a":1}\n' * 50_001, COLUMNS),
    }
    for name, (text, fate) in lines.items():
        yield Hostile(f"json: {name}", text.encode(), fate)
    yield Hostile("json in utf-16", good.encode("utf-16"), COLUMNS)
    yield Hostile("json in cp1252", '{"order": "Österreich", "tracking": "1"}'.encode("cp1252"), FILE)


def _workbooks() -> Iterator[Hostile]:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">'
    bomb += (
        b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(5)) + b"]><x>&f;</x>"
    )
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    parts = {"content types": "[Content_Types].xml", "a book": WORKBOOK, "a sheet": SHEET, "styles": STYLES}
    for name, part in parts.items():
        yield Hostile(f"{name} that explodes", changed(**{part: bomb}), TAKEN if part == STYLES else FILE)
        yield Hostile(f"{name} that reads our files", changed(**{part: outside}), FILE)
        yield Hostile(f"{name} of zeros", changed(**{part: bytes(1_000)}), FILE)
        yield Hostile(f"{name} with nothing in it", changed(**{part: b""}), FILE)
        yield Hostile(
            f"{name} of another kind", changed(**{part: b"<html/>"}), TAKEN if part == STYLES else FILE
        )
        yield Hostile(f"no {name}", changed(**{part: None}), TAKEN if part == STYLES else FILE)
    broken = bytearray(GOOD)
    broken[len(GOOD) // 3] ^= 0xFF
    members = {
        "a zip of nothing": packed({}),
        "a zip of text": packed({"a.txt": b"hello"}),
        "a zip of zips": packed({f"{n}.xlsx": GOOD for n in range(20)}),
        "paths that climb": packed({"../../etc/passwd": b"root", "[Content_Types].xml": b"<Types/>"}),
        "a document": packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        "an open document": packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "many members": packed({f"{n}.xml": b"" for n in range(3_000)}),
        "a zip bomb": packed({"xl/sharedStrings.xml": bytes(120_000_000)}),
        "a zip with no end": b"PK\x03\x04" + bytes(1_000),
        "a large zip": b"PK\x03\x04" + bytes(10_000_001),
        "a flipped bit": bytes(broken),
        "one that is encrypted": GOOD.replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
        ),
    }
    for name, content in members.items():
        yield Hostile(name, content, FILE)


def _sheets() -> Iterator[Hostile]:
    taken = row_of("1001", UPS, number="2")
    sheets = {
        "rows without numbers": (HEADER.replace(' r="1"', "") + taken.replace(' r="2"', ""), TAKEN),
        "rows numbered backwards": (row_of("Order", "Tracking", number="5") + taken, TAKEN),
        "a row far below": (HEADER + row_of("1001", UPS, number="1048576"), ROWS),
        "a row beyond": (HEADER + row_of("1001", UPS, number="99999999999999999999"), ROWS),
        "a row of no number": (HEADER + row_of("1001", UPS, number="x"), FILE),
        "a column far away": (f'{HEADER}<row r="2"><c r="XFD2"><v>1</v></c></row>', TAKEN),
        "a column beyond": (f'{HEADER}<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>', FILE),
        "a cell of no place": (f'{HEADER}<row r="2"><c r="!!"><v>1</v></c></row>', FILE),
        "a string that is not there": (f'{HEADER}<row r="2"><c t="s"><v>99</v></c></row>', FILE),
        "a number that is none": (f'{HEADER}<row r="2"><c><v>abc</v></c></row>', FILE),
        "a number beyond": (f'{HEADER}<row r="2"><c><v>1001</v></c><c><v>1e999</v></c></row>', ROWS),
        "a style that is not there": (f'{HEADER}<row r="2"><c s="99"><v>1</v></c></row>', FILE),
        "a kind that is not there": (f'{HEADER}<row r="2"><c t="zz"><v>1</v></c></row>', ROWS),
        "errors of formulas": (f'{HEADER}<row r="2"><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>', ROWS),
        "formulas without values": (f'{HEADER}<row r="2"><c><v>1</v></c><c><f>A1</f></c></row>', ROWS),
        "a long formula": (f'{HEADER}<row r="2"><c><f>{"A1+" * 9_000}</f><v>1</v></c></row>', ROWS),
        "a date beyond": (f'{HEADER}<row r="2"><c t="d"><v>99999-99-99</v></c></row>', FILE),
        "deep elements": (HEADER + "<x>" * 20_000 + "</x>" * 20_000, TAKEN),
        "elements that do not close": (HEADER + "<row>", FILE),
        "no rows": ("", FILE),
        "empty rows": ("<row/>" * 20_000, FILE),
        "a cell of a hundred thousand": (HEADER + row_of("1001", "9" * 100_000, number="2"), ROWS),
        "a wide row": (HEADER + row_of(*["1"] * 2_000, number="2"), ROWS),
        "a zero by its name": (HEADER + row_of("1001&#0;", UPS, number="2"), FILE),
    }
    for name, (body, fate) in sheets.items():
        yield Hostile(f"sheet: {name}", sheet_of(body), fate)
    yield Hostile("sheet: a comment", sheet_of(f"<!-- {'x' * 10_000} -->{HEADER}{taken}"), TAKEN)
    rows: list[list[Any]] = [["Order", "Tracking"], ["1001", UPS], [None, UPS[:-1] + "5"]]
    yield Hostile("sheet: merged orders", workbook(rows, merged="A2:A3"), ROWS)
    yield Hostile("sheet: a merged title", workbook([["Tuesday", None], *rows[:2]], merged="A1:B1"), TAKEN)
    yield Hostile("sheet: merged headers", workbook(rows[:2], merged="A1:B1"), COLUMNS)
    yield Hostile("sheet: another one", workbook(rows[:2], second="Notes"), TAKEN)
    yield Hostile("sheet: rounded numbers", workbook([rows[0], ["1", 9.4e21], ["2", 1234567890123456]]), ROWS)
    yield Hostile("sheet: truths and texts", workbook([rows[0], [True, False], ["=1+1", "=A1"]]), ROWS)


def _notice(*segments: str, count: str | None = None) -> bytes:
    body = [*segments, f"SE*{count or len(segments) + 1}*1", "GE*1*1", "IEA*1*000000001"]
    return (ISA + "".join(f"{segment}~" for segment in body)).encode()


def _x12() -> Iterator[Hostile]:
    good = ("ST*856*1", "HL*1**O", "PRF*1001", f"REF*CN*{UPS}")
    deep = [segment for n in range(1, 3_000) for segment in (f"HL*{n}*{n - 1}*P", f"REF*CN*{UPS}")]
    wide = [f"REF*CN*1Z999AA1{n:010}" for n in range(3_000)]
    files = {
        "only its beginning": (ISA[:60].encode(), FILE),
        "an envelope around nothing": ((ISA + "IEA*0*1~").encode(), TAKEN),
        "too many segments told": (_notice(*good, count="9"), FILE),
        "too few segments told": (_notice(*good, count="2"), FILE),
        "a count of no number": (_notice(*good, count="many"), FILE),
        "an invoice": (_notice("ST*810*1", "BIG*20261128*1"), FILE),
        "an order": (_notice("ST*850*1", "BEG*00"), FILE),
        "one begun within another": (_notice(*good, *good), FILE),
        "an end without a beginning": ((ISA + "SE*1*1~").encode(), TAKEN),
        "letters between elements": (ISA.replace("*", "A").encode(), FILE),
        "letters between segments": ((ISA[:-1] + "X" + "ST*856*1X").encode(), FILE),
        "segments of nothing": (_notice(*good[:3], "", "~~~", good[3]), FILE),
        "levels below themselves": (_notice("ST*856*1", "HL*1*1*O", "PRF*1001", f"REF*CN*{UPS}"), TAKEN),
        "levels below what is not there": (_notice("ST*856*1", "HL*1*77*O", "PRF*1", f"REF*CN*{UPS}"), TAKEN),
        "levels in a circle": (_notice("ST*856*1", "HL*1*2*O", "HL*2*1*O", f"REF*CN*{UPS}"), ROWS),
        "very deep levels": (_notice("ST*856*1", *deep), ROWS),
        "very many numbers": (_notice("ST*856*1", "HL*1**O", "PRF*1", *wide), ROWS),
        "very many numbers for each item": (
            _notice("ST*856*1", "HL*1**O", "PRF*1", *wide, *[f"LIN**SK*{n}" for n in range(3_000)]),
            ROWS,
        ),
        "no order": (_notice("ST*856*1", "HL*1**S", f"REF*CN*{UPS}"), ROWS),
        "no number": (_notice("ST*856*1", "HL*1**O", "PRF*1001", "LIN**SK*MUG", "SN1**1*EA"), ROWS),
        "a quantity of no number": (_notice(*good, "LIN**SK*MUG", "SN1**-1*EA"), ROWS),
        "an endless element": (_notice(*good[:2], f"PRF*{'1' * 300_000}", good[3]), TAKEN),
        "endless elements": (_notice(*good, "REF" + "*CN" * 100_000), TAKEN),
        "noise within": (_notice(*good, "\x00\x01\xff*\x02"), TAKEN),
        "too many of all": (ISA.encode() + b"A*~" * 500_001, FILE),
    }
    for name, (content, fate) in files.items():
        yield Hostile(f"x12: {name}", content, fate)


def _scrambled() -> Iterator[Hostile]:
    """Good files with some of their bytes changed by chance; what becomes of them only has to be told."""
    notice = _notice("ST*856*1", "HL*1**O", "PRF*1001", f"REF*CN*{UPS}")
    lines = json.dumps({"order": "1001", "tracking": UPS}).encode() * 3
    for kind, good in (("text", PLAIN.encode()), ("workbook", GOOD), ("notice", notice), ("json", lines)):
        for seed in range(6):
            dice = random.Random(seed)
            bytes_ = bytearray(good)
            for _ in range(1 + len(good) // 200):
                bytes_[dice.randrange(4, len(good))] = dice.randrange(256)
            yield Hostile(f"a scrambled {kind}, {seed}", bytes(bytes_), "")
