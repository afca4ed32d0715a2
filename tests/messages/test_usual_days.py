"""What usually happens is told alike wherever an order is told, and never by a day that is over when it is read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import translation

from orders.access import links
from orders.access.purposes import Purpose
from orders.api.timeline_out import build_public_timeline
from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.gallery.builders import NOW, a_fulfillment, a_line, an_event, an_order
from orders.history.forecasting import make_windows
from orders.messages.models import Switches
from orders.presenters.dates import dates_in_full
from orders.presenters.usual import usual_words
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from tests.messages.post_office import QUIET, PostOffice, prepared
from tests.support.past_parcels import DAY, TUESDAY, WEDNESDAY, remember, travelling
from tests.support.shopper import text
from tests.support.smtp_server import Received

AT = NOW.timestamp()
PAGE_LINE = "Parcels like this usually arrive between tomorrow and Wednesday."
DATED_LINE = "Parcels like this usually arrive between 24 and 25 November."
ANY_LINE = "Parcels like this"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def learned() -> Iterator[None]:
    """Now, with a past of parcels that took two or three delivery days."""
    with time_machine.travel(NOW, tick=False):
        remember()
        make_windows(now=AT)
        yield


def put(order: Order) -> int:
    fetched = FetchedOrder(order=order, contact=Contact(email="ana@example.com"))
    return store.put_if_newer(fetched, fetched_at=AT)


def two_parcels() -> Order:
    """One is scanned, one has only a label."""
    scanned = a_fulfillment(1, events=[an_event("CARRIER_PICKED_UP", hours_ago=70)], hours_ago=71)
    packed = a_fulfillment(2, events=[an_event("LABEL_PRINTED", hours_ago=1)], items=[(2, 1)], hours_ago=1)
    return an_order(lines=[a_line(1), a_line(2, title="Linen runner")], fulfillments=[scanned, packed])


def seen_again() -> Order:
    """Scanned once more a day from now, so that nobody wonders on the days after."""
    scans = [an_event("CARRIER_PICKED_UP", hours_ago=70), an_event("IN_TRANSIT", hours_ago=-24)]
    return an_order(fulfillments=[a_fulfillment(events=scans, hours_ago=71)])


def mail_about(office: PostOffice, order: Order) -> str:
    mail = mail_sent(office, order)
    assert ANY_LINE in mail.html
    return mail.text.replace("\r\n", "\n")


def mail_sent(office: PostOffice, order: Order, *, days_later: int = 0) -> Received:
    """The mail about a parcel that left three days ago, sent when the order has been so for some minutes, or days."""
    Switches.objects.update(oldest_days=10)
    office.hears(prepared(), NOW - timedelta(hours=80))
    office.hears(order)
    (mail,) = office.sends(NOW + days_later * DAY + QUIET + timedelta(minutes=1))
    return mail


def test_a_mail_says_it_by_its_dates(office: PostOffice) -> None:
    assert DATED_LINE in mail_about(office, travelling())


def test_a_mail_about_one_of_several_says_it_of_that_parcel(office: PostOffice) -> None:
    assert f"number PQ4X7A0410001230128012A\n{DATED_LINE}" in mail_about(office, two_parcels())


def test_a_mail_that_leaves_later_says_what_is_still_to_come(office: PostOffice) -> None:
    assert DATED_LINE in mail_sent(office, seen_again(), days_later=1).text


def test_a_mail_that_leaves_on_the_last_of_the_days_is_read_too_late_to_name_it(office: PostOffice) -> None:
    mail = mail_sent(office, seen_again(), days_later=2)
    assert ("24 November" in mail.text, ANY_LINE in mail.text) == (False, False)
    assert usual_words(Window(TUESDAY, WEDNESDAY), now=NOW + 2 * DAY).endswith(" by today.")


def test_a_printed_sheet_says_it_by_its_dates(client: Client) -> None:
    token = links.issue_link(put(travelling()), origin=Purpose.SUPPORT, now=AT)
    assert PAGE_LINE in text(client.get(f"/o/{token}/"))
    assert DATED_LINE in text(client.get(f"/o/{token}/print/"))


def test_a_printed_sheet_says_it_of_the_parcel_it_is_about(client: Client) -> None:
    token = links.issue_link(put(two_parcels()), origin=Purpose.SUPPORT, now=AT)
    sheet = text(client.get(f"/o/{token}/print/"))
    assert sheet.index("Parcel 1 of 2") < sheet.index(DATED_LINE) < sheet.index("Parcel 2 of 2")


def test_a_shared_page_says_it(client: Client) -> None:
    token = links.issue_link(put(travelling()), origin=Purpose.SHARED, now=AT)
    assert PAGE_LINE in text(client.get(f"/s/{token}/"))


@pytest.mark.parametrize(
    ("days_later", "usual"),
    [
        (0, {"first_day": "2026-11-24", "last_day": "2026-11-25"}),
        (2, {"first_day": None, "last_day": "2026-11-25"}),
        (3, None),
    ],
)
def test_the_api_has_it_beside_what_is_expected(days_later: int, usual: dict[str, str | None] | None) -> None:
    (parcel,) = build_public_timeline(seen_again(), now=NOW + days_later * DAY)["parcels"]
    assert (parcel["expected"], parcel["usual"]) == (None, usual)


def test_a_ready_answer_says_it_as_a_mail_does(client: Client) -> None:
    user = User.objects.create_user("sam", password="long enough a secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Support"))
    client.force_login(user)
    answer = client.get(f"/admin/order/{put(travelling())}/").context["answer"]
    assert (DATED_LINE in answer, "this page" in answer) == (True, False)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ar", "تصل الطرود المشابهة عادةً بين 24 و25 نوفمبر."),
        ("de", "Pakete wie dieses kommen meist zwischen dem 24. und dem 25. November an."),
        ("es", "Los paquetes como este suelen llegar entre el 24 y el 25 de noviembre."),
        ("fr", "Les colis comme celui-ci arrivent généralement entre le 24 et le 25 novembre."),
        ("it", "I pacchi come questo di solito arrivano tra martedì 24 e mercoledì 25 novembre."),
        ("ja", "同じような荷物は、通常11月24日〜25日お届けとなります。"),
        ("nl", "Pakketten als dit komen meestal tussen 24 en 25 november aan."),
        ("pt-br", "Pacotes como este costumam chegar entre 24 e 25 de novembro."),
    ],
)
def test_it_is_said_by_its_dates_in_every_language(language: str, line: str) -> None:
    with translation.override(language), dates_in_full():
        assert usual_words(Window(TUESDAY, WEDNESDAY), now=NOW) == line


def test_of_days_that_have_begun_only_the_last_is_named_in_full() -> None:
    window = Window(TUESDAY, WEDNESDAY + DAY)
    with dates_in_full():
        assert usual_words(window, now=NOW + 2 * DAY).endswith("usually arrive by Thursday 26 November.")
