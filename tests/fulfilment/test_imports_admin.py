"""Fulfillments › Import: a warehouse's file, what it would do, doing it, and who may."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orders.audit.models import AuditEntry
from orders.fulfilment.models import ImportRow, TrackingImport
from tests.sandbox import Sandbox
from tests.sandbox.access import WRITE_SCOPES
from tests.sandbox.building import Line
from tests.sandbox.locations import MADRID

pytestmark = pytest.mark.django_db
PAGE = "/admin/fulfilment/trackingimport/"
UPS = "1Z999AA10123456784"
CONTENT = f"Order,Carrier,Tracking number\n1001,UPS,{UPS}\n4711,UPS,1Z999AA10123456800\n".encode()


def sign_in(role: str) -> Client:
    user = User.objects.create_user(role.casefold(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def shop_with_order(shop: Sandbox) -> Sandbox:
    cache.clear()
    shop.state.add_order("#1001", lines=[Line(title="Mug")])
    return shop


def upload(browser: Client, content: bytes = CONTENT, **fields: Any) -> Any:
    return browser.post(PAGE, {"file": SimpleUploadedFile("tuesday.csv", content)} | fields)


def fulfillments(shop: Sandbox) -> int:
    return sum(len(order.fulfillments) for order in shop.state.orders)


def test_support_sees_what_a_file_would_do_and_does_it(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    answer = upload(support)
    assert (answer.status_code, fulfillments(shop_with_order)) == (302, 0)
    page = support.get(answer.url).text
    assert "1 item leaves." in page
    assert "The shop has no such order." in page
    assert "1 row will change something" in page
    support.post(f"{PAGE}{TrackingImport.objects.get().pk}/do/")
    assert fulfillments(shop_with_order) == 1
    assert "Done: what became of each row stands below." in support.get(answer.url).text
    actions = set(AuditEntry.objects.values_list("actor", "action"))
    assert {
        ("support", "import.check"),
        ("support", "import.begin"),
        ("support", "fulfillment.create"),
    } <= actions


def test_doing_it_twice_does_it_once(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    upload(support)
    for _ in range(2):
        support.post(f"{PAGE}{TrackingImport.objects.get().pk}/do/")
    assert fulfillments(shop_with_order) == 1


def test_the_report_is_downloaded(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    upload(support)
    answer = support.get(f"{PAGE}{TrackingImport.objects.get().pk}/report/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[3] for row in rows] == ["Result", "new", "order not found"]


def test_progress_is_told_while_rows_wait_and_the_page_is_loaded_anew_afterwards(
    shop_with_order: Sandbox,
) -> None:
    support = sign_in("Support")
    upload(support)
    pk = TrackingImport.objects.get().pk
    assert support.get(f"{PAGE}{pk}/progress/").headers["HX-Refresh"] == "true"
    ImportRow.objects.filter(position=0).update(is_waiting=True, verdict="")
    answer = support.get(f"{PAGE}{pk}/progress/")
    assert ("HX-Refresh" in answer.headers, "1 of 2" in answer.text) == (False, True)
    page = support.get(f"{PAGE}{pk}/change/").text
    assert "http-equiv" in page.split("<noscript>")[1].split("</noscript>")[0]


def test_only_rows_to_look_at_are_shown_on_demand(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    page = support.get(f"{upload(support).url}?rows=bad").text
    assert ("4711" in page, UPS in page) == (True, False)


def test_unknown_columns_are_asked_once(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    content = f"Ref,Label\n1001,{UPS}\n".encode()
    asked = upload(support, content)
    assert (asked.status_code, "What do the columns mean?" in asked.text) == (422, True)
    fields = {"header": '["Ref", "Label"]', "order": "Ref", "number": "Label"}
    assert support.post(f"{PAGE}columns/", fields).status_code == 302
    assert "1 item leaves." in support.get(upload(support, content).url).text


def test_warehouses_are_asked_for_once(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    content = f"Order,Tracking,Warehouse\n1001,{UPS},Nave 2\n".encode()
    page = support.get(upload(support, content).url).text
    assert ("“Nave 2” is" in page, MADRID.name in page) == (True, True)
    address = f"{PAGE}{TrackingImport.objects.get().pk}/locations/"
    assert support.post(address, {"place-0": ""}).headers["Location"].endswith("/change/")
    assert (
        support.post(address, {"place-0": "gid://shopify/Location/1"})
        .headers["Location"]
        .endswith("/change/")
    )
    assert support.post(address, {"place-0": MADRID.id}).headers["Location"] == PAGE
    page = support.get(upload(support, content).url).text
    assert ("1 item leaves." in page, "Which locations" in page) == (True, False)


def test_warehouses_are_not_asked_for_while_shopify_is_away(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    answer = upload(support, f"Order,Tracking,Warehouse\n1001,{UPS},Nave 2\n".encode())
    shop_with_order.state.faults.outage(402)
    assert "Which locations" not in support.get(answer.url).text


@pytest.mark.parametrize("header", ["", "{", '{"a": 1}', '["Ref"]', "[" * 40_000])
def test_columns_that_do_not_fit_their_header_are_asked_again(shop_with_order: Sandbox, header: str) -> None:
    fields = {"header": header, "order": "Ref", "number": "Label"}
    assert sign_in("Support").post(f"{PAGE}columns/", fields).status_code == 422


@pytest.mark.parametrize("content", [b"%PDF", b'Order,Tracking\n1,"x', b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    shop_with_order: Sandbox, content: bytes
) -> None:
    answer = upload(sign_in("Support"), content)
    assert (answer.status_code, TrackingImport.objects.count()) == (422, 0)
    assert 'class="error"' in answer.text


def test_a_file_may_be_larger_than_a_picture_but_not_than_20_mb(shop_with_order: Sandbox) -> None:
    support = sign_in("Support")
    assert upload(support, CONTENT + (b" " * 999 + b"\n") * 3_000).status_code == 302
    answer = upload(support, b"x" * 20_000_001)
    assert (answer.status_code, "larger than 20 MB" in answer.text) == (422, True)


def test_without_the_scopes_there_is_no_form_and_the_way_out_is_said(shop_with_order: Sandbox) -> None:
    shop_with_order.state.access.scopes -= WRITE_SCOPES
    support = sign_in("Support")
    page = support.get(PAGE).text
    assert ("write_merchant_managed_fulfillment_orders" in page, 'type="file"' in page) == (True, False)
    assert upload(support).status_code == 422


def test_a_shop_that_cannot_be_asked_is_said(shop_with_order: Sandbox) -> None:
    shop_with_order.state.faults.outage(402)
    support = sign_in("Support")
    assert 'type="file"' in support.get(PAGE).text
    assert upload(support).status_code == 503


def test_read_only_staff_see_imports_and_make_none(shop_with_order: Sandbox) -> None:
    answer = upload(sign_in("Support"))
    pk = TrackingImport.objects.get().pk
    reader = sign_in("Read-only")
    assert (reader.get(PAGE).status_code, reader.get(answer.url).status_code) == (200, 200)
    assert "Do it" not in reader.get(answer.url).text
    assert [upload(reader).status_code, reader.post(f"{PAGE}{pk}/do/").status_code] == [403, 403]
    assert reader.post(f"{PAGE}columns/", {}).status_code == 403
    assert reader.post(f"{PAGE}{pk}/locations/", {}).status_code == 403
    assert fulfillments(shop_with_order) == 0


@pytest.mark.parametrize("path", ["", "add/", "1/change/", "1/progress/", "1/report/", "1/do/", "columns/"])
def test_strangers_and_staff_without_a_role_get_nothing(shop_with_order: Sandbox, path: str) -> None:
    TrackingImport.objects.create(pk=1, name="a.csv", actor="mara", created_at=0)
    post = path in ("1/do/", "columns/")
    stranger = Client()
    answer = stranger.post(PAGE + path) if post else stranger.get(PAGE + path)
    assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)
    nobody = Client()
    nobody.force_login(User.objects.create_user("nobody", is_staff=True))
    answer = nobody.post(PAGE + path) if post else nobody.get(PAGE + path, follow=True)
    assert answer.status_code == 403


def test_an_import_that_is_not_there_is_404(shop_with_order: Sandbox) -> None:
    assert sign_in("Support").get(f"{PAGE}77/change/").status_code == 404
    assert sign_in("Owner").get(f"{PAGE}x/change/").status_code == 404
