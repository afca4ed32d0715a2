"""Who gets what at every address: owner, support, a token that may, one that may not, one of elsewhere, a stranger."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from orders import clock
from orders.api import tokens
from orders.api.gids import number_of
from orders.api.models import ApiToken, Operation, Right
from orders.audit.models import AuditEntry
from tests.api.conftest import ALL_RIGHTS, DHL, Software, give_token
from tests.sandbox import Sandbox
from tests.sandbox.locations import MADRID, VALENCIA, ZARAGOZA
from tests.sandbox.records import OrderRecord

EVENT = {"status": "IN_TRANSIT"}
UPDATE = {"tracking": {"numbers": ["1Z999AA10123456784"]}}
# Address, method, body, and the right that it needs.
ADDRESSES: list[tuple[str, str, Any, Right | None]] = [
    ("token", "get", None, None),
    ("work", "get", None, Right.READ),
    ("orders/{order}/work", "get", None, Right.READ),
    ("orders/{order}/timeline", "get", None, Right.READ),
    ("orders/{order}/fulfillments", "post", DHL, Right.SHIP),
    ("orders/{order}/fulfillments/7/tracking", "put", UPDATE, Right.SHIP),
    ("orders/{order}/fulfillments/7/cancel", "post", {}, Right.CANCEL),
    ("orders/{order}/fulfillments/7/events", "post", EVENT, Right.REPORT),
    ("orders/{order}/work/7/answer", "post", {"answer": "accept"}, Right.ANSWER),
    ("orders/{order}/work/7/holds", "post", {"reason": "OTHER"}, Right.HOLD),
    ("orders/{order}/work/7/holds/7/release", "post", {}, Right.RELEASE),
    ("orders/{order}/work/7/release", "post", {}, Right.RELEASE),
    ("operations/{operation}", "get", None, None),
]
EVERY = pytest.mark.parametrize(
    ("path", "method", "body", "right"), ADDRESSES, ids=[path for path, *_ in ADDRESSES]
)


def ask(software: Software, path: str, method: str, body: Any, number: int) -> Any:
    filled = path.format(order=number, operation="0" * 32)
    if method == "get":
        return software.get(filled)
    return software.send(filled, body, method=method)


def test_every_address_of_the_document_is_tried_here(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    named = {re.sub(r"\{\w+\}", "*", path.removeprefix("/api/v1/")) for path in document["paths"]}
    assert {re.sub(r"\{\w+\}|7", "*", path) for path, *_ in ADDRESSES} == named


@EVERY
def test_a_token_with_the_right_gets_in(
    madrid: Software, number: int, path: str, method: str, body: Any, right: Right | None
) -> None:
    expected = 404 if path.startswith("operations") else 202 if body is not None else 200
    assert ask(madrid, path, method, body, number).status_code == expected


@EVERY
def test_a_token_with_all_other_rights_does_not(
    madrid: Software, number: int, path: str, method: str, body: Any, right: Right | None
) -> None:
    other = give_token(rights=tuple(each for each in ALL_RIGHTS if each is not right))
    answer = ask(other, path, method, body, number)
    assert right is None or (answer.status_code, answer.json()["code"]) == (403, "right_missing")
    assert not Operation.objects.exists()


@pytest.mark.parametrize("ended", ["expired", "revoked", "unknown", "none", "basic"])
@EVERY
def test_who_has_no_token_that_is_valid_learns_nothing(
    madrid: Software, number: int, path: str, method: str, body: Any, right: Right | None, ended: str
) -> None:
    if ended == "expired":
        ApiToken.objects.update(expires_at=clock.seconds() - 1)
    elif ended == "revoked":
        tokens.revoke(madrid.token, by="mara", now=clock.seconds())
    else:
        madrid.text = {"unknown": f"otk_{'x' * 43}", "none": "", "basic": "eDp5"}[ended]
    answer = ask(madrid, path, method, body, number)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("role", ["Owner", "Support"])
def test_being_signed_in_as_staff_opens_no_address_here(madrid: Software, number: int, role: str) -> None:
    madrid.client = staff(role)
    madrid.text = ""
    for path, method, body, _ in ADDRESSES:
        assert ask(madrid, path, method, body, number).status_code == 401, path


@pytest.mark.parametrize("path", ["orders/{}/work", "orders/{}/timeline"])
def test_an_order_of_another_location_is_as_one_that_does_not_exist(
    madrid: Software, elsewhere: OrderRecord, shop: Sandbox, path: str
) -> None:
    shop.clear_requests()
    there = madrid.get(path.format(number_of(elsewhere.id)))
    asked = len(shop.requests)
    nowhere = madrid.get(path.format(99))
    assert (
        (there.status_code, there.content) == (nowhere.status_code, nowhere.content) == (404, there.content)
    )
    assert len(shop.requests) - asked == asked  # the same way to the shop and back, so that neither is faster
    assert {name: there.headers[name] for name in there.headers} == dict(nowhere.headers)


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [(path, method, body) for path, method, body, _ in ADDRESSES if body is not None],
)
def test_what_is_asked_of_an_order_of_another_location_ends_as_for_one_that_does_not_exist(
    madrid: Software, elsewhere: OrderRecord, path: str, method: str, body: Any
) -> None:
    known = number_of(elsewhere.id)
    endings = [
        madrid.done(path.format(order=number), body, key=f"request-{number}", method=method)
        for number in (known, 99)
    ]
    assert [(each["state"], each["code"], each["detail"]) for each in endings] == [
        ("refused", "not_found", "There is no such order or fulfillment at this location.")
    ] * 2
    assert not elsewhere.fulfillments


def test_a_fulfillment_of_another_location_in_an_order_of_both_is_not_touched(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    give_token(location_id=ZARAGOZA.id).done(f"orders/{number}/fulfillments", DHL)
    gid = number_of(order.fulfillments[0].id)
    done = madrid.done(f"orders/{number}/fulfillments/{gid}/cancel", {})
    assert (done["code"], order.fulfillments[0].status) == ("not_found", "SUCCESS")
    assert madrid.get(f"orders/{number}/work").json()["fulfillments"] == []


def test_a_shipment_of_another_location_is_not_rewritten_by_shipping_with_its_number(
    madrid: Software, order: OrderRecord, number: int
) -> None:
    give_token(location_id=ZARAGOZA.id).done(f"orders/{number}/fulfillments", DHL)
    (theirs,) = order.fulfillments
    other = {"tracking": {**DHL["tracking"], "company": "Another", "url": "https://elsewhere.example/"}}
    done = [madrid.done(f"orders/{number}/fulfillments", other, key=f"attempt-{each}") for each in range(3)]
    assert [(info.company, info.url) for info in theirs.tracking] == [("DHL Express", None)]
    assert theirs.id not in {each.get("fulfillment_id") for each in done}
    assert all("Another (was" not in each["detail"] for each in done)


def test_an_operation_of_another_token_does_not_exist(madrid: Software, number: int) -> None:
    made = madrid.send(f"orders/{number}/fulfillments", DHL).json()["id"]
    assert give_token(location_id=VALENCIA.id).get(f"operations/{made}").status_code == 404


def test_a_token_that_asks_too_often_waits(madrid: Software) -> None:
    with time_machine.travel(clock.utc(), tick=False):  # what drains meanwhile depends on the machine
        answers = [madrid.get("token") for _ in range(245)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_who_guesses_tokens_waits_and_who_has_one_does_not(madrid: Software) -> None:
    guesser = Software(madrid.token, f"otk_{'x' * 43}")
    with time_machine.travel(clock.utc(), tick=False):
        assert [guesser.get("token").status_code for _ in range(31)][-1] == 429
    assert madrid.get("token").status_code == 200


def test_of_a_token_nothing_is_stored_that_opens_anything(madrid: Software) -> None:
    row = " ".join(map(str, ApiToken.objects.values_list().get()))
    assert madrid.text not in row
    assert madrid.text[4:-4] not in row


@pytest.mark.parametrize(
    "path", ["nothing", "orders/1", "orders/x/work", "orders/1/work/", "docs/", "token/"]
)
def test_an_address_that_is_none_is_said_to_be_none_in_the_same_manner(madrid: Software, path: str) -> None:
    answer = madrid.get(path)
    assert answer.status_code in (404, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_is_none_is_refused_and_the_right_one_named(madrid: Software) -> None:
    answer = madrid.client.delete("/api/v1/token")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(("body", "status"), [("{", 400), ("[]", 422), (f'"{"x" * 70_000}"', 413)])
def test_a_body_that_is_none_is_refused(madrid: Software, number: int, body: str, status: int) -> None:
    answer = madrid.send(f"orders/{number}/fulfillments", body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", ["token", "operations/" + "0" * 32])
def test_a_database_that_fails_is_said_in_the_same_manner(madrid: Software, path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE api_apitoken RENAME TO elsewhere")
    answer = madrid.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.headers["Retry-After"]


def staff(role: str) -> Client:
    user = User.objects.create(username=role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


FORM = {"name": "Warehouse", "location": MADRID.id, "may": ["read"], "days": "30"}
CALLBACK = {"callback_url": "https://hook.example/in"}


def test_the_owner_makes_a_token_that_is_shown_once(shop: Sandbox, db: None) -> None:
    owner = staff("Owner")
    page = owner.post("/admin/api/apitoken/add/", FORM | CALLBACK)
    text = re.findall(r"otk_[\w-]{43}", page.text)[0]
    assert ("whsec_" in page.text, "no-store" in page.headers["Cache-Control"]) == (True, True)
    assert text not in owner.get("/admin/api/apitoken/").text
    software = Software(ApiToken.objects.get(), text)
    assert software.get("token").json()["location_name"] == MADRID.name
    assert [entry.action for entry in AuditEntry.objects.all()] == ["api_token.create"]


def test_the_owner_ends_a_token(shop: Sandbox, db: None) -> None:
    software = give_token()
    owner = staff("Owner")
    owner.post("/admin/api/apitoken/", {"action": "revoke", "_selected_action": software.token.pk})
    assert software.get("token").status_code == 401
    assert "revoked on" in owner.get("/admin/api/apitoken/").text


@pytest.mark.parametrize("path", ["", "add/"])
@pytest.mark.parametrize("role", ["Support", "Read-only"])
def test_nobody_else_makes_or_sees_tokens(shop: Sandbox, db: None, path: str, role: str) -> None:
    client = staff(role)
    assert client.get(f"/admin/api/apitoken/{path}").status_code == 403
    client.post("/admin/api/apitoken/add/", FORM)
    assert not ApiToken.objects.exists()


def test_a_callback_address_is_https(shop: Sandbox, db: None) -> None:
    page = staff("Owner").post("/admin/api/apitoken/add/", FORM | {"callback_url": "http://hook.example/"})
    assert ("It must begin with https://." in page.text, ApiToken.objects.exists()) == (True, False)


def test_without_shopify_no_token_is_made(shop: Sandbox, db: None) -> None:
    shop.state.access.scopes = set()
    page = staff("Owner").post("/admin/api/apitoken/add/", FORM)
    assert ("gives no list of locations" in page.text, ApiToken.objects.exists()) == (True, False)
