"""A warehouse's file to Shopify by command: what it does, what it says, and its exit code."""

import csv
import io
import json
import os
import threading
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from orders import clock
from orders.asking import gateway
from orders.fulfilment import imports, locks
from orders.fulfilment.accepting import Told, read_upload
from orders.fulfilment.models import ImportRow, LocationName, Notice, TrackingImport
from orders.fulfilment.operations import Desk
from orders.management.watched_folder import WatchedFolder
from orders.work import tracking_imports
from orders.work.worker import Worker
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.faults import Fault
from tests.sandbox.locations import ZARAGOZA

pytestmark = pytest.mark.django_db
UPS = "1Z999AA10123456784"
OTHER = "1Z999AA10123456793"


def run(*arguments: str) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_tracking", *arguments, stdout=out, stderr=out)
    except SystemExit as stop:
        return out.getvalue(), int(stop.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def file(tmp_path: Path, shop: Sandbox) -> Path:
    """Two orders of the shop, one that is not there, and a destroyed number."""
    for name in ("#1001", "#1002", "#1003"):
        shop.state.add_order(name, lines=[Line(title="Mug", sku="MUG", quantity=2)])
    path = tmp_path / "shipments.csv"
    path.write_text(
        f"Order,Carrier,Tracking number\n1001,ups,{UPS}\n#1002,UPS,{OTHER}\n4711,UPS,1Z999AA10123456800\n"
        "1003,USPS,9.40011E+21\n"
    )
    return path


def sent(shop: Sandbox) -> list[tuple[str, str | None, str | None]]:
    return [
        (order.name, tracking.company, tracking.number)
        for order in shop.state.orders
        for made in order.fulfillments
        for tracking in made.tracking
    ]


def asked(shop: Sandbox, operation: str) -> int:
    return sum(each.operation == operation for each in shop.requests)


def test_good_rows_are_done_and_wrong_ones_are_told(shop: Sandbox, file: Path) -> None:
    told, code = run(str(file))
    assert code == 1
    assert sorted(sent(shop)) == [("#1001", "UPS", UPS), ("#1002", "UPS", OTHER)]
    assert "Row 4, 4711: order not found." in told
    assert "Row 5, 1003: refused. A spreadsheet rounded" in told
    assert "Done: 2 new, 1 refused, 1 order not found." in told


def test_the_same_file_again_changes_nothing(shop: Sandbox, file: Path) -> None:
    run(str(file))
    before = sent(shop)
    told, _ = run(str(file))
    assert (sent(shop), "2 same" in told, asked(shop, "CreateFulfillment")) == (before, True, 2)


def test_a_dry_run_changes_and_keeps_nothing(shop: Sandbox, file: Path) -> None:
    told, code = run(str(file), "--dry-run")
    assert (sent(shop), code, TrackingImport.objects.count()) == ([], 1, 0)
    assert "It would be: 2 new" in told


def test_the_report_says_what_became_of_each_row(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text() + f"=cmd(),UPS,{UPS}\n")
    run(str(file), "--report", str(tmp_path / "report.csv"))
    rows = list(csv.reader(io.StringIO((tmp_path / "report.csv").read_text("utf-8-sig"))))
    assert [row[3] for row in rows] == [
        "Result",
        "new",
        "new",
        "order not found",
        "refused",
        "order not found",
    ]
    assert rows[-1][1] == "'=cmd()"


def test_all_done_is_exit_code_0(shop: Sandbox, tmp_path: Path) -> None:
    shop.state.add_order("#1001", lines=[Line(title="Mug")])
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"order": "1001", "tracking": UPS}))
    assert run(str(path))[1] == 0


@pytest.mark.parametrize("content", [b"", b"%PDF", b"Ref,Label\n1,2\n"])
def test_a_file_that_cannot_be_read_is_exit_code_2(shop: Sandbox, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert run(str(path))[1] == 2
    assert run(str(tmp_path / "missing.csv"))[1] == 2
    assert run()[1] == 2


def test_columns_are_explained_once(shop: Sandbox, tmp_path: Path) -> None:
    shop.state.add_order("#1001", lines=[Line(title="Mug")])
    path = tmp_path / "a.csv"
    path.write_text(f"Ref,Label\n1001,{UPS}\n")
    assert run(str(path), "--columns", "order=Ref,number=Label")[1] == 0
    assert "1 same" in run(str(path))[0]


def test_without_the_scopes_nothing_is_tried_and_the_way_out_is_said(shop: Sandbox, file: Path) -> None:
    shop.state.access.scopes -= WRITE_SCOPES
    told, code = run(str(file))
    assert (code, "write_merchant_managed_fulfillment_orders" in told) == (3, True)
    assert (TrackingImport.objects.count(), asked(shop, "Fulfillable")) == (0, 0)


def test_a_shop_that_cannot_be_asked_is_exit_code_3(shop: Sandbox, file: Path) -> None:
    shop.state.faults.outage(402)
    assert run(str(file))[1] == 3


def test_a_location_column_says_what_leaves_from_where(shop: Sandbox, tmp_path: Path) -> None:
    lines = [Line(title="Mug"), Line(title="Vase", location=ZARAGOZA)]
    order = shop.state.add_order("#1001", lines=lines)
    path = tmp_path / "a.csv"
    path.write_text(f"Order,Tracking,Location\n1001,{UPS},{ZARAGOZA.name.upper()}\n")
    assert run(str(path))[1] == 0
    assert [made.location.name for made in order.fulfillments if made.location] == [ZARAGOZA.name]


def test_what_a_warehouse_is_called_in_shopify_is_said_once(shop: Sandbox, tmp_path: Path) -> None:
    lines = [Line(title="Mug"), Line(title="Vase", location=ZARAGOZA)]
    order = shop.state.add_order("#1001", lines=lines)
    path = tmp_path / "a.csv"
    path.write_text(f"Order,Tracking,Warehouse\n1001,{UPS},Nave  2\n")
    told, code = run(str(path))
    assert (code, order.fulfillments) == (1, [])
    assert '--location "Nave 2=..."' in told
    assert run(str(path), "--location", f"NAVE 2={ZARAGOZA.name}")[1] == 0
    assert [made.location.name for made in order.fulfillments if made.location] == [ZARAGOZA.name]
    assert "1 same" in run(str(path))[0]


def test_a_location_that_shopify_does_not_have_is_not_remembered(shop: Sandbox, file: Path) -> None:
    told, code = run(str(file), "--location", "Nave 2=Atlantis")
    assert (code, LocationName.objects.count(), ZARAGOZA.name in told) == (2, 0, True)
    with pytest.raises(CommandError):
        run(str(file), "--location", "Nave 2")


def test_a_folder_is_emptied_and_each_file_gets_its_report(shop: Sandbox, file: Path) -> None:
    (file.parent / "broken.csv").write_bytes(b"%PDF")
    for path in file.parent.iterdir():
        os.utime(path, (0, 0))
    assert run("--watch", str(file.parent), "--once")[1] == 2
    done = sorted(path.name.partition("-")[2][7:] for path in (file.parent / "done").iterdir())
    assert done == ["shipments.csv", "shipments.csv.report.csv"]
    assert len(list((file.parent / "failed").iterdir())) == 1
    assert len(sent(shop)) == 2


def test_a_file_that_is_still_written_is_left_until_it_is_whole(shop: Sandbox, file: Path) -> None:
    for name in ("a.csv.part", ".b.csv", "~c.csv"):
        (file.parent / name).write_bytes(file.read_bytes())
        os.utime(file.parent / name, (0, 0))
    folder = WatchedFolder(file.parent)
    assert folder.files() == [file]
    assert not folder.is_whole(file)
    os.utime(file, (0, 0))
    assert folder.is_whole(file)
    file.rename(file.with_name("elsewhere"))
    assert not folder.is_whole(file)


def test_a_file_of_a_time_to_come_is_taken_once_it_does_not_change(file: Path) -> None:
    ahead = time.time() + 3600
    os.utime(file, (ahead, ahead))
    folder = WatchedFolder(file.parent, still_written_seconds=0.2)
    assert not folder.is_whole(file)
    time.sleep(0.25)
    file.write_text("more")
    os.utime(file, (ahead, ahead))
    assert not folder.is_whole(file)
    time.sleep(0.25)
    assert folder.is_whole(file)


def test_a_run_that_was_killed_leaves_its_file_for_the_next(shop: Sandbox, file: Path) -> None:
    accept(file)  # and the process was killed before it had moved the file
    file.with_name(f".{file.name}.report").write_text("half a report")
    os.utime(file, (0, 0))
    shop.state.faults.outage(402)
    assert run("--watch", str(file.parent), "--once")[1] == 3
    assert file.exists()
    shop.state.faults.clear()
    assert run("--watch", str(file.parent), "--once")[1] == 1
    assert sorted(sent(shop)) == [("#1001", "UPS", UPS), ("#1002", "UPS", OTHER)]


def test_a_file_that_cannot_be_moved_is_taken_once_and_told(shop: Sandbox, file: Path) -> None:
    os.utime(file, (0, 0))
    (file.parent / "done").symlink_to(file.parent / "nowhere")
    told, code = run("--watch", str(file.parent), "--once")
    assert (code, "cannot be moved" in told, len(sent(shop))) == (2, True, 2)
    assert Notice.objects.filter(subject="shipments.csv was not imported").count() == 1


def test_a_folder_that_is_none_is_exit_code_2(shop: Sandbox, tmp_path: Path) -> None:
    assert run("--watch", str(tmp_path / "nowhere"), "--once")[1] == 2


def accept(file: Path, *, is_check: bool = False) -> TrackingImport:
    now = clock.seconds()
    reading = read_upload(file.read_bytes(), Told(), client=gateway.background_client(), now=now)
    return imports.accept(reading, name=file.name, actor="mara", is_check=is_check, now=now)


def test_the_worker_does_what_was_accepted(shop: Sandbox, file: Path) -> None:
    made = accept(file)
    Worker("tests", once=True).run()
    assert (imports.progress(made).waiting, len(sent(shop))) == (0, 2)


def test_what_was_looked_at_is_done_when_somebody_says_so(shop: Sandbox, file: Path) -> None:
    made = accept(file, is_check=True)
    Worker("tests", once=True).run()
    assert (sent(shop), imports.progress(made).verdicts["new"]) == ([], 2)
    assert (imports.begin(made, now=clock.seconds()), imports.begin(made, now=clock.seconds())) == (
        True,
        False,
    )
    Worker("tests", once=True).run()
    assert len(sent(shop)) == 2


def test_a_row_whose_worker_died_in_the_middle_is_done_once(shop: Sandbox, file: Path) -> None:
    accept(file)
    now = clock.seconds()
    claimed = imports.claim(now=now, lease=12)
    assert claimed is not None
    desk = Desk(actor="mara", client=gateway.background_client())
    imports.do(claimed, desk)  # and the process ends before it could write down what it did
    tracking_imports.take_next_row(now=now)
    while tracking_imports.take_next_row(now=now + 20).worked:
        pass
    assert sorted(sent(shop)) == [("#1001", "UPS", UPS), ("#1002", "UPS", OTHER)]
    assert ImportRow.objects.filter(verdict="same").count() == 1


def test_a_change_without_an_answer_is_looked_at_again_after_a_minute(shop: Sandbox, file: Path) -> None:
    accept(file)
    shop.state.faults.add(Fault(kind="status", status=502, operation="CreateFulfillment", times=1))
    now = clock.seconds()
    while tracking_imports.take_next_row(now=now).worked:
        pass
    assert len(sent(shop)) == 1
    while tracking_imports.take_next_row(now=now + 90).worked:
        pass
    assert len(sent(shop)) == 2


def test_a_shop_that_is_away_puts_rows_off(shop: Sandbox, file: Path) -> None:
    made = accept(file)
    shop.state.faults.outage(402)
    tracking_imports.take_next_row(now=clock.seconds())
    assert (imports.progress(made).waiting, ImportRow.objects.filter(failures=1).count()) == (3, 1)


def test_a_row_that_never_gets_an_answer_is_given_up(shop: Sandbox, file: Path) -> None:
    accept(file)
    ImportRow.objects.update(failures=tracking_imports.MOST_FAILURES - 1)
    shop.state.faults.outage(402)
    tracking_imports.take_next_row(now=clock.seconds())
    assert ImportRow.objects.filter(verdict="refused", is_waiting=False).count() == 2


def test_an_order_that_somebody_is_at_is_done_later(shop: Sandbox, file: Path) -> None:
    made = accept(file)
    order = shop.state.orders[0]
    with locks.hold(order.id, patience=0):
        while (
            tracking_imports.take_next_row(now=clock.seconds()).worked and imports.progress(made).waiting > 1
        ):
            pass
    assert imports.progress(made).waiting == 1
    while tracking_imports.take_next_row(now=clock.seconds() + 5).worked:
        pass
    assert len(sent(shop)) == 2


def test_old_imports_are_forgotten(shop: Sandbox, file: Path) -> None:
    accept(file)
    imports.forget_old(now=clock.seconds() + 91 * 86_400)
    assert TrackingImport.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_send_each_row_once(shop: Sandbox, file: Path) -> None:
    accept(file)
    accept(file)

    def work() -> None:
        try:
            for _ in range(40):
                tracking_imports.take_next_row(now=clock.seconds() + 3)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(sent(shop)) == [("#1001", "UPS", UPS), ("#1002", "UPS", OTHER)]


def test_check_shopify_says_whether_the_app_may_fulfil(shop: Sandbox) -> None:
    def check() -> str:
        out = io.StringIO()
        call_command("check_shopify", stdout=out)
        return out.getvalue()

    assert "can send fulfillments and report events" in check()
    shop.state.access.scopes.discard("write_fulfillments")
    assert "events need write_fulfillments" in check()
    shop.state.access.scopes -= WRITE_SCOPES
    assert "read-only" in check()


DPD_NUMBER = "01505004123456"
SCAN_HEAD = "PARCELNO;SCAN_CODE;DEPOT_CODE;EVENT_DATE_TIME;SERVICE;CUSTOMER_REFERENCE;\n"


def scan_file(folder: Path, *scans: tuple[str, str], order: str = "1001", service: str = "327") -> str:
    """A file of DPD's with these codes and times."""
    path = folder / "STATUSDATA.csv"
    rows = "".join(f"{DPD_NUMBER};{code};0150;{at};{service};{order};\n" for code, at in scans)
    path.write_text(SCAN_HEAD + rows)
    return str(path)


def events(shop: Sandbox) -> list[tuple[str, str]]:
    return [
        (event.status, event.happened_at.isoformat())
        for order in shop.state.orders
        for made in order.fulfillments
        for event in made.events
    ]


TOUR = (
    ("13", "20251126101500"),
    ("03", "20251126081500"),
    ("03", "20251126081500"),
    ("18", "20251126090000"),
)
TOLD = [("OUT_FOR_DELIVERY", "2025-11-26T07:15:00+00:00"), ("DELIVERED", "2025-11-26T09:15:00+00:00")]


def test_scans_become_events_of_their_own_moments_and_the_same_file_again_changes_nothing(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    path = scan_file(tmp_path, *TOUR)
    told, code = run(path)
    assert (events(shop), code) == (TOLD, 0)
    assert "Scans that Shopify has no word for were kept out: 18 (1)." in told
    sent_before = asked(shop, "CreateFulfillmentEvent")
    report = tmp_path / "again.csv"
    assert run(path, "--report", str(report))[1] == 0
    assert (events(shop), asked(shop, "CreateFulfillmentEvent")) == (TOLD, sent_before)
    assert "2 events same: Shopify has them already." in report.read_text("utf-8-sig")


def test_a_dry_run_says_which_scans_are_new_and_which_are_the_same(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    run(scan_file(tmp_path, *TOUR), "--dry-run", "--report", str(report))
    assert "2 events new: out for delivery (2025-11-26 07:15 UTC), delivered" in report.read_text("utf-8-sig")
    assert (events(shop), sent(shop)) == ([], [])
    run(scan_file(tmp_path, TOUR[1]))
    run(scan_file(tmp_path, *TOUR), "--dry-run", "--report", str(report))
    assert "1 event new: delivered (2025-11-26 09:15 UTC). 1 event same." in report.read_text("utf-8-sig")
    assert events(shop) == TOLD[:1]


def test_a_scan_of_no_time_or_of_the_future_is_refused_and_the_parcel_is_sent_all_the_same(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    told, code = run(scan_file(tmp_path, ("13", "29990101000000"), ("03", ""), ("10", "yesterday"), TOUR[1]))
    assert (code, events(shop)) == (1, TOLD[:1])
    assert ("has not happened yet" in told, "The scan has no time." in told) == (True, True)
    assert '"yesterday" is no date and time.' in told


def test_scans_of_a_parcel_that_travels_back_are_kept_out(shop: Sandbox, file: Path, tmp_path: Path) -> None:
    told, _ = run(scan_file(tmp_path, *TOUR, service="300"))
    assert (sent(shop), events(shop)) == ([], [])
    assert "4 rows are of parcels that travel back to the shop" in told


def test_scans_whose_answer_was_lost_are_reported_once(shop: Sandbox, file: Path, tmp_path: Path) -> None:
    shop.state.faults.add(Fault(kind="cut", operation="CreateFulfillmentEvent", times=1))
    run(scan_file(tmp_path, *TOUR))
    assert events(shop) == TOLD


def test_without_the_scope_for_events_parcels_are_sent_and_scans_refused(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    shop.state.access.scopes.discard("write_fulfillments")
    cache.clear()
    told, code = run(scan_file(tmp_path, *TOUR))
    assert (len(sent(shop)), events(shop), code) == (1, [], 1)
    assert "write_fulfillments" in told


def test_scans_of_a_parcel_that_could_not_be_sent_are_refused(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    shop.state.set_hold(shop.state.orders[0].fulfillment_orders[0], "OTHER")
    told, code = run(scan_file(tmp_path, *TOUR))
    assert (code, events(shop)) == (1, [])
    assert f"No shipment of this order has the number {DPD_NUMBER}." in told


def test_events_in_json_lines_are_reported_by_shopifys_own_names(
    shop: Sandbox, file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "events.jsonl"
    rows = [
        {"order": "1001", "carrier": "UPS", "tracking_number": UPS, "event_status": status, "happened_at": at}
        for status, at in (
            ("in transit", "2025-11-26T08:15:00"),
            ("DELIVERED", "2025-11-26T10:15:00+01:00"),
            ("LOST", "2025-11-26T11:00:00Z"),
        )
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    told, code = run(str(path))
    assert (code, [status for status, _ in events(shop)]) == (0, ["IN_TRANSIT", "DELIVERED"])
    assert [at for _, at in events(shop)] == ["2025-11-26T07:15:00+00:00", "2025-11-26T09:15:00+00:00"]
    assert "kept out: LOST (1)." in told


@pytest.mark.parametrize("dry_run", [("--dry-run",), ()])
def test_scans_of_one_parcel_of_several_in_a_shipment_are_not_told_of_all(
    shop: Sandbox, file: Path, tmp_path: Path, dry_run: tuple[str, ...]
) -> None:
    path = Path(scan_file(tmp_path, TOUR[0]))
    path.write_text(f"{path.read_text()}01505004123457;03;0150;20251126081500;327;1001;\n")
    told, code = run(str(path), *dry_run)
    assert (code, events(shop), len(sent(shop))) == (1, [], 0 if dry_run else 2)
    assert "several tracking numbers" in told
