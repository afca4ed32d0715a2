"""What a shopper does about messages: choosing, leaving, adding an address, asking for a link."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from orders.access import links
from orders.gallery.builders import NOW
from orders.gallery.catalogue import STATES
from orders.gallery.state import OrderPageOf
from orders.messages.events import EventKind
from orders.messages.models import AddedAddress, Choice, LeaveLink, LinkRequest, Message
from orders.messages.switching import switch
from orders.models import AccessLink, Limit
from orders.storage import removal
from tests.messages.post_office import ANA, PostOffice, delivered, prepared, shipped
from tests.support.shopper import text
from tests.support.smtp_server import Received

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BEA = "bea@example.org"
NOBODY = "nobody@example.com"


def paths(mail: Received) -> list[str]:
    """Every address in a mail, on this site, in the text and in the HTML."""
    found = re.findall(r"http://testserver(/[^\s\"<>]*)", mail.text + mail.html)
    return list(dict.fromkeys(path.replace("&amp;", "&") for path in found))


def first_mail(office: PostOffice) -> Received:
    office.hears(prepared(), NOW - HOUR)
    office.hears(shipped())
    (mail,) = office.sends()
    return mail


def leave_path(mail: Received) -> str:
    return next(path for path in paths(mail) if path.startswith("/m/"))


@pytest.fixture
def own_page(office: PostOffice) -> str:
    """Ana's page about messages."""
    pk = office.hears(prepared(), NOW - HOUR)
    return f"/o/{links.issue_link(pk, origin='look_up', now=NOW.timestamp())}/messages/"


@pytest.fixture(autouse=True)
def on_that_day() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


# Leaving ------------------------------------------------------------------------------------------------------------


def test_a_mail_program_stops_the_messages_with_one_post(office: PostOffice, client: Client) -> None:
    mail = first_mail(office)
    header = mail.mail["List-Unsubscribe"]
    assert mail.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = header.strip("<>").removeprefix("http://testserver")
    response = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert office.sends(NOW + 2 * HOUR) == []


def test_the_page_of_that_link_asks_first(office: PostOffice, client: Client) -> None:
    path = leave_path(first_mail(office))
    assert "Stop the messages about order #1001?" in text(client.get(path))
    assert not Choice.objects.exists()
    assert "You get no more messages about order #1001" in text(client.post(path))
    assert Choice.objects.get().wish == "nothing"


def test_a_link_that_stops_nothing_says_so(client: Client) -> None:
    response = client.get(f"/m/{'x' * 32}/")
    assert response.status_code == 404
    assert "These messages are already stopped" in text(response)


def test_opening_every_link_of_a_mail_changes_nothing(office: PostOffice, client: Client) -> None:
    mail = first_mail(office)
    before = everything()
    for path in paths(mail):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert everything() == before


def everything() -> dict[str, list[object]]:
    """All rows of the tables that a link could change."""
    kept = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("order_messages_", "orders_")):
                columns = [
                    each.name for each in connection.introspection.get_table_description(cursor, table)
                ]
                told = ", ".join(
                    f'"{name}"' for name in columns if name != "used_at"
                )  # when a link was last opened
                cursor.execute(f"SELECT {told} FROM {table} ORDER BY 1")
                kept[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return kept  # type: ignore[return-value]


# Choosing -----------------------------------------------------------------------------------------------------------


def test_the_order_page_leads_there_while_messages_are_on(own_page: str, client: Client) -> None:
    order_page = own_page.removesuffix("messages/")
    assert 'href="messages/?lang=en"' in client.get(order_page).content.decode()


def test_it_does_not_while_they_are_off(office: PostOffice, own_page: str, client: Client) -> None:
    switch(off=list(EventKind), channels=["email"], quiet_minutes=None, now=0)
    assert 'href="messages/' not in client.get(own_page.removesuffix("messages/")).content.decode()


def test_a_choice_is_kept_with_its_language(own_page: str, client: Client) -> None:
    response = client.post(f"{own_page}?lang=fr", {"wish": "problems"})
    assert response.status_code == 303
    choice = Choice.objects.get()
    assert (choice.wish, choice.language) == ("problems", "fr")
    page = client.get(own_page).content.decode()
    assert re.search(r'value="problems" checked', page)


def test_an_unknown_choice_changes_nothing(own_page: str, client: Client) -> None:
    assert client.post(own_page, {"wish": "everything"}).status_code == 422
    assert not Choice.objects.exists()


def test_the_page_needs_a_link_that_opens(client: Client) -> None:
    assert client.get(f"/o/{'x' * 32}/messages/").status_code == 404


def test_the_page_of_a_removed_order_says_so(office: PostOffice, own_page: str, client: Client) -> None:
    removal.forget_orders([office.order_id], now=NOW.timestamp())
    assert client.get(own_page).status_code == 410


# Another address ----------------------------------------------------------------------------------------------------


def agreed(office: PostOffice, own_page: str, client: Client) -> None:
    client.post(own_page, {"email": BEA})
    (question,) = office.sends(NOW + HOUR / 60)
    client.post(next(path for path in paths(question) if "/m/agree/" in path))


def test_an_added_address_is_asked_and_nothing_else(
    office: PostOffice, own_page: str, client: Client
) -> None:
    response = client.post(own_page, {"email": BEA})
    assert response.status_code == 303
    (question,) = office.sends(NOW + HOUR / 60)
    assert question.recipient == BEA
    assert question.mail["Subject"] == "Do you want news of order #1001?"
    office.hears(shipped())
    assert [mail.recipient for mail in office.sends()] == [ANA]


def test_it_gets_news_once_its_owner_agrees(office: PostOffice, own_page: str, client: Client) -> None:
    agreed(office, own_page, client)
    office.hears(shipped())
    mails = office.sends()
    assert sorted(mail.recipient for mail in mails) == [ANA, BEA]
    (news,) = [mail for mail in mails if mail.recipient == BEA]
    assert "You get this because you asked for news of order #1001." in news.text
    assert "ana@" not in news.raw.decode()


def test_reading_the_question_agrees_to_nothing(office: PostOffice, own_page: str, client: Client) -> None:
    client.post(own_page, {"email": BEA})
    (question,) = office.sends(NOW + HOUR / 60)
    path = next(path for path in paths(question) if "/m/agree/" in path)
    assert "Do you want news of order #1001?" in text(client.get(path))
    assert AddedAddress.objects.get().agreed_at is None
    assert "You get news of order #1001 from now on" in text(client.post(path))


def test_a_question_that_is_too_old_says_so(office: PostOffice, own_page: str, client: Client) -> None:
    client.post(own_page, {"email": BEA})
    (question,) = office.sends(NOW + HOUR / 60)
    path = next(path for path in paths(question) if "/m/agree/" in path)
    with time_machine.travel(NOW + timedelta(days=8)):
        assert client.post(path).status_code == 404


def news_of(office: PostOffice, recipient: str = BEA) -> Received:
    """What an address hears when the parcel leaves."""
    office.hears(shipped())
    (news,) = [mail for mail in office.sends() if mail.recipient == recipient]
    return news


def messages_path(mail: Received) -> str:
    """The page about messages that the mail's link to the order leads to."""
    return next(path for path in paths(mail) if path.startswith("/o/")).partition("?")[0] + "messages/"


def test_leaving_ends_the_mails_to_that_address_only(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    client.post(leave_path(news_of(office)), {"List-Unsubscribe": "One-Click"})
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert [mail.recipient for mail in office.sends(NOW + 2 * HOUR)] == [ANA]


def test_who_left_can_come_back_from_the_page_of_their_own_mail(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    news = news_of(office)
    client.post(leave_path(news))
    assert re.search(r'value="nothing" checked', client.get(messages_path(news)).text)
    client.post(messages_path(news), {"wish": "every_step"})
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert sorted(mail.recipient for mail in office.sends(NOW + 2 * HOUR)) == [ANA, BEA]


@pytest.mark.parametrize(("wish", "heard"), [("problems", [ANA]), ("every_step", [ANA, BEA])])
def test_whoever_agrees_says_which_news_they_want(
    office: PostOffice, own_page: str, client: Client, wish: str, heard: list[str]
) -> None:
    client.post(own_page, {"email": BEA})
    (question,) = office.sends(NOW + HOUR / 60)
    client.post(next(path for path in paths(question) if "/m/agree/" in path), {"wish": wish})
    office.hears(shipped())
    assert sorted(mail.recipient for mail in office.sends()) == heard


def test_agreeing_to_nothing_there_is_changes_nothing(
    office: PostOffice, own_page: str, client: Client
) -> None:
    client.post(own_page, {"email": BEA})
    (question,) = office.sends(NOW + HOUR / 60)
    path = next(path for path in paths(question) if "/m/agree/" in path)
    assert client.post(path, {"wish": "all"}).status_code == 422
    assert AddedAddress.objects.get().agreed_at is None


def test_each_address_has_its_own_wish(office: PostOffice, own_page: str, client: Client) -> None:
    agreed(office, own_page, client)
    theirs = messages_path(news_of(office))
    client.post(f"{theirs}?lang=fr", {"wish": "once_a_day"})
    client.post(own_page, {"wish": "problems"})
    assert re.search(r'value="once_a_day" checked', client.get(theirs).text)
    assert re.search(r'value="problems" checked', client.get(own_page).text)
    assert AddedAddress.objects.get().language == "fr"
    assert Choice.objects.get().wish == "problems"


def test_what_an_added_address_wants_holds_for_what_waits_too(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    theirs = messages_path(news_of(office))
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    client.post(theirs, {"wish": "nothing"})
    assert [mail.recipient for mail in office.sends(NOW + 2 * HOUR)] == [ANA]


def test_one_mail_a_day_is_each_addresss_own(office: PostOffice, own_page: str, client: Client) -> None:
    agreed(office, own_page, client)
    client.post(messages_path(news_of(office)), {"wish": "once_a_day"})
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert [mail.recipient for mail in office.sends(NOW + 2 * HOUR)] == [ANA]
    assert [mail.recipient for mail in office.sends(NOW.replace(hour=18, minute=1))] == [BEA]


def test_from_the_mail_of_an_added_address_no_other_is_added(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    theirs = messages_path(news_of(office))
    assert 'name="email"' not in client.get(theirs).text
    assert client.post(theirs, {"email": "carl@example.org"}).status_code == 422
    assert AddedAddress.objects.count() == 1


# The list of links, with added addresses -----------------------------------------------------------------------------


def links_path(messages: str) -> str:
    return messages.replace("/messages/", "/links/")


def test_whoever_ordered_sees_who_gets_news_masked(office: PostOffice, own_page: str, client: Client) -> None:
    client.post(own_page, {"email": BEA})
    assert "b…@e…" in (page := client.get(links_path(own_page)).text)
    assert "Has not agreed yet" in page
    agreed_path = next(path for path in paths(office.sends(NOW + HOUR / 60)[0]) if "/m/agree/" in path)
    client.post(agreed_path, {"wish": "problems"})
    page = client.get(links_path(own_page)).text
    assert "Only problems and the delivery" in page
    assert BEA not in page


def test_the_links_that_an_added_address_was_sent_are_named(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    news_of(office)
    assert "Sent by email to b…@e…" in client.get(links_path(own_page)).text


def test_who_was_added_sees_and_closes_their_own_links_only(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    theirs = links_path(messages_path(news_of(office)))
    page = client.get(theirs).text
    assert page.count('name="close"') == 1
    assert "b…@e…" not in page
    for link in AccessLink.objects.filter(recipient=""):
        client.post(theirs, {"close": link.pk})
    assert not AccessLink.objects.filter(recipient="", revoked_at__isnull=False).exists()
    client.post(theirs, {"take_away": AddedAddress.objects.get().pk})
    assert AddedAddress.objects.exists()


def test_a_new_calendar_address_of_theirs_leaves_the_other_open(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    theirs = messages_path(news_of(office))
    for page in (own_page, theirs, theirs):
        client.post(links_path(page), {"follow": "calendar"})
    calendars = AccessLink.objects.filter(origin="calendar", revoked_at=None)
    assert sorted(bool(link.recipient) for link in calendars) == [False, True]


def test_an_address_that_is_removed_hears_nothing_and_its_links_close(
    office: PostOffice, own_page: str, client: Client
) -> None:
    agreed(office, own_page, client)
    theirs = messages_path(news_of(office))
    response = client.post(links_path(own_page), {"take_away": AddedAddress.objects.get().pk})
    assert response.status_code == 303
    assert client.get(theirs).status_code == 404
    assert client.get(own_page).status_code == 200
    office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
    assert [mail.recipient for mail in office.sends(NOW + 2 * HOUR)] == [ANA]


def test_an_address_of_another_order_is_not_removed(
    office: PostOffice, own_page: str, client: Client
) -> None:
    client.post(own_page, {"email": BEA})
    other = replace(office, order_number=1002).hears(replace(prepared(), name="#1002"))
    token = links.issue_link(other, origin="look_up", now=NOW.timestamp())
    client.post(f"/o/{token}/links/", {"take_away": AddedAddress.objects.get().pk})
    assert AddedAddress.objects.exists()


def test_it_is_asked_once_a_day_whatever_the_order(office: PostOffice, own_page: str, client: Client) -> None:
    for _ in range(3):
        assert client.post(own_page, {"email": BEA.upper()}).status_code == 303
        AddedAddress.objects.filter(asked_at__isnull=False).delete()
        office.sends(NOW + HOUR / 60)
    assert len(office.server.received) == 1


def test_no_address_is_kept_in_clear(own_page: str, client: Client) -> None:
    client.post(own_page, {"email": BEA})
    assert BEA not in str(everything())
    assert AddedAddress.objects.get().sealed


@pytest.mark.parametrize("typed", ["", "bea", "bea@", "a b@example.com", "x" * 300 + "@example.com"])
def test_what_is_no_address_is_said_beside_the_field(own_page: str, client: Client, typed: str) -> None:
    response = client.post(own_page, {"email": typed})
    assert response.status_code == 422
    assert "That is not an email address" in text(response)


# One's link by mail -------------------------------------------------------------------------------------------------


def test_the_link_comes_by_mail(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    response = client.post("/link/", {"email": " Ana@Example.com "})
    assert "we email you its link" in text(response)
    (mail,) = office.sends(NOW + HOUR / 60)
    assert mail.mail["Subject"] == "Your link to order #1001"
    (path,) = [path for path in paths(mail) if path.startswith("/o/")]
    assert "Your order has shipped" in text(client.get(path))


def test_several_orders_are_one_mail(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    replace(office, order_number=1002).hears(replace(shipped(), name="#1002"), NOW)
    client.post("/link/", {"email": ANA})
    (mail,) = office.sends(NOW + HOUR / 60)
    assert mail.mail["Subject"] == "Your links to your orders"
    assert "Order #1002: your order has shipped" in mail.text


def test_an_order_in_several_parcels_says_of_which_its_sentence_is(
    office: PostOffice, client: Client
) -> None:
    page = STATES["one_parcel_overdue"].page
    assert isinstance(page, OrderPageOf)
    office.hears(page.build(NOW), NOW)
    replace(office, order_number=1002).hears(replace(shipped(), name="#1002"), NOW)
    client.post("/link/", {"email": ANA})
    (mail,) = office.sends(NOW + HOUR / 60)
    assert "Order #1001, parcel 2 of 2: 2 days late; last seen Monday 23 November in Teruel" in mail.text


def test_it_comes_once_a_day(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    for _ in range(3):
        client.post("/link/", {"email": ANA})
        office.sends(NOW + HOUR / 60)
    assert len(office.server.received) == 1
    with time_machine.travel(NOW + timedelta(days=1, minutes=1)):
        client.post("/link/", {"email": ANA})
    assert len(office.sends(NOW + timedelta(days=1, minutes=2))) == 1


def test_an_unknown_address_gets_the_same_answer_and_no_mail(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    known, unknown = (client.post("/link/", {"email": email}) for email in (ANA, NOBODY))
    assert known.content == unknown.content
    assert [mail.recipient for mail in office.sends(NOW + HOUR / 60)] == [ANA]
    assert bytes(LinkRequest.objects.first().sealed) == b""  # type: ignore[union-attr]


def test_asking_takes_the_same_statements_for_every_address(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    client.get("/")  # so that the brand is known
    counts = []
    for email in (ANA, NOBODY, ANA):
        with CaptureQueriesContext(connection) as queries:
            client.post("/link/", {"email": email})
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_a_server_that_is_away_only_delays_it(office: PostOffice, client: Client) -> None:
    office.hears(shipped(), NOW)
    client.post("/link/", {"email": ANA})
    office.server.faults.append("data: 451 later")
    assert office.sends(NOW + HOUR / 60) == []
    assert len(office.sends(NOW + HOUR)) == 1


def test_too_many_from_one_network_are_asked_to_wait(office: PostOffice, client: Client) -> None:
    answers = [client.post("/link/", {"email": f"a{number}@example.com"}) for number in range(25)]
    assert answers[-1].status_code == 429
    assert Limit.objects.exists()


def test_a_look_up_that_failed_offers_it(office: PostOffice, client: Client) -> None:
    page = client.post("/", {"order_number": "1001", "email": NOBODY}).content.decode()
    assert 'href="/link/"' in page
    assert client.get("/link/").status_code == 200


def test_it_is_not_offered_where_no_mail_leaves(
    office: PostOffice, client: Client, settings: Settings
) -> None:
    settings.EMAIL_URL = ""
    assert 'href="/link/"' not in client.post("/", {"order_number": "1001", "email": NOBODY}).content.decode()
    assert client.get("/link/").status_code == 404


def test_what_is_no_address_is_said(office: PostOffice, client: Client) -> None:
    assert client.post("/link/", {"email": "ana"}).status_code == 422


def test_a_removed_order_leaves_nothing_to_leave(office: PostOffice, client: Client) -> None:
    path = leave_path(first_mail(office))
    removal.forget_everything(now=NOW.timestamp())
    assert not LeaveLink.objects.exists()
    assert not Message.objects.exists()
    assert client.get(path).status_code == 404
    assert AccessLink.objects.exists()
