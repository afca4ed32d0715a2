"""Files as warehouses, 3PLs and spreadsheets really write them, and as an enemy would."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from orders.fulfilment.files.columns import Role, UnknownColumns, find_columns, header_key
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.shipments import Choices, Reading, read_shipments
from orders.fulfilment.files.table import UnreadableFile

UPS = "1Z999AA10123456784"
PLAIN = "Order,Carrier,Tracking number\n#1001,UPS,1Z999AA10123456784\n"


def read(content: str | bytes, *, told: Mapping[Role, str] | None = None, **choices: Any) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    columns = find_columns(read_file(data), remembered={}, told=told)
    return read_shipments(columns, Choices(**choices))


def orders_and_numbers(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.order, row.wanted.numbers if row.wanted else ()) for row in reading.rows]


def problems(reading: Reading) -> list[str]:
    return [row.problem for row in reading.rows]


def xlsx(rows: list[list[Any]], *, formats: Mapping[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, number_format in (formats or {}).items():
        book.active[place].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ONE = [("#1001", (UPS,))]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        b'"sep=,"\n' + PLAIN.encode(),
        b"Shipments of Tuesday\n\n" + PLAIN.encode(),
        PLAIN.replace(UPS, f'"=""{UPS}"""').encode(),
        PLAIN.replace(UPS, f"'{UPS}").encode(),
        f"Order;Carrier;Tracking number;\n#1001;UPS;{UPS};\n".encode(),
        json.dumps({"order": "#1001", "tracking_number": UPS, "carrier": "UPS"}).encode(),
        xlsx([["Order", "Carrier", "Tracking number"], ["#1001", "UPS", UPS]]),
        xlsx([["Tuesday"], [], ["Order", "Tracking number"], [], ["#1001", UPS]]),
    ],
)
def test_a_plain_file_needs_no_explanation(content: bytes) -> None:
    assert orders_and_numbers(read(content)) == ONE


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Order - Number,Shipment - Carrier,Shipment - Tracking Number", f"#1001,ups,{UPS}"),
        ("Order #,Ship Date,Tracking #,SKU,Qty", f"#1001,11/24/2026,{UPS},MUG,1"),
        (
            "amazon-order-id\tmerchant-order-id\tsku\tquantity-shipped\tcarrier\ttracking-number",
            f"112-1\t#1001\tMUG\t1\tUPS\t{UPS}",
        ),
        ("Name,Fulfillment Status,Tracking Number,Tracking Company", f"#1001,fulfilled,{UPS},UPS"),
        ("order_id,shipping_provider,tracking_code,tracking_url", f"#1001,UPS,{UPS},https://ups.example/1"),
        ("Pedido;Transportista;Número de seguimiento".replace("ú", "u"), f"#1001;UPS;{UPS}"),
        ("Bestellnummer;Versanddienstleister;Sendungsnummer", f"#1001;UPS;{UPS}"),
    ],
)
def test_well_known_layouts_are_known_by_their_header(header: str, row: str) -> None:
    assert orders_and_numbers(read(f"{header}\n{row}\n")) == ONE


def test_cp1252_is_read_and_said() -> None:
    sheet = read_file("Order,Carrier,Tracking number\n#1001,Österreichische Post,1\n".encode("cp1252"))
    assert (list(sheet.lines)[1].cells[1].text, sheet.notes) == (
        "Österreichische Post",
        ("Read as Windows-1252.",),
    )


def test_an_unknown_header_row_is_never_guessed() -> None:
    with pytest.raises(UnknownColumns) as unknown:
        read("Ref,AWB no.,By\n1,2,3\n")
    assert '"Ref", "AWB no.", "By"' in str(unknown.value)


def test_what_was_said_of_a_header_row_is_used_for_the_same_row_only() -> None:
    content = f"Ref,Label\n#1001,{UPS}\n".encode()
    said = {header_key(["Ref", "Label"]): {Role.ORDER: "Ref", Role.NUMBER: "Label"}}
    assert (
        orders_and_numbers(read_shipments(find_columns(read_file(content), remembered=said), Choices()))
        == ONE
    )
    with pytest.raises(UnknownColumns):
        find_columns(read_file(b"Label,Ref\n1,2\n"), remembered=said)


def test_rows_of_one_parcel_are_one_shipment() -> None:
    found = read(
        f"Order,Tracking,SKU,Qty\n1,{UPS},MUG,1\n1,{UPS},MUG,2\n1,{UPS},PLATE,\n2,{UPS[:-1]}5,MUG,1\n"
    )
    assert found.rows[0].wanted is not None
    assert [(item.sku, item.quantity) for item in found.rows[0].wanted.items] == [("MUG", 3), ("PLATE", None)]
    assert (found.rows[0].lines, len(found.rows)) == ((2, 3, 4), 2)


def test_several_parcels_of_a_whole_order_are_one_shipment_with_several_numbers() -> None:
    found = read("Order,Tracking\n1,1Z999AA10123456784\n1,1Z999AA10123456793\n")
    assert orders_and_numbers(found) == [("1", ("1Z999AA10123456784", "1Z999AA10123456793"))]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("9.40011E+21", "rounded"),
        ('"9,4001118992232E+021"', "rounded"),
        ("9400111899223200000000", "rounded"),
        ("9622001900000000000000000000000000", "rounded"),
        ("#N/A", "formula"),
        ("2026-11-28", "date"),
        ("", "empty"),
        ("hello", "no tracking number"),
    ],
)
def test_a_destroyed_number_is_refused_and_the_good_rows_stay(cell: str, words: str) -> None:
    found = read(f"Order,Tracking\n1,{cell}\n2,{UPS}\n")
    assert words in found.rows[0].problem
    assert orders_and_numbers(found)[1] == ("2", (UPS,))


@pytest.mark.parametrize("value", [9.4001118992232e21, 1234567890123460, 3.40434161094043e17, float(10**15)])
def test_a_number_cell_of_sixteen_figures_is_destroyed_whatever_it_shows(value: float) -> None:
    found = read(xlsx([["Order", "Tracking"], [1001, value]], formats={"B2": "0"}))
    assert "rounded" in found.rows[0].problem
    assert found.rows[0].wanted is None


def test_a_number_cell_keeps_its_shown_zeros_and_others_are_warned_of_once() -> None:
    rows: list[list[Any]] = [
        ["Order", "Tracking"],
        [1001, 1505004123456],
        [1002, 776632517510],
        [1003, 776632517511],
    ]
    found = read(xlsx(rows, formats={"B2": "0" * 14}))
    assert [numbers for _, numbers in orders_and_numbers(found)] == [
        ("01505004123456",),
        ("776632517510",),
        ("776632517511",),
    ]
    assert len(found.notes) == 1
    assert "zeros at the front" in found.notes[0]


def test_a_column_of_sixteen_digits_that_all_end_in_zero_is_destroyed() -> None:
    rows = "".join(f"{number},12345678901{number:04}0\n" for number in range(12))
    assert all("12 of 12" in problem for problem in problems(read(f"Order,Tracking\n{rows}")))


def test_one_number_cell_for_two_orders_is_rounding() -> None:
    found = read(xlsx([["Order", "Tracking"], [1, 776632517510], [2, 776632517510]]))
    assert all("Two orders" in problem for problem in problems(found))


@pytest.mark.parametrize("written", ["1001", "1001.0", '"=""1001"""', "'1001"])
def test_an_orders_number_is_taken_as_it_was_meant(written: str) -> None:
    assert read(f"Order,Tracking\n{written},{UPS}\n").rows[0].order == "1001"


def test_an_empty_order_below_another_is_wrong_unless_it_is_said_to_be_the_same() -> None:
    content = f"Order,Tracking,SKU\n1,{UPS},MUG\n,{UPS},PLATE\n"
    assert problems(read(content)) == ["", "The order is empty."]
    assert [row.lines for row in read(content, empty_means_same_order=True).rows] == [(2, 3)]


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("SKU,Qty", "MUG,0", "no quantity"),
        ("SKU,Qty", "MUG,-1", "no quantity"),
        ("SKU,Qty", "MUG,²", "no quantity"),
        ("Tracking URL,SKU", "javascript:alert(1),", "safe to open"),
        ("Warehouse,SKU", "Berlin,", "Berlin"),
        ("Void flag,SKU", "True,", "voided"),
    ],
)
def test_wrong_cells_are_said_in_a_sentence(header: str, cell: str, words: str) -> None:
    assert words in read(f"Order,Tracking,{header}\n1,{UPS},{cell}\n").rows[0].problem


def test_a_location_and_a_wish_to_notify_are_read() -> None:
    found = read(
        f"Order,Tracking,Location,Notify\n1,{UPS},madrid,yes\n2,{UPS[:-1]}5,,\n",
        locations={"madrid": "gid://shopify/Location/1"},
        notify_customer=False,
    )
    wishes = [(row.wanted.location_id, row.wanted.notify_customer) for row in found.rows if row.wanted]
    assert wishes == [("gid://shopify/Location/1", True), (None, False)]


def test_a_bad_line_of_json_is_one_bad_row() -> None:
    good = json.dumps({"order": "1", "tracking": 9400111899223197428490})
    found = read(f"{good}\n{{broken\n[1]\n" + "[" * 5000 + "\n")
    assert orders_and_numbers(found)[0] == ("1", ("9400111899223197428490",))
    assert len([problem for problem in problems(found) if problem.startswith("This line")]) == 3


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


GOOD_XLSX = xlsx([["Order", "Tracking"], ["1", UPS]])


def test_an_xml_bomb_in_a_workbook_gets_a_sentence() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]><x>&l9;</x>"
    with zipfile.ZipFile(io.BytesIO(GOOD_XLSX)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with pytest.raises(UnreadableFile):
        list(read_file(zipped(members | {"xl/worksheets/sheet1.xml": bomb})).lines)


def test_a_row_that_is_too_wide_is_one_bad_row() -> None:
    found = read(f"Order,Tracking\n1,{UPS}\n" + "2," + "x," * 200 + "\n")
    assert problems(found) == ["", "This row has more than 100 fields."]


def test_a_workbook_whose_size_is_wrongly_told_is_read_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD_XLSX)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b'ref="A1:B2"' in sheet
    wrong = zipped(members | {"xl/worksheets/sheet1.xml": sheet.replace(b'ref="A1:B2"', b'ref="A1"')})
    assert orders_and_numbers(read(wrong)) == [("1", (UPS,))]


def test_cells_of_every_kind_become_text() -> None:
    moment = datetime(2026, 11, 28, 10, 0)  # noqa: DTZ001 - a spreadsheet has no zones
    row = [True, 1.5, date(2026, 11, 28), moment, None, "text", 7]
    sheet = read_file(xlsx([row]))
    assert [cell.text for cell in next(iter(sheet.lines)).cells] == [
        *("TRUE", "1.5", "2026-11-28", "2026-11-28 10:00:00", "", "text", "7")
    ]


def test_a_second_sheet_is_said_to_be_left() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Order", "Tracking"])
    book.create_sheet("Other")
    file = io.BytesIO()
    book.save(file)
    assert read_file(file.getvalue()).notes == ('Only the sheet "Sheet" is read.',)


SCANS = (
    "PARCELNO;SCAN_CODE;DEPOT_CODE;DEPOTNAME;EVENT_DATE_TIME;ROUTE;TOUR;PCODE;SERVICE;CONSIGNEE_COUNTRY_CODE;"
    "CONSIGNEE_ZIP;ADD_SERVICE_1;ADD_SERVICE_2;ADD_SERVICE_3;WEIGHT;CUSTOMER_REFERENCE;POD_IMAGE_REF;RECEIVER_NAME;"
    "INFO_TEXT;LOCATION;\n"
)


def scan(parcel: str, order: str, *, code: str = "10", location: str = "Hub") -> str:
    return f"{parcel};{code};0150;Madrid;20261126081500;;;;101;ES;28001;;;;1.2;{order};;;;{location};\n"


def test_a_scan_file_of_dpd_is_one_shipment_for_each_order_with_dpd_as_its_carrier() -> None:
    found = read(
        SCANS
        + scan("01505004123456", "#1001")
        + scan("01505004123456", "#1001", code="13", location="Front door")
        + scan("01505004123457", "#1002")
    )
    assert [(row.order, row.wanted.company, row.wanted.numbers) for row in found.rows if row.wanted] == [
        ("#1001", "DPD", ("01505004123456",)),
        ("#1002", "DPD", ("01505004123457",)),
    ]
    assert [row.wanted.location_id for row in found.rows if row.wanted] == [None, None]


def test_a_scan_of_dpd_without_a_reference_is_refused_alone() -> None:
    found = read(SCANS + scan("01505004123456", "") + scan("01505004123457", "#1002"))
    assert problems(found) == ["The order is empty.", ""]


TODAY = date(2026, 11, 28)


def ship_date_problem(*written: str) -> str:
    rows = "".join(f"{number},1Z999AA1012345{number:04},{day}\n" for number, day in enumerate(written, 1))
    return problems(read(f"Order,Tracking,Ship date\n{rows}", today=TODAY))[0]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2026-12-05",
            "2026-12-05 10:00:00 +0100",
            "2026-12-05T10:00:00Z",
            "20261205",
            "05.12.2026",
            "5.12.26",
        ),
        *("5 Dec 2026", "05-Dec-2026", "December 5, 2026", "1796468400", "1796468400000"),
    ],
)
def test_what_leaves_on_a_day_to_come_has_not_left(written: str) -> None:
    assert ship_date_problem(f'"{written}"').startswith("The ship date 2026-12-05 has not come yet.")


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-28",
        "28/11/2026",
        "11/28/2026",
        "03/04/2026",
        "2026-11-29",
        "soon",
        "99.99.2026",
        "5 Foo 2026",
        "",
    ],
)
def test_what_has_left_leaves_whatever_its_day_may_be(written: str) -> None:
    assert ship_date_problem(written) == ""


def test_a_day_that_may_be_to_come_is_refused_unless_the_column_shows_its_order() -> None:
    assert "2026-05-12 or 2026-12-05" in ship_date_problem("12/05/2026")
    assert ship_date_problem("12/05/2026", "28/11/2026") == ""
    assert "2026-12-05 has not come" in ship_date_problem("12/05/2026", "11/28/2026")
    assert "may be" in ship_date_problem("12/05/2026", "28/11/2026", "11/28/2026")
