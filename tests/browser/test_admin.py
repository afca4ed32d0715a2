"""A merchant brands a deployed site in Chromium, with a preview that follows what is typed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.browser.watch import Watch
from tests.support.live_site import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin")]

PASSWORD = "right horse battery"
FORM = "/admin/branding/brand/"
AXE = """axe.run({exclude: ['iframe']}, {preload: false, resultTypes: ['violations']})
  .then(results => results.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 48" onload="alert(1)"><script>alert(1)</script>'
    b'<style>.st0{fill:#7a1f3d}</style><circle class="st0" cx="24" cy="24" r="20"/></svg>'
)
SHOWN_SECONDS = 4
"""The brand is on every process's pages within three seconds."""


@pytest.fixture(scope="module")
def site() -> Iterator[LiveSite]:
    """A site in front of no shop, with one staff account."""
    with LiveSite(
        shopify_url="http://127.0.0.1:9", TRUSTED_PROXIES="127.0.0.1", LOG_LEVEL="WARNING"
    ) as running:
        account = {"USERNAME": "noa", "PASSWORD": PASSWORD, "EMAIL": "noa@example.com"}
        running.environment |= {f"DJANGO_SUPERUSER_{name}": value for name, value in account.items()}
        running.manage("createsuperuser", "--no-input")
        yield running


@pytest.fixture
def watch(site: LiveSite) -> Watch:
    return Watch(site=site.url, pictures=site.url)


@pytest.fixture
def open_window(browser: Browser, site: LiveSite, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A browser of somebody's own; afterwards nothing may have gone wrong in it."""
    opened: list[BrowserContext] = []

    def open_one(address: str = "198.51.100.7", **options: Any) -> Page:
        headers = {"X-Forwarded-For": address}
        context = browser.new_context(
            base_url=site.url, **{"locale": "es-ES", "extra_http_headers": headers} | options
        )
        context.set_default_timeout(15_000)
        watch.over(context)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()
    assert not watch.complaints, "\n".join(watch.complaints)


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto(FORM)
    page.get_by_label("Username").fill("noa")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.fixture(scope="module")
def session(browser: Browser, site: LiveSite) -> Any:
    """The cookies of the staff member, who signs in once: attempts are counted."""
    with browser.new_context(base_url=site.url) as context:
        sign_in(context.new_page())
        return context.storage_state()


@pytest.fixture
def open_form(open_window: Callable[..., Page], session: Any) -> Callable[..., Page]:
    """The brand's form in a window of any kind."""

    def open_one(**options: Any) -> Page:
        page = open_window(storage_state=session, **options)
        page.goto(FORM)
        return page

    return open_one


@pytest.fixture
def form(open_form: Callable[..., Page]) -> Page:
    """The brand's form at a desk."""
    return open_form(viewport={"width": 1440, "height": 900})


def preview(page: Page) -> FrameLocator:
    return page.frame_locator(".frame iframe:not(.coming)")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Shoppers see it within a few seconds.")).to_be_visible()


def choose_logo(page: Page, content: bytes = LOGO) -> None:
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": content}
    )


def test_a_merchant_brands_the_site_and_a_shopper_sees_it(
    form: Page, open_window: Callable[..., Page], site: LiveSite
) -> None:
    form.get_by_role("radio", name="Studio").check()
    form.get_by_label("Shop name").fill("Almazara")
    form.get_by_label("Brand colour", exact=True).fill("#7a1f3d")
    choose_logo(form)
    form.get_by_label("Returns").fill("almazara.example/returns")
    form.get_by_text("English", exact=True).first.click()
    form.get_by_label("Title of the first page").first.fill("Where are your bottles?")
    save(form)
    expect(form.get_by_role("img", name="Logo on the light page")).to_be_visible()

    shopper = open_window("203.0.113.5", locale="en-GB")
    shopper.wait_for_timeout(SHOWN_SECONDS * 1000)
    shopper.goto("/")
    expect(shopper.get_by_role("heading", level=1)).to_have_text("Where are your bottles?")
    logo = shopper.get_by_role("img", name="Almazara")
    assert logo.evaluate("image => image.complete && image.naturalWidth > 0")
    button = shopper.get_by_role("button", name="Find my order")
    expect(button).to_have_css("background-color", "rgb(122, 31, 61)")
    expect(shopper.get_by_role("link", name="Returns")).to_have_attribute(
        "href", "https://almazara.example/returns"
    )
    assert shopper.context.cookies() == []


def test_the_preview_follows_what_is_typed_and_nothing_is_stored(form: Page) -> None:
    history = form.evaluate("history.length")
    form.get_by_role("radio", name="Look-up").check()
    form.get_by_label("Slogan").fill("Not saved")
    expect(preview(form).get_by_text("Not saved")).to_be_visible()
    form.get_by_label("Language").select_option("es")
    expect(preview(form).get_by_role("button", name="Buscar mi pedido")).to_be_visible()
    form.get_by_role("radio", name="Delivered").check()
    expect(preview(form).get_by_role("heading", level=1)).to_contain_text("Entregado")
    choose_logo(form)
    expect(preview(form).get_by_role("banner").get_by_role("img").first).to_have_attribute(
        "src", re.compile("^data:image/svg")
    )
    assert form.evaluate("history.length") == history
    form.reload()
    assert form.get_by_label("Slogan").input_value() == ""


@pytest.mark.long
def test_the_preview_is_as_wide_as_the_window_it_stands_for(form: Page) -> None:
    width = "document.documentElement.clientWidth"
    frame = form.locator(".frame iframe")
    expect(preview(form).get_by_role("heading", level=1)).to_be_visible()
    assert frame.evaluate("frame => frame.clientWidth") == 390
    form.get_by_role("radio", name="Desk").check()
    assert frame.evaluate("frame => frame.clientWidth") == 1200
    assert form.evaluate(width) == 1440


def test_without_javascript_a_button_shows_the_preview(open_form: Callable[..., Page]) -> None:
    page = open_form(java_script_enabled=False)
    page.get_by_label("Slogan").fill("By hand")
    page.get_by_role("radio", name="Look-up").check()
    page.get_by_role("button", name="Show").click()
    expect(page.frame_locator("iframe").get_by_text("By hand")).to_be_visible()
    assert page.url.endswith(FORM)


def test_a_colour_that_cannot_be_read_is_told_while_it_is_typed(form: Page) -> None:
    form.get_by_label("Brand colour", exact=True).fill("#ffd400")
    note = form.locator("#colour-notes .move")
    expect(note).to_contain_text("Your brand colour #ffd400 has a contrast of 1.")
    expect(note.get_by_role("img")).to_have_accessible_name(re.compile("#ffd400 became #[0-9a-f]{6}"))
    form.get_by_role("radio", name="Always light").check()
    form.get_by_label("Brand colour", exact=True).fill("#0b5d4b")
    expect(form.get_by_text("All colours can be read as they are.")).to_be_visible()


def test_the_colour_picker_fills_in_the_field(form: Page) -> None:
    form.get_by_label("Brand colour: choose").fill("#224466")
    assert form.get_by_label("Brand colour", exact=True).input_value() == "#224466"
    expect(
        form.get_by_role("img", name=re.compile("The light page: .* brand colour #224466"))
    ).to_be_visible()


def test_what_is_wrong_is_said_in_the_preview_and_when_it_is_saved(form: Page, watch: Watch) -> None:
    watch.expected_statuses.add(422)
    choose_logo(form, b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>")
    form.get_by_label("Returns").fill("javascript:alert(1)")
    expect(preview(form).get_by_text("Returns: Give a plain web address")).to_be_visible()
    form.get_by_role("button", name="Save").click()
    problems = form.get_by_role("alert")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("Logo: This SVG declares entities")
    problems.get_by_role("link", name="Returns").click()
    expect(form.get_by_label("Returns")).to_be_focused()


@pytest.mark.long
def test_after_too_many_wrong_passwords_one_is_told_to_wait(open_window: Callable[..., Page]) -> None:
    page = open_window("192.0.2.77")
    for _ in range(8):
        sign_in(page, "wrong")
        expect(page.get_by_text("Please enter the correct username and password")).to_be_visible()
    sign_in(page)
    expect(page.get_by_text("Too many attempts to sign in.")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "colour_scheme"),
    [
        (390, "dark"),
        pytest.param(1440, "light", marks=pytest.mark.long),
        pytest.param(390, "light", marks=pytest.mark.long),
        pytest.param(1440, "dark", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing_in_the_form(
    open_form: Callable[..., Page], colour_scheme: str, width: int
) -> None:
    page = open_form(
        viewport={"width": width, "height": 900}, color_scheme=colour_scheme, reduced_motion="reduce"
    )
    page.get_by_label("Brand colour", exact=True).fill("#ffd400")
    expect(page.locator("#colour-notes .move")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []


def test_axe_finds_nothing_where_one_signs_in(open_window: Callable[..., Page]) -> None:
    page = open_window()
    page.goto(FORM)
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []


@pytest.mark.parametrize(
    ("width", "colour_scheme"), [(390, "dark"), pytest.param(1280, "light", marks=pytest.mark.long)]
)
def test_an_owner_makes_a_rule_tries_it_and_switches_it_on(
    open_window: Callable[..., Page], session: Any, width: int, colour_scheme: str
) -> None:
    page = open_window(
        storage_state=session, viewport={"width": width, "height": 900}, color_scheme=colour_scheme
    )

    def look() -> None:
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto("/admin/rules/")
    page.get_by_role("link", name="Missed the delivery").click()
    page.get_by_label("Name").fill(f"Missed, {width}")
    page.get_by_label("Tag").fill("one, two")
    page.get_by_role("button", name="Dry run first").click()
    expect(page.get_by_text("One tag, without a comma.")).to_be_visible()
    look()
    page.get_by_label("Tag").fill("missed")
    page.get_by_label("Web hook").fill("https://hooks.example.com/rules")
    page.get_by_role("button", name="Dry run first").click()
    expect(page.get_by_text("Would not have fired in the last seven days")).to_be_visible()
    look()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Show the secret").click()
    expect(page.get_by_text("whsec_")).to_be_visible()
    look()
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("On")
    page.get_by_role("link", name="All rules").click()
    look()
    page.get_by_role("link", name=f"Missed, {width}").click()
    page.get_by_role("link", name="Delete").click()
    look()
    page.get_by_role("button", name="Delete the rule").click()
    expect(page.get_by_text("The rule is deleted.")).to_be_visible()


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(width, marks=pytest.mark.long) for width in (390, 768, 1152, 1440))]
)
def test_the_form_fits_every_window(open_form: Callable[..., Page], width: int) -> None:
    page = open_form(viewport={"width": width, "height": 900})
    page.get_by_role("radio", name="Desk").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
