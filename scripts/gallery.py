"""Pictures of every state a shopper can meet, taken from the running code: `make gallery`, options after ARGS=.

Writes one PNG a picture and `index.html`, which shows them all, to var/gallery/. Ends with 1 when a page is wider than
its window. Nothing is fetched from the internet, and no shop's settings are read unless --shop says so.
"""

import argparse
import itertools
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from scripts.gallery_site import gallery_site
from tests.quality.chromium import NoChromium, open_browser

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "gallery"
EVERY = "all"
TALLEST = 16_000
"""Pixels: more than this of a page Chromium cannot take a picture of."""
SHOW_ALL = """async () => {
  const pictures = [...document.images];
  for (const picture of pictures) picture.loading = 'eager';
  await Promise.all(pictures.map(picture => picture.decode().catch(() => null)));
}"""
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return null;
  const sticksOut = element => {
    const box = element.getBoundingClientRect();
    return box.width > 2 && (box.left < -1 || box.right > innerWidth + 1)
      && !element.closest('.unseen, .skip, .sprite');
  };
  const culprits = [...document.querySelectorAll('body *')].filter(sticksOut);
  const said = culprits.slice(0, 2).map(element => element.outerHTML.slice(0, 90).replace(/\\s+/g, ' '));
  return `${wide} px: ${said.join(' … ')}`;
}"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture to take; `width` in CSS pixels."""

    state: str
    look: str
    language: str
    scheme: str
    width: int

    @property
    def path(self) -> str:
        """The page's address on the site."""
        return f"/gallery/{self.state}/?lang={self.language}&look={self.look}"

    @property
    def name(self) -> str:
        """The picture's, which says how it was taken."""
        return f"{self.state}-{self.look}-{self.language}-{self.scheme}-{self.width}"


@dataclass(slots=True)
class Report:
    """What came of it; `too_wide` holds a line for each page that is wider than its window."""

    taken: int = 0
    too_wide: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures that the options ask for; 2 when there is nothing to take them with."""
    options = read_options(arguments)
    began = time.perf_counter()
    with gallery_site(shop=options.shop) as url:
        shots = plan(options)
        out = Path(options.out)
        if out == OUT:
            shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)
        try:
            with open_browser() as browser:
                report = take(browser, url, shots, out=out, options=options)
        except NoChromium as error:
            print(error, file=sys.stderr)
            return 2
        if not options.no_index:
            write_index(out, shots)
    print(f"==> {report.taken} pictures in {out}, {time.perf_counter() - began:.0f} s")
    print(*report.too_wide, sep="\n", end="\n" if report.too_wide else "")
    print(f"==> {len(report.too_wide)} pages are wider than their window")
    return int(bool(report.too_wide))


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options, lists as tuples of text."""

    def several(text: str) -> tuple[str, ...]:
        return tuple(filter(None, text.split(",")))

    parser = argparse.ArgumentParser(prog="make gallery ARGS='…'", description=__doc__)
    parser.add_argument("--states", type=several, default=(EVERY,), help="names, separated by commas")
    parser.add_argument("--widths", type=several, default=("390", "1440"), help="in CSS pixels")
    parser.add_argument("--schemes", type=several, default=("light", "dark"))
    parser.add_argument("--languages", type=several, default=("en",), help="codes, or all")
    parser.add_argument("--looks", type=several, default=(), help="editorial, studio, atelier, own, or all")
    parser.add_argument("--text", type=int, default=100, help="size of the letters, in per cent")
    parser.add_argument("--forced-colours", action="store_true", help="as in Windows' contrast themes")
    parser.add_argument("--height", type=int, default=0, help="cut pictures there; 0 takes the whole page")
    parser.add_argument("--scale", type=int, default=1, help="pixels for each CSS pixel")
    parser.add_argument("--paper", action="store_true", help="as the printer gets it")
    parser.add_argument("--small", action="store_true", help="256 colours, for documents")
    parser.add_argument("--shop", action="store_true", help="with the settings of .env, and the shop's brand")
    parser.add_argument("--out", default=OUT, help="the folder; var/gallery is emptied first")
    parser.add_argument("--no-index", action="store_true", help="pictures only")
    return parser.parse_args(arguments)


def plan(options: argparse.Namespace) -> list[Shot]:
    """Every picture, by scheme and state, so that windows and pages are opened once."""
    from orders import conf  # noqa: PLC0415 - once the site is there
    from orders.gallery.catalogue import STATES  # noqa: PLC0415
    from orders.gallery.showing import LOOK_CHOICES, OWN  # noqa: PLC0415

    looks = options.looks or ((OWN,) if options.shop else ("editorial",))
    return [
        Shot(state=state, look=look, language=language, scheme=scheme, width=int(width))
        for scheme, state, look, language, width in itertools.product(
            _chosen(options.schemes, ["light", "dark"]),
            _chosen(options.states, list(STATES)),
            _chosen(looks, list(LOOK_CHOICES)),
            _chosen(options.languages, [code for code, _ in conf.languages()]),
            options.widths,
        )
    ]


def _chosen(asked: Sequence[str], known: Sequence[str]) -> Sequence[str]:
    if EVERY in asked:
        return known
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise SystemExit(f"{', '.join(unknown)}: not one of {', '.join(known)}.")
    return asked


def take(
    browser: Browser, url: str, shots: Sequence[Shot], *, out: Path, options: argparse.Namespace
) -> Report:
    """Take the pictures, one window for each scheme."""
    from orders.gallery.builders import NOW  # noqa: PLC0415

    report = Report()
    progress = _Progress(len(shots))
    for scheme, of_scheme in itertools.groupby(shots, key=lambda shot: shot.scheme):
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            forced_colors="active" if options.forced_colours else "none",
            reduced_motion="reduce",
            device_scale_factor=options.scale,
        )
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.emulate_media(media="print" if options.paper else "screen")
        for path, of_page in itertools.groupby(of_scheme, key=lambda shot: shot.path):
            response = page.goto(url + path)
            if response is None or not response.ok:
                raise SystemExit(f"{path} cannot be shown.")
            page.evaluate("size => { document.documentElement.style.fontSize = `${size}%`; }", options.text)
            page.evaluate(SHOW_ALL)
            for shot in of_page:
                _take_one(page, shot, out=out, options=options, report=report)
                progress.step()
        context.close()
    return report


def _take_one(page: Page, shot: Shot, *, out: Path, options: argparse.Namespace, report: Report) -> None:
    page.set_viewport_size({"width": shot.width, "height": options.height or 844})
    found = page.evaluate(TOO_WIDE)
    if found:
        report.too_wide.append(f"{shot.name} takes {found}")
    path = out / f"{shot.name}.png"
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    if options.height:
        page.screenshot(path=path)
    else:
        page.screenshot(
            path=path, full_page=True, clip={"x": 0, "y": 0, "width": shot.width, "height": height}
        )
    if options.small:
        make_small(path)
    report.taken += 1


def make_small(path: Path) -> None:
    """The same picture in 256 colours and as few bytes as that takes."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(
            256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    small.save(path, optimize=True)


def write_index(out: Path, shots: Sequence[Shot]) -> None:
    """The contact sheet: every state with all of its pictures."""
    from django.contrib.staticfiles import finders  # noqa: PLC0415
    from django.template.loader import render_to_string  # noqa: PLC0415

    from orders.gallery.catalogue import grouped  # noqa: PLC0415

    def of(state: str) -> Iterator[Shot]:
        return (shot for shot in shots if shot.state == state)

    walls = [
        (wall, [(state, list(of(state.name))) for state in states if any(of(state.name))])
        for wall, states in grouped().items()
    ]
    style = Path(str(finders.find("css/gallery.css"))).read_text("utf-8")
    context = {
        "walls": [(wall, states) for wall, states in walls if states],
        "style": style,
        "count": len(shots),
    }
    (out / "index.html").write_text(render_to_string("gallery/contact_sheet.html", context), "utf-8")


class _Progress:
    """A line that counts, where somebody is looking."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def step(self) -> None:
        self._done += 1
        if sys.stdout.isatty():
            end = "\n" if self._done == self._total else ""
            print(f"\r{self._done} of {self._total}", end=end, flush=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
