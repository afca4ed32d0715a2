"""The gallery in a browser, as staff see it, and the command that takes its pictures."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.quality.demo_site import DemoSite
from tests.support.live_site import manage
from tests.support.processes import ROOT

pytestmark = pytest.mark.browser

NAME, PASSWORD = "curator", "a-long-one-for-tests-4711"
AXE_FINDS = "axe.run({iframes: false}).then(results => results.violations.map(rule => rule.id))"
type NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def staff(demo: DemoSite, browser: Browser) -> StorageState:
    """What the browser of somebody keeps who has logged in."""
    manage(
        demo.site.environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD},
        "createsuperuser",
        "--no-input",
        f"--username={NAME}",
        "--email=curator@casalumbre.example",
    )
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{demo.url}/admin/login/?next=/gallery/overdue/")
        page.locator("[name=username]").fill(NAME)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[type=submit]").click()
        page.wait_for_url("**/gallery/overdue/")
        return context.storage_state()


@pytest.fixture
def enter(new_context: NewContext, demo: DemoSite, staff: StorageState) -> Callable[..., Page]:
    """Walk to an address as staff."""

    def go(address: str, **options: object) -> Page:
        page = new_context(storage_state=staff, **options).new_page()
        # Without scripts no frame waits until it is seen, so all of them would have to come first.
        page.goto(demo.url + address, wait_until="domcontentloaded")
        return page

    return go


def test_states_hang_in_frames_and_the_wall_stands_still(enter: Callable[..., Page]) -> None:
    page = enter("/gallery/")
    first = page.frame_locator("#look_up iframe")
    expect(first.get_by_role("heading", level=1)).to_have_text("Where is your order?")
    expect(page.frame_locator("#look_up_empty iframe").locator(".problem")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.locator("#partly_delivered").scroll_into_view_if_needed()
    picture = page.frame_locator("#partly_delivered iframe").locator("main img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0


@pytest.mark.long
def test_it_is_steered_without_a_script(enter: Callable[..., Page]) -> None:
    page = enter("/gallery/look_up/", java_script_enabled=False)
    # Without scripts no frame waits until it is seen; one is enough to see that they are steered.
    page.route(
        "**/gallery/*/?*",
        lambda route: route.continue_() if "/look_up/" in route.request.url else route.abort(),
    )
    page.goto(f"{page.url.partition('gallery')[0]}gallery/", wait_until="domcontentloaded")
    page.get_by_label("Language", exact=True).select_option("de")
    page.get_by_label("Look", exact=True).select_option("studio")
    page.get_by_label("Colours", exact=True).select_option("dark")
    page.get_by_label("Width", exact=True).select_option("320")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/gallery/?lang=de&look=studio&scheme=dark&width=320", wait_until="domcontentloaded")
    frame = page.frame_locator("#look_up iframe")
    expect(frame.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#look_up iframe")).to_have_css("width", "320px")
    expect(page.get_by_label("Width", exact=True)).to_have_value("320")


@pytest.mark.long
def test_the_wall_is_no_wider_than_the_window(enter: Callable[..., Page]) -> None:
    page = enter("/gallery/look_up/")
    for width in (320, 390, 768, 1440):
        page.set_viewport_size({"width": max(width, 390), "height": 800})
        page.goto(f"{page.url.partition('gallery')[0]}gallery/?width={width}", wait_until="domcontentloaded")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.long
def test_the_wall_is_open_to_everyone(enter: Callable[..., Page]) -> None:
    page = enter("/gallery/")
    page.evaluate(AXE_SCRIPT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(AXE_FINDS) == [], scheme


def test_what_is_new_since_the_last_visit_is_marked(enter: Callable[..., Page]) -> None:
    page = enter("/gallery/since_last_visit/")
    expect(page.locator("#since")).to_contain_text("New since your last visit")
    marked = page.locator(".journey li", has=page.locator(".new"))
    expect(marked.locator(".label")).to_have_text(["Shipped", "On its way"])
    page.goto(page.url.replace("since_last_visit", "arriving"))
    expect(page.locator("#order .new")).to_have_count(0)


def take_pictures(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as `make gallery` does."""
    command = [sys.executable, "-m", "scripts.gallery", "--out", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_takes_every_picture_it_is_asked_for(tmp_path: Path) -> None:
    done = take_pictures(tmp_path, "--states", "look_up,overdue", "--widths", "390", "--looks", "studio")
    assert done.returncode == 0, done.stderr
    names = {
        f"{state}-studio-en-{scheme}-390" for state in ("look_up", "overdue") for scheme in ("light", "dark")
    }
    assert {path.stem for path in tmp_path.glob("*.png")} == names
    sheet = (tmp_path / "index.html").read_text("utf-8")
    assert all(f'src="{name}.png"' in sheet for name in names)
    with Image.open(tmp_path / "overdue-studio-en-light-390.png") as picture:
        assert picture.width == 390
        assert picture.height > 844
    with (
        Image.open(tmp_path / "look_up-studio-en-light-390.png") as light,
        Image.open(tmp_path / "look_up-studio-en-dark-390.png") as dark,
    ):
        assert brightness(light) > 3 * brightness(dark)


@pytest.mark.long
def test_the_command_says_what_is_wider_than_its_window_and_fails(tmp_path: Path) -> None:
    arguments = ("--states", "overdue", "--widths", "60", "--schemes", "light", "--text", "300")
    done = take_pictures(tmp_path, *arguments)
    assert done.returncode == 1
    assert "overdue-editorial-en-light-60 takes " in done.stdout
    assert "1 pages are wider than their window" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize(
    "arguments", [("--states", "no_such_state"), ("--looks", "gothic"), ("--languages", "tlh")]
)
def test_the_command_refuses_what_there_is_not(tmp_path: Path, arguments: tuple[str, str]) -> None:
    done = take_pictures(tmp_path, *arguments)
    assert done.returncode not in {0, 2}
    assert f"{arguments[1]}: not one of " in done.stderr
    assert not list(tmp_path.glob("*.png"))


def brightness(picture: Image.Image) -> float:
    """Of the paper, near the corner: 0 to 255."""
    grey = picture.convert("L").getpixel((2, 2))
    assert isinstance(grey, (int, float))
    return grey
