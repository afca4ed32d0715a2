"""What EDI partners send: 856 and 945, with any separators, and refused where they are cut off."""

import pytest

from orders.fulfilment.files.columns import find_columns
from orders.fulfilment.files.opening import read_file
from orders.fulfilment.files.parcels import FileRow
from orders.fulfilment.files.shipments import Choices, read_shipments
from orders.fulfilment.files.table import UnreadableFile

UPS = "1Z999AA10123456784"
OTHER = "1Z999AA10123456793"
ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *261128*1000*U*00401*000000001*0*P*>~"
SHIP_NOTICE = [
    *("ST*856*0001", "BSN*00*1*20261128*1000", "HL*1**S", "TD5**2*UPSN**UPS GROUND"),
    *(
        "HL*2*1*O",
        "PRF*#1001",
        "HL*3*2*P",
        f"MAN*CP*{UPS}",
        f"REF*CN*{UPS}",
        "HL*4*3*I",
        "LIN**SK*MUG",
        "SN1**2*EA",
    ),
]
ADVICE = [
    *("ST*945*0001", "W06*N*#1001*20261128*S1", "W27*M*FDXE*FEDEX", f"N9*2I*{UPS}", "LX*1"),
    *(f"MAN*CP*{OTHER}", "W12*SH*3*2*1*EA**SK*MUG"),
]


def build(segments: list[str], *, end: str = "~", element: str = "*") -> bytes:
    body = [*segments, f"SE*{len(segments) + 1}*0001"]
    text = ISA + "".join(f"{segment}~" for segment in [*body, "GE*1*1", "IEA*1*000000001"])
    return text.replace("*", element).replace("~", end).encode()


def read(content: bytes) -> list[FileRow]:
    return list(read_shipments(find_columns(read_file(content), remembered={}), Choices()).rows)


@pytest.mark.parametrize("end", ["~", "\n", "|", "\x1c", "~\r\n"])
@pytest.mark.parametrize("element", ["*", "^"])
def test_a_ship_notice_is_read_whatever_its_separators(end: str, element: str) -> None:
    rows = read(build(SHIP_NOTICE, end=end, element=element))
    assert [(row.order, row.wanted.numbers, row.wanted.company) for row in rows if row.wanted] == [
        ("#1001", (UPS,), "UPS")
    ]
    assert rows[0].wanted is not None
    assert [(item.sku, item.quantity) for item in rows[0].wanted.items] == [("MUG", 2)]


def test_a_warehouses_advice_is_read_with_the_number_of_its_carton() -> None:
    wanted = read(build(ADVICE))[0].wanted
    assert wanted is not None
    assert (wanted.numbers, wanted.company, wanted.items[0].quantity) == ((OTHER,), "FedEx", 2)


def test_a_number_above_its_one_order_is_that_orders() -> None:
    notice = ["ST*856*1", "HL*1**S", f"REF*2I*{UPS}", "HL*2*1*O", "REF*CO*#1001"]
    assert [(row.order, row.problem) for row in read(build(notice))] == [("#1001", "")]


def test_a_number_above_two_orders_is_nobodys() -> None:
    notice = ["ST*856*1", "HL*1**S", f"REF*2I*{UPS}", "HL*2*1*O", "PRF*1", "HL*3*1*O", "PRF*2"]
    assert [row.problem for row in read(build(notice))] == ["The order is empty."]


@pytest.mark.parametrize(
    "content",
    [
        ISA[:50].encode(),
        build(SHIP_NOTICE)[:200],
        build(SHIP_NOTICE).replace(b"HL*2*1*O~", b""),
        build(["ST*850*1", "BEG*00"]),
        b"ISA" + b"x" * 200,
        ISA.encode() + b"\n~" * 500_001,
    ],
)
def test_a_cut_changed_or_other_document_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert str(refused.value).endswith(".")
