"""Chromium with a virtual authenticator: a passkey is made, and opens the admin after the password."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.support.live_site import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("second_factor")]

PASSWORD = "right horse battery"
AXE = """axe.run({exclude: ['iframe']}, {preload: false, resultTypes: ['violations']})
  .then(results => results.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site() -> Iterator[LiveSite]:
    """A site that is reached by a host name, for passkeys belong to one."""
    with LiveSite(shopify_url="http://127.0.0.1:9", LOG_LEVEL="WARNING", host="localhost") as running:
        account = {"USERNAME": "noa", "PASSWORD": PASSWORD, "EMAIL": "noa@example.com"}
        running.environment |= {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
        running.manage("createsuperuser", "--no-input")
        yield running


@pytest.fixture
def page(browser: Browser, site: LiveSite) -> Iterator[Page]:
    """A phone with a fingerprint reader."""
    with browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844}) as context:
        context.set_default_timeout(15_000)
        opened = context.new_page()
        devtools = context.new_cdp_session(opened)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
        yield opened


def give_password(page: Page) -> None:
    page.goto("/admin/second-factor/")
    page.get_by_label("Username").fill("noa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def assert_accessible(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # A button's colour is on its way for a moment.
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_passkey_is_made_and_opens_the_admin_after_the_password(page: Page) -> None:
    give_password(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Phone")
    assert_accessible(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_label("Name of the passkey Phone")).to_have_value("Phone")
    assert_accessible(page)

    page.get_by_role("button", name="Log out").click()
    give_password(page)
    expect(page).to_have_url(re.compile("/admin/second-step/"))
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Name of the passkey Phone")).to_be_visible()

    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/second-factor/")
    assert_accessible(page)
    page.get_by_role("link", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Sign in with a passkey")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Name of the passkey Phone")).to_be_visible()

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Again")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()

    page.goto("/admin/second-factor/")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.get_by_alt_text("QR code that holds the secret written below")).to_be_visible()
    assert_accessible(page)
