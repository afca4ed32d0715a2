"""Finding an order by typing."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.watch import Watch
from tests.quality.demo_site import DemoSite
from tests.sandbox.demo import DemoOrder

pytestmark = pytest.mark.browser

STRANGER = "somebody.else@example.com"


def fill(page: Page, number: str, contact: str) -> None:
    """Type both and send."""
    page.get_by_label("Order number").fill(number)
    page.get_by_label("Email").fill(contact)
    page.get_by_role("button", name="Find my order").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_number_and_email_lead_to_the_order_with_and_without_javascript(
    demo: DemoSite, bought: DemoOrder, new_context: NewContext, javascript: bool
) -> None:
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto(demo.url)
    fill(page, bought.name, bought.contact)
    page.wait_for_url("**/o/*/**")
    expect(page.locator(".eyebrow")).to_contain_text(bought.name)
    expect(page.locator("h1")).to_have_text("We have your order")


def test_enter_sends_the_form(demo: DemoSite, bought: DemoOrder, page: Page) -> None:
    page.goto(demo.url)
    page.get_by_label("Order number").fill(bought.name)
    page.get_by_label("Email").fill(bought.contact)
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/*/**")


def test_a_phone_number_is_as_good_as_an_email(demo: DemoSite, page: Page) -> None:
    page.goto(demo.url)
    fill(page, "1087", "600 123 456")
    page.wait_for_url("**/o/*/**")
    expect(page.locator(".eyebrow")).to_contain_text("#1087")


def test_a_wrong_email_is_answered_kindly_in_place_and_nothing_typed_is_lost(
    demo: DemoSite, bought: DemoOrder, page: Page, watch: Watch
) -> None:
    watch.expected_statuses.add(404)
    page.goto(demo.url)
    fill(page, bought.name, STRANGER)
    expect(page.get_by_role("heading", level=1)).to_have_text("These two do not match an order")
    expect(page.get_by_label("Order number")).to_have_value(bought.name)
    expect(page.get_by_label("Email")).to_have_value(STRANGER)
    expect(page.locator(".problem")).to_be_focused()
    assert watch.paths("document") == ["/"], "the page was loaded again"
    fill(page, bought.name, bought.contact)
    page.wait_for_url("**/o/*/**")


def test_without_javascript_a_wrong_email_is_answered_just_as_kindly(
    demo: DemoSite, bought: DemoOrder, new_context: NewContext, watch: Watch
) -> None:
    watch.expected_statuses.add(404)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(demo.url)
    fill(page, bought.name, STRANGER)
    expect(page.get_by_role("heading", level=1)).to_have_text("These two do not match an order")
    expect(page.get_by_label("Email")).to_have_value(STRANGER)
    expect(page.locator(".problem")).to_be_focused()


def test_the_title_says_what_came_of_it(demo: DemoSite, bought: DemoOrder, page: Page, watch: Watch) -> None:
    watch.expected_statuses.add(404)
    page.goto(demo.url)
    fill(page, bought.name, STRANGER)
    expect(page).to_have_title("These two do not match an order · Casa Lumbre")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_shape_that_cannot_be_right_is_said_beside_its_field(
    demo: DemoSite, bought: DemoOrder, new_context: NewContext, watch: Watch, javascript: bool
) -> None:
    watch.expected_statuses.add(422)
    page = new_context(java_script_enabled=javascript).new_page()
    page.goto(demo.url)
    fill(page, bought.name, "ines.soler")
    email = page.get_by_label("Email")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description(
        "Or the phone number, if you ordered with one. "
        "That is neither an email, such as name@example.com, nor a phone number."
    )
    expect(page.get_by_label("Order number")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".problem")).to_be_focused()
    page.locator(".problem").get_by_role("link").click()
    expect(email).to_be_focused()


def test_a_mail_link_fills_in_the_number_and_only_the_email_is_left_to_type(
    demo: DemoSite, page: Page
) -> None:
    page.goto(f"{demo.url}/?order=%231011")
    expect(page.get_by_label("Order number")).to_have_value("#1011")
    page.get_by_label("Email").fill("pau.ribas@example.com")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/*/**")
    expect(page.locator("h1")).to_have_text("Out for delivery today")


def test_the_link_opens_again_in_another_browser(
    demo: DemoSite, bought: DemoOrder, page: Page, new_context: NewContext
) -> None:
    page.goto(demo.url)
    fill(page, bought.name, bought.contact)
    page.wait_for_url("**/o/*/**")
    sentence = page.locator("h1").inner_text()
    other = new_context().new_page()
    other.goto(page.url)
    expect(other.locator("h1")).to_have_text(sentence)


def test_a_link_that_is_gone_leads_kindly_to_the_look_up(
    demo: DemoSite, bought: DemoOrder, page: Page, watch: Watch
) -> None:
    watch.expected_statuses.add(404)
    page.goto(f"{demo.url}/o/{'A' * 32}/")
    expect(page.locator("h1")).to_have_text("That link no longer opens")
    fill(page, bought.name, bought.contact)
    page.wait_for_url("**/o/*/**")
    expect(page.locator(".eyebrow")).to_contain_text(bought.name)


def test_after_too_many_tries_one_is_asked_to_wait_and_a_held_link_still_opens(
    demo: DemoSite, bought: DemoOrder, page: Page, watch: Watch
) -> None:
    watch.expected_statuses.update({404, 429})
    page.goto(demo.url)
    statuses = page.evaluate(
        """async () => Promise.all(Array.from({length: 20}, async (_, n) =>
             (await fetch("/", {method: "POST", body: new URLSearchParams(
               {order_number: `77${n}`, email: `guess${n}@example.com`})})).status))"""
    )
    assert set(statuses) <= {404, 429}
    fill(page, bought.name, bought.contact)
    expect(page.locator("h1")).to_have_text("Let us pause for a moment")
    expect(page.locator(".problem")).to_contain_text("Please try again in 1 minute.")
    expect(page.get_by_label("Order number")).to_have_value(bought.name)
    page.goto(demo.link_to(bought))
    expect(page.locator(".eyebrow")).to_contain_text(bought.name)


def test_going_back_from_the_order_shows_the_look_up_again(
    demo: DemoSite, bought: DemoOrder, page: Page
) -> None:
    page.goto(demo.url)
    fill(page, bought.name, bought.contact)
    page.wait_for_url("**/o/*/**")
    page.go_back()
    expect(page.get_by_role("button", name="Find my order")).to_be_enabled()


def test_a_double_click_sends_once(demo: DemoSite, bought: DemoOrder, page: Page, watch: Watch) -> None:
    page.goto(demo.url)
    page.get_by_label("Order number").fill(bought.name)
    page.get_by_label("Email").fill(bought.contact)
    page.get_by_role("button", name="Find my order").dblclick(no_wait_after=True)
    page.wait_for_url("**/o/*/**")
    assert watch.paths("xhr") == ["/"]
