"""Going through a page with the Tab key, and looking at what has the focus."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import Page

MOST_STOPS = 400
CONTROLS = "a[href], button, input, select, summary, textarea, [tabindex='0']"
COUNT = f"""() => {{
  window.stops = [];
  return [...document.querySelectorAll("{CONTROLS}")]
    .filter(element => element.checkVisibility({{visibilityProperty: true}}) && !element.disabled
      && element.type !== "hidden").length;
}}"""
# null when the focus has left the page, or comes to what it came to before.
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || window.stops.includes(element)) return null;
  window.stops.push(element);
  const box = element.getBoundingClientRect();
  const points = [.1, .5, .9].flatMap(across => [.1, .5, .9].map(down =>
    document.elementFromPoint(box.left + across * box.width, box.top + down * box.height)));
  return {
    name: element.outerHTML.slice(0, 120),
    left: box.left, right: box.right, top: box.top, bottom: box.bottom, scrolled: scrollY,
    on_screen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    bare: points.some(found => found && (element.contains(found) || found.contains(element))),
  };
}"""
# The contrast of the focus ring with what is behind it, as WCAG reckons it.
RING = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = channels(colour).slice(0, 3).map(value => value / 255)
      .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const element = document.activeElement;
  const style = getComputedStyle(element);
  let behind = element.parentElement;
  const isClear = (element) => (channels(getComputedStyle(element).backgroundColor)[3] ?? 1) === 0;
  while (behind.parentElement && isClear(behind)) behind = behind.parentElement;
  const [low, high] = [light(style.outlineColor), light(getComputedStyle(behind).backgroundColor)].sort();
  return {
    width: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    contrast: (high + .05) / (low + .05),
  };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the focus came to, in CSS pixels within the window. `bare`: not all of it lies beneath something else."""

    name: str
    left: float
    right: float
    top: float
    bottom: float
    scrolled: float
    on_screen: bool
    bare: bool


def count_controls(page: Page) -> int:
    """How many things on the page one can do something with; begins a new walk."""
    return int(page.evaluate(COUNT))


def next_stop(page: Page, key: str = "Tab") -> Stop | None:
    """Where the key leads; None when it leads out of the page."""
    page.keyboard.press(key)
    found = page.evaluate(STOP)
    return Stop(**found) if found else None


def walk(page: Page, key: str = "Tab") -> list[Stop]:
    """All stops of the page, one after the other, until the focus leaves it. Raises when it never does."""
    stops: list[Stop] = []
    while stop := next_stop(page, key):
        stops.append(stop)
        if len(stops) > MOST_STOPS:
            raise AssertionError(f"The focus does not leave the page: {stop.name}")
    return stops


def is_seen_later(stop: Stop, before: Stop, *, leftwards: bool) -> bool:
    """Whether a reader comes to `stop` after `before`: further down, or beside it in the direction of reading."""
    top, bottom = stop.top + stop.scrolled, stop.bottom + stop.scrolled
    before_middle = (before.top + before.bottom) / 2 + before.scrolled
    if top >= before_middle - 1:
        return True
    beside = stop.right <= before.left + 1 if leftwards else stop.left >= before.right - 1
    return beside and bottom > 0


def missing_ring(page: Page, stop: Stop) -> str:
    """What is wrong with the mark of what has the focus now; empty when it can be seen.

    A ring of two pixels or more, of contrast 3, and really drawn: the pictures with and without the focus differ by as
    many pixels as the ring is long.
    """
    ring = page.evaluate(RING)
    if ring["width"] < 2 or ring["contrast"] < 3:
        return f"{stop.name}: ring of {ring['width']} px, contrast {ring['contrast']:.2f}"
    with_focus = _picture(page, stop)
    page.evaluate("document.activeElement.blur()")
    changed = ImageChops.difference(with_focus, _picture(page, stop)).convert("L")
    drawn = sum(changed.histogram()[48:])
    length = 2 * (stop.right - stop.left)
    return (
        "" if drawn >= length else f"{stop.name}: {drawn} pixels change, the ring is longer than {length:.0f}"
    )


def _picture(page: Page, stop: Stop) -> Image.Image:
    window = page.viewport_size or {"width": 1280, "height": 720}
    left, top = max(0, stop.left - 8), max(0, stop.top - 8)
    clip = {
        "x": left,
        "y": top,
        "width": min(window["width"], stop.right + 8) - left,
        "height": min(window["height"], stop.bottom + 8) - top,
    }
    return Image.open(BytesIO(page.screenshot(clip=clip, animations="disabled"))).convert("RGB")  # type: ignore[arg-type]
