"""Passkeys: made, called otherwise, removed, and the second step with one; and who cheats does not get in."""

import json
import random
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode

from orders.audit.models import AuditEntry
from orders.second_factor import passkeys
from orders.second_factor.models import Passkey
from orders.second_factor.standing import has_factor
from tests.second_factor.conftest import NOW, code_of, give_password, set_up_app, step
from tests.second_factor.soft_key import SoftKey
from tests.support.shopper import text

OWN = "/admin/second-factor/"
ADD = f"{OWN}passkeys/add/"
STEP = "/admin/second-step/"


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """Passkeys belong to a site's host name."""
    settings.SITE_URL = "https://track.example.com"


def options_on(browser: Client, path: str) -> dict[str, Any]:
    page = browser.get(path).content.decode()
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page)
    assert found, page
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def add(browser: Client, key: SoftKey, name: str = "Laptop") -> Any:
    return browser.post(ADD, {"answer": key.create(options_on(browser, ADD)), "name": name})


def actions() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "detail"))


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


@pytest.fixture
def key(noa: User) -> SoftKey:
    """The owner's key, which is set up."""
    made = SoftKey()
    assert add(give_password(), made).status_code == 200
    return made


def test_a_passkey_is_set_up_with_a_name_and_recovery_codes_follow(noa: User) -> None:
    browser = give_password()
    before = browser.cookies["sessionid"].value
    shown = add(browser, SoftKey(), name="  Work\u200b   laptop ")
    assert "They are shown only now." in text(shown)
    assert 'value="Work laptop"' in browser.get(OWN).content.decode()
    assert browser.cookies["sessionid"].value != before
    assert is_in(browser)
    assert actions()[0] == ("second_factor.set_up", "passkey Work laptop")


def test_what_the_browser_is_asked_for_names_this_site_and_this_account(noa: User) -> None:
    asked = options_on(give_password(), ADD)
    assert asked["rp"] == {"id": "track.example.com", "name": "Casa Lumbre"}
    assert asked["user"]["name"] == "noa"
    assert asked.get("attestation", "none") == "none"


def test_a_device_that_holds_one_already_is_told_of_it(key: SoftKey, noa: User) -> None:
    browser = give_password()
    step(browser, key.sign(options_on(browser, STEP)), kind="passkey")
    assert len(options_on(browser, ADD)["excludeCredentials"]) == 1
    assert add(browser, key).status_code == 422
    assert Passkey.objects.count() == 1


def test_the_password_and_the_passkey_open_the_page_that_was_wanted(key: SoftKey) -> None:
    browser = give_password()
    assert not is_in(browser)
    response = step(browser, key.sign(options_on(browser, STEP)), kind="passkey", wanted="/admin/auth/user/")
    assert response.headers["Location"] == "/admin/auth/user/"
    assert is_in(browser)
    assert Passkey.objects.get().used_at > 0


def test_of_several_each_opens(key: SoftKey, noa: User) -> None:
    browser = give_password()
    step(browser, key.sign(options_on(browser, STEP)), kind="passkey")
    other = SoftKey(counts=False)
    assert add(browser, other, "Phone").headers["Location"] == OWN
    for one in (key, other, other):
        again = give_password()
        assert len(options_on(again, STEP)["allowCredentials"]) == 2
        assert step(again, one.sign(options_on(again, STEP)), kind="passkey").status_code == 302


def test_who_has_an_app_and_a_passkey_may_use_either(noa: User) -> None:
    app = set_up_app(noa)
    browser = give_password()
    step(browser, code_of(app))
    key = SoftKey()
    add(browser, key)
    other = give_password()
    assert "Code of your authenticator app" in text(other.get(STEP))
    assert step(other, key.sign(options_on(other, STEP)), kind="passkey").status_code == 302


# Who cheats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bent", "signing"),
    [
        ({"origin": "https://track.example.com.evil.example"}, {}),
        ({"origin": "https://evil.track.example.com"}, {}),
        ({"origin": "http://track.example.com"}, {}),
        ({"host": "evil.example"}, {}),
        ({}, {"kind": "webauthn.create"}),
        ({}, {"challenge": "AAAA"}),
        ({"count": 0}, {}),
        ({"id": b"another"}, {}),
    ],
)
def test_what_was_not_signed_for_this_very_step_opens_nothing(
    key: SoftKey, bent: dict[str, Any], signing: dict[str, Any]
) -> None:
    browser = give_password()
    for name, value in bent.items():
        setattr(key, name, value)
    refused = step(browser, key.sign(options_on(browser, STEP), **signing), kind="passkey")
    assert refused.status_code == 422
    assert "That passkey is none of yours here" in text(refused)
    assert not is_in(browser)
    assert actions()[-1] == ("second_factor.failed", "passkey")


def test_another_key_with_the_same_id_opens_nothing(key: SoftKey) -> None:
    browser = give_password()
    copy = SoftKey(id=key.id, count=9)
    assert step(browser, copy.sign(options_on(browser, STEP)), kind="passkey").status_code == 422
    assert not is_in(browser)


def test_an_answer_is_taken_once(key: SoftKey) -> None:
    browser, other = give_password(), give_password()
    key.counts = False
    Passkey.objects.update(sign_count=0)
    key.count = 0
    answer = key.sign(options_on(browser, STEP))
    assert step(other, answer, kind="passkey").status_code == 422
    assert step(browser, answer, kind="passkey").status_code == 302
    browser.post("/admin/logout/")
    again = give_password()
    assert step(again, answer, kind="passkey").status_code == 422


def test_an_answer_to_a_question_that_was_replaced_is_not_taken(key: SoftKey) -> None:
    browser = give_password()
    answer = key.sign(options_on(browser, STEP))
    step(browser, "nonsense", kind="passkey")
    assert step(browser, answer, kind="passkey").status_code == 422


def test_the_passkey_of_somebody_else_opens_nothing(key: SoftKey) -> None:
    User.objects.create_superuser("mara", password="left horse battery")
    own = SoftKey()
    assert add(give_password("mara", "left horse battery"), own).status_code == 200
    browser = give_password("mara", "left horse battery")
    assert step(browser, key.sign(options_on(browser, STEP)), kind="passkey").status_code == 422
    assert not is_in(browser)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": 1}', '{"rawId": "AA", "response": {}}', "x" * 30_000]
)
def test_what_is_no_answer_is_refused_calmly(key: SoftKey, answer: str) -> None:
    browser = give_password()
    browser.get(STEP)
    assert step(browser, answer, kind="passkey").status_code == 422
    adding = give_password()
    step(adding, key.sign(options_on(adding, STEP)), kind="passkey")
    adding.get(ADD)
    assert adding.post(ADD, {"answer": answer, "name": "x"}).status_code == 422
    assert Passkey.objects.count() == 1


def test_answers_that_are_broken_anywhere_are_refused_calmly(noa: User) -> None:
    chance = random.Random(5)
    options, state = passkeys.begin_registration(noa)
    whole = json.loads(SoftKey().create(options))
    for _ in range(150):
        broken = json.loads(json.dumps(whole))
        part = chance.choice(["clientDataJSON", "attestationObject"])
        content = bytearray(websafe_decode(broken["response"][part]))
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(60)] = chance.randrange(256)
        broken["response"][part] = websafe_encode(bytes(content[: chance.choice([20, len(content)])]))
        state = passkeys.begin_registration(noa)[1] | {"challenge": options["challenge"]}
        passkeys.complete_registration(noa, state, json.dumps(broken), name="x", now=NOW)


def test_a_passkey_made_for_another_site_is_not_taken(noa: User) -> None:
    assert add(give_password(), SoftKey(origin="https://evil.example")).status_code == 422
    assert add(give_password(), SoftKey(host="evil.example")).status_code == 422
    assert not has_factor(noa.pk)


def test_a_network_that_tries_too_often_is_told_to_wait(key: SoftKey) -> None:
    browser = give_password()
    for _ in range(8):
        step(browser, "x", kind="passkey")
    right = key.sign(options_on(browser, STEP))
    assert "Too many attempts." in text(step(browser, right, kind="passkey"))


# Keeping them ------------------------------------------------------------------------------------------------------


@pytest.fixture
def inside(key: SoftKey) -> Client:
    """The owner's browser, in with the passkey."""
    browser = give_password()
    step(browser, key.sign(options_on(browser, STEP)), kind="passkey")
    return browser


def test_a_passkey_is_called_otherwise(inside: Client) -> None:
    pk = Passkey.objects.get().pk
    inside.post(f"{OWN}passkeys/{pk}/rename/", {"name": "Old laptop"})
    assert Passkey.objects.get().name == "Old laptop"
    inside.post(f"{OWN}passkeys/{pk}/rename/", {"name": "  "})
    assert Passkey.objects.get().name == "Old laptop"


def test_a_passkey_that_is_removed_is_asked_for_no_more(inside: Client, noa: User) -> None:
    said = inside.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/", follow=True)
    assert "The passkey is removed here." in text(said)
    assert not has_factor(noa.pk)
    assert is_in(give_password())
    assert actions()[-1] == ("second_factor.removed", "passkey Laptop")


def test_who_removes_the_passkey_that_let_them_in_stays_in(inside: Client, noa: User) -> None:
    set_up_app(noa)
    inside.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/")
    assert is_in(inside)


def test_nobody_removes_or_renames_the_passkey_of_somebody_else(inside: Client) -> None:
    User.objects.create_superuser("mara", password="left horse battery")
    other = give_password("mara", "left horse battery")
    pk = Passkey.objects.get().pk
    other.post(f"{OWN}passkeys/{pk}/remove/")
    other.post(f"{OWN}passkeys/{pk}/rename/", {"name": "Mine"})
    assert Passkey.objects.get().name == "Laptop"


def test_the_last_one_stays_where_the_shop_requires_one(inside: Client, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = "required"
    said = inside.post(f"{OWN}passkeys/{Passkey.objects.get().pk}/remove/", follow=True)
    assert "set up another before you remove this one" in text(said)
    assert Passkey.objects.exists()


def test_a_site_at_a_bare_address_offers_none(noa: User, settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8000"
    browser = give_password()
    assert "this site is reached at a bare address" in text(browser.get(OWN))
    assert browser.get(ADD).headers["Location"] == OWN


def test_the_page_asks_for_a_name_and_says_what_works_without_a_script(noa: User) -> None:
    page = give_password().get("/admin/second-factor/passkeys/add/").text
    assert '<label for="name">Name</label>' in page
    assert "Add the passkey</button>" in page
    assert "An authenticator app works without." in page
