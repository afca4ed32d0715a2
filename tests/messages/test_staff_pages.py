"""The merchant's page about messages, the terminal's switches, the demo's outbox, and what providers report."""

import io
from base64 import b64encode

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from orders.gallery.builders import NOW
from orders.messages import leaving, sealing
from orders.messages.models import AddedAddress, CaughtMessage, Switches
from orders.messages.switching import read_switches
from tests.messages.post_office import ANA, PostOffice, prepared, shipped
from tests.support.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
PAGE = "/admin/order_messages/switches/"
FIELDS = {
    "quiet_minutes": "15",
    "oldest_days": "2",
    "from_address": "",
    "sms_night_from": "21",
    "sms_night_until": "8",
    "sms_segments_a_day": "100",
    "sms_cents_a_segment": "8",
}


@pytest.fixture
def staff(client: Client) -> Client:
    """The owner, signed in."""
    client.force_login(User.objects.create_superuser("noa", email="noa@casalumbre.example", password="x"))
    return client


def test_the_page_switches_events_on(staff: Client) -> None:
    assert staff.post(PAGE, FIELDS | {"email_events": ["delivered", "shipped"]}).status_code == 302
    switches = Switches.objects.get()
    assert (switches.email_events, switches.sms_events) == (["shipped", "delivered"], [])
    assert switches.quiet_minutes == 15


def test_it_says_what_is_missing(staff: Client) -> None:
    page = staff.get(PAGE).content.decode()
    assert "EMAIL_URL is not set" in page
    assert "SMS_URL is not set" in page


def test_it_refuses_a_sender_that_is_none(staff: Client) -> None:
    page = staff.post(PAGE, FIELDS | {"from_address": "Casa Lumbre"}).content.decode()
    assert "Give an address such as" in page
    assert not Switches.objects.exists()


def test_it_lists_what_became_of_messages(office: PostOffice, staff: Client) -> None:
    office.server.faults.append("data: 554 5.7.1 spam")
    office.hears(prepared(), NOW.replace(hour=9))
    office.hears(shipped())
    office.sends()
    page = staff.get(PAGE).content.decode()
    assert "The mail server said 554." in page
    assert ANA not in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_preview_is_the_mail_itself(staff: Client, scheme: str) -> None:
    response = staff.get(f"{PAGE}preview/?state=delayed&language=de&scheme={scheme}&pictures=off")
    assert 'lang="de"' in response.content.decode()
    assert "img-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_the_page_shows_the_sms_with_its_segments(staff: Client) -> None:
    page = staff.get(f"{PAGE}?state=delivered&language=es").content.decode()
    assert "Casa Lumbre, pedido #1001" in page
    assert "日本語 2" in page or "日本語 3" in page


def test_send_me_this_one_sends_it(staff: Client, server: SmtpServer) -> None:
    response = staff.post(f"{PAGE}send-me/", {"state": "delivered", "language": "fr"}, follow=True)
    assert "Sent to noa@casalumbre.example" in response.content.decode()
    (mail,) = server.received
    assert mail.recipient == "noa@casalumbre.example"
    assert 'lang="fr"' in mail.html


def test_it_says_why_it_could_not(staff: Client, server: SmtpServer) -> None:
    server.faults.append("550 5.7.1 not from here")
    response = staff.post(f"{PAGE}send-me/", {"state": "delivered"}, follow=True)
    assert "The mail server said 550." in response.content.decode()
    User.objects.update(email="")
    response = staff.post(f"{PAGE}send-me/", {"state": "delivered"}, follow=True)
    assert "Your account has no email address" in response.content.decode()


def test_who_may_not_look_is_kept_out(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    for address in (PAGE, f"{PAGE}preview/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{PAGE}send-me/").status_code == 403


# The terminal -------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("messages", *arguments, stdout=out)
    return out.getvalue()


def test_the_terminal_lists_what_is_on() -> None:
    assert "MISSING: set MESSAGES_FROM" in run()
    said = run("--on", "shipped,delivered", "--channel", "email", "--quiet-minutes", "10")
    assert read_switches().email_events == ["shipped", "delivered"]
    assert "shipped             on     -" in said
    run("--off", "shipped")
    assert read_switches().email_events == ["delivered"]
    run("--on", "all", "--channel", "both")
    assert "returning           on     on" in run()


@pytest.mark.parametrize("wrong", [["--on", "arrived"], ["--quiet-minutes", "5000"]])
def test_it_refuses_what_it_does_not_know(wrong: list[str]) -> None:
    with pytest.raises(CommandError):
        run(*wrong)


def test_added_addresses_are_encrypted_anew(office: PostOffice, settings: Settings) -> None:
    pk = office.hears(shipped())
    settings.ADDRESS_KEYS = ["old"]
    AddedAddress.objects.create(
        order_id=pk, sealed=sealing.seal(ANA), address_hash="1", language="en", added_at=0
    )
    AddedAddress.objects.create(order_id=pk, sealed=b"?", address_hash="2", language="en", added_at=0)
    settings.ADDRESS_KEYS = ["new", "old"]
    assert "1 addresses encrypted anew; 1 could not be read." in run("--reseal")
    settings.ADDRESS_KEYS = ["new"]
    assert sealing.unseal(AddedAddress.objects.get(address_hash="1").sealed) == ANA


# The demo's outbox --------------------------------------------------------------------------------------------------


@pytest.fixture
def caught(office: PostOffice, settings: Settings) -> CaughtMessage:
    """A mail that would have been sent."""
    settings.MAILERS = {"default": {"BACKEND": "orders.messages.catching.EmailBackend"}}
    office.hears(prepared(), NOW.replace(hour=9))
    office.hears(shipped())
    office.sends()
    return CaughtMessage.objects.get()


def test_the_outbox_shows_staff_what_would_have_been_sent(caught: CaughtMessage, staff: Client) -> None:
    page = staff.get("/outbox/").content.decode()
    assert "Order #1001: your order has shipped" in page
    assert ANA not in page
    mail = staff.get(f"/outbox/{caught.pk}/")
    assert "<h1" in mail.content.decode()
    assert "sandbox" in mail.headers["Content-Security-Policy"]
    assert staff.get("/outbox/999999/").status_code == 404


def test_nobody_else_sees_it_but_on_a_developers_machine(
    caught: CaughtMessage, client: Client, settings: Settings
) -> None:
    assert client.get("/outbox/").status_code == 404
    assert client.get(f"/outbox/{caught.pk}/").status_code == 404
    settings.DEBUG = True
    assert client.get("/outbox/").status_code == 200


# What providers report ----------------------------------------------------------------------------------------------


def report(client: Client, kind: str, *, secret: str = "me:secret") -> int:
    types = {"Bounce": ("HardBounce", 1), "SpamComplaint": ("SpamComplaint", 100001)}
    name, code = types[kind]
    payload = {"RecordType": kind, "Email": ANA, "MessageID": "1", "Type": name, "TypeCode": code}
    headers = {"Authorization": "Basic " + b64encode(secret.encode()).decode()}
    return client.post(
        "/webhooks/mail/", payload, content_type="application/json", headers=headers
    ).status_code


@pytest.fixture
def provider(settings: Settings) -> None:
    """Mail leaves by Postmark, which shows a secret."""
    settings.EMAIL_URL = "postmark://token@"
    settings.MAIL_CALLBACK_SECRET = "me:secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "me:secret"}


@pytest.mark.parametrize(("kind", "why"), [("Bounce", "bounced"), ("SpamComplaint", "complained")])
def test_a_bounce_and_a_complaint_stop_the_address(
    provider: None, client: Client, kind: str, why: str
) -> None:
    assert report(client, kind) == 200
    assert leaving.why_stopped(ANA) == why


def test_a_report_without_the_secret_is_not_believed(provider: None, client: Client) -> None:
    assert report(client, "Bounce", secret="me:wrong") == 400
    assert leaving.why_stopped(ANA) is None


def test_no_report_is_listened_to_without_a_provider(client: Client) -> None:
    assert report(client, "Bounce") == 404
