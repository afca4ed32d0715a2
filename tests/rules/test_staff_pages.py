"""The rules in the admin: the owner makes, changes, switches and deletes them; all of it stands in the audit log."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from orders import clock
from orders.audit.models import AuditEntry
from orders.gallery.builders import NOW
from orders.rules.doing import hook_secret
from orders.rules.models import Firing, Rule
from orders.rules.triggers import Trigger
from tests.rules.conftest import HOUR, House, a_rule, the_order
from tests.rules.test_firing import attempted, labelled
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "No scan after two days",
    "trigger": "no_scan",
    "hours": "48",
    "tag": "no scan yet",
    "mail_to": "",
    "hook_url": "",
    "most_an_hour": "50",
    "do": "save",
}


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def wrong(client: Client, **given: Any) -> str:
    """What the form says of it."""
    response = client.post("/admin/rules/new/", GIVEN | given)
    assert response.status_code == 200
    assert not Rule.objects.exists()
    return response.content.decode()


def test_a_new_rule_is_off_until_it_is_switched_on(owner: Client) -> None:
    response = owner.post("/admin/rules/new/", GIVEN)
    rule = Rule.objects.get()
    assert response.headers["Location"] == f"/admin/rules/{rule.pk}/"
    assert (rule.is_on, rule.condition) == (False, "There is a label and no scan, for 48 hours")
    owner.post(f"/admin/rules/{rule.pk}/switch/", {"to": "on", "from": "now"})
    assert Rule.objects.get().is_on
    assert list(AuditEntry.objects.order_by("pk").values_list("actor", "action", "detail")) == [
        ("owner", "rule.make", "No scan after two days: There is a label and no scan, for 48 hours"),
        ("owner", "rule.on", "No scan after two days"),
    ]


def test_a_rule_begins_like_one_that_many_shops_want(owner: Client) -> None:
    page = text(owner, "/admin/rules/new/?like=no_scan")
    assert 'value="No scan after two days"' in page
    assert 'value="no_scan" selected' in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tag": ""}, "Say what is to be done"),
        ({"tag": "a, b"}, "One tag, without a comma."),
        ({"hours": "0"}, "say after how many hours"),
        ({"mail_to": "nobody"}, "Give addresses such as"),
        ({"mail_to": ",".join(f"a{count}@b.example" for count in range(6))}, "At most 5 addresses."),
        ({"tells_shopper": "on"}, "there is nothing to tell"),
        ({"most_an_hour": "0"}, "greater than or equal to 1"),
        ({"hook_url": "http://hook.example/"}, "Give an https address of the public internet"),
        ({"hook_url": "https://127.0.0.1/"}, "Give an https address of the public internet"),
        ({"hook_url": "https://me:pass@hook.example/"}, "Give an https address of the public internet"),
        ({"hook_url": "https://[::1/"}, "Give an https address of the public internet"),
        ({"hook_url": "https://localhost/"}, "Give an https address of the public internet"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(owner: Client, given: dict[str, str], said: str) -> None:
    assert said in wrong(owner, **given)


def test_two_rules_have_two_names(owner: Client) -> None:
    owner.post("/admin/rules/new/", GIVEN)
    assert "already exists" in owner.post("/admin/rules/new/", GIVEN).content.decode()


def test_a_rule_that_waits_for_something_else_begins_anew(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.NO_SCAN, hours=24, name=GIVEN["name"])
    with time_machine.travel(NOW, tick=False):
        owner.post(f"/admin/rules/{rule.pk}/change/", GIVEN | {"tag": "other"})
    rule.refresh_from_db()
    assert (rule.tag, rule.active_from) == ("other", NOW.timestamp())
    with time_machine.travel(NOW + HOUR, tick=False):
        owner.post(f"/admin/rules/{rule.pk}/change/", GIVEN | {"tag": "third"})
    rule.refresh_from_db()
    assert (rule.tag, rule.active_from) == ("third", NOW.timestamp())
    assert AuditEntry.objects.filter(action="rule.change").first().detail.endswith(": tag")  # type: ignore[union-attr]


def test_deleting_asks_first(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    house.hears(attempted())
    assert "It fired 1 time," in text(owner, f"/admin/rules/{rule.pk}/delete/")
    assert Rule.objects.exists()
    owner.post(f"/admin/rules/{rule.pk}/delete/")
    assert not Rule.objects.exists()
    assert not Firing.objects.exists()
    assert AuditEntry.objects.filter(action="rule.delete").exists()


def test_a_dry_run_before_it_is_saved_links_the_orders(owner: Client, house: House) -> None:
    house.hears(labelled(hours_ago=60))
    with time_machine.travel(NOW, tick=False):
        page = owner.post("/admin/rules/new/", GIVEN | {"do": "try"}).content.decode()
    assert "Would have fired 1 time in the last seven days, here" in page
    assert f'<a href="/admin/order/{the_order().pk}/">#1001</a> Correos' in page
    assert not Rule.objects.exists()


def test_a_dry_run_warns_of_a_rule_that_would_be_stopped(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, most_an_hour=1, on=None)
    for number in (1001, 1002):
        house.hears(attempted(), number=number)
    with time_machine.travel(NOW, tick=False):
        page = text(owner, f"/admin/rules/{rule.pk}/dry-run/")
    assert "Would have fired 2 times in the last seven days, here" in page
    assert "In its fullest hour it would have fired 2 times, and been stopped." in page
    assert "switched on for them too, it would stop" in page


def test_a_rules_page_lists_what_it_did_and_what_came_of_it(
    owner: Client, house: House, server: SmtpServer
) -> None:
    rule = a_rule(Trigger.ATTEMPTED, tag="missed", mail_to="ana@casalumbre.example")
    house.hears(attempted())
    server.faults.append("550 5.1.1 no such user")
    house.does()
    page = text(owner, f"/admin/rules/{rule.pk}/")
    assert f'<a href="/admin/order/{the_order().pk}/">#1001</a> A delivery was attempted (Correos)' in page
    assert "done. Tagged." in page
    assert "given up. The mail server said 550." in page
    assert "1 given up" in text(owner, "/admin/rules/")


def test_what_it_did_goes_on_by_cursor(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    for count in range(21):
        house.hears(attempted(), number=1001 + count)
    first = text(owner, f"/admin/rules/{rule.pk}/")
    assert first.count("fired ") == 20
    before = first.split("?before=")[1].split('"')[0]
    assert text(owner, f"/admin/rules/{rule.pk}/?before={before}").count("fired ") == 1
    assert text(owner, f"/admin/rules/{rule.pk}/?before=nonsense").count("fired ") == 20


def test_a_stopped_rule_needs_attention_until_it_is_switched_on_again(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, most_an_hour=1)
    for number in (1001, 1002):
        house.hears(attempted(), number=number)
    assert f"The rule “{rule.name}” was stopped" in text(owner, "/admin/")
    assert "It was stopped on" in text(owner, f"/admin/rules/{rule.pk}/")
    owner.post(f"/admin/rules/{rule.pk}/switch/", {"to": "on", "from": "now"})
    assert "was stopped" not in text(owner, "/admin/")


def test_a_stopped_rule_that_somebody_has_changed_is_merely_off(owner: Client, house: House) -> None:
    rule = a_rule(Trigger.ATTEMPTED, most_an_hour=1)
    for number in (1001, 1002):
        house.hears(attempted(), number=number)
    owner.post(f"/admin/rules/{rule.pk}/change/", GIVEN | {"trigger": "attempted", "most_an_hour": "100"})
    assert "was stopped" not in text(owner, "/admin/")
    assert not Rule.objects.get().is_on


def test_what_waits_for_long_is_told(owner: Client, house: House) -> None:
    a_rule(Trigger.ATTEMPTED)
    house.shop.state.access.scopes.discard("write_orders")
    house.hears(attempted())
    house.does()
    assert "has waited for more than an hour. The app may not tag orders" in text(owner, "/admin/")


def test_support_sees_and_owners_alone_see_the_secret(owner: Client, support: Client) -> None:
    rule = a_rule(Trigger.ATTEMPTED, hook_url="https://hook.example/")
    assert "whsec_" in text(owner, f"/admin/rules/{rule.pk}/")
    page = text(support, f"/admin/rules/{rule.pk}/")
    assert "whsec_" not in page
    assert "Switch off" not in page
    assert "Add a rule" not in text(support, "/admin/rules/")


def test_of_a_web_hook_those_who_only_see_are_told_the_host_alone(owner: Client, support: Client) -> None:
    rule = a_rule(Trigger.ATTEMPTED, hook_url="https://hook.example/a-secret-path?key=another-secret")
    for address in ("/admin/rules/", f"/admin/rules/{rule.pk}/"):
        shown = support.get(address).text
        assert ("hook.example" in shown, "a-secret-path" in shown, "another-secret" in shown) == (
            True,
            False,
            False,
        )
    assert "a-secret-path" in owner.get(f"/admin/rules/{rule.pk}/").text


def test_another_address_has_another_secret() -> None:
    rule = Rule(pk=1, created_at=1.0)
    assert hook_secret(rule, "https://a.example/") != hook_secret(rule, "https://b.example/")


def test_what_is_missing_is_said_on_its_page(owner: Client, settings: Any) -> None:
    settings.EMAIL_URL = ""
    rule = a_rule(Trigger.ATTEMPTED, mail_to="ana@casalumbre.example", tells_shopper=True)
    page = text(owner, f"/admin/rules/{rule.pk}/")
    assert "EMAIL_URL is not set" in page
    assert "nothing is switched on under Messages" in page


def test_switching_off_says_so(owner: Client) -> None:
    rule = a_rule(Trigger.ATTEMPTED)
    response = owner.post(f"/admin/rules/{rule.pk}/switch/", {"to": "off"}, follow=True)
    assert "It is off." in response.content.decode()
    also = owner.post(f"/admin/rules/{rule.pk}/switch/", {"to": "on", "from": "also_now"}, follow=True)
    assert "for what is so now, too" in also.content.decode()


def test_what_a_rule_did_is_counted_no_further_than_anybody_reads(owner: Client, house: House) -> None:
    house.hears(labelled())
    rule = a_rule(Trigger.NO_SCAN, hours=48, on=None)
    common: dict[str, Any] = {"rule": rule, "order": the_order(), "since": 0, "fired_at": clock.seconds()}
    Firing.objects.bulk_create(Firing(occurrence=f"{number}", **common) for number in range(1_001))
    for each in Firing.objects.all()[:2]:
        each.deeds.create(kind="mail", state="failed", mark=f"{each.pk}", due_at=0, created_at=0, ended_at=1)
    page = text(owner, "/admin/rules/")
    assert ("1,000 or more in the last seven days" in page, "2 given up" in page) == (True, True)
    assert "It fired 1,000 or more times" in text(owner, f"/admin/rules/{rule.pk}/delete/")
