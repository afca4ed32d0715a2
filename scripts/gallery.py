"""Render every state a shopper can meet, and take its picture: `python scripts/gallery.py OUT [--states a,b] …`.

A development aid: it uses the tests' builders, the real presenters and templates, and a headless Chromium. Product
pictures are drawn here, so that nothing is fetched from the internet.
"""

import argparse
import os
import shutil
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from orders.domain.order import Image, Order  # noqa: E402 - the path comes first

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LOOK_UPS: Mapping[str, tuple[str | None, Mapping[str, str] | None]] = {
    "look_up": (None, None),
    "look_up_wrong": (None, {"order_number": "my order", "email": "maria"}),
    "look_up_miss": ("miss", {"order_number": "#1001", "email": "maria@example.com"}),
    "look_up_link_gone": ("link_gone", None),
    "look_up_too_many": ("too_many", {"order_number": "#1001", "email": "maria@example.com"}),
    "look_up_unavailable": ("unavailable", {"order_number": "#1001", "email": "maria@example.com"}),
}


def main() -> None:
    """Write the pages, then the pictures."""
    options = _read_options()
    out = Path(options.out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    _prepare(out)
    pages: list[Path] = []
    for language in options.languages.split(","):
        for name, html in _render_all(language, wanted=set(filter(None, options.states.split(",")))):
            path = out / f"{name}.{language}.html"
            path.write_text(html.replace('"/static/', '"static/'), encoding="utf-8")
            pages.append(path)
    print(f"{len(pages)} pages in {out}")
    if not options.no_pictures:
        _take_pictures(pages, widths=[int(width) for width in options.widths.split(",")], options=options)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--states", default="", help="only these, separated by commas")
    parser.add_argument("--widths", default="390,1280")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--languages", default="en,es")
    parser.add_argument("--text", default="100", help="text size in per cent")
    parser.add_argument("--forced-colors", action="store_true")
    parser.add_argument("--no-pictures", action="store_true")
    return parser.parse_args()


def _prepare(out: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
    import django  # noqa: PLC0415 - the path has to be known first
    from django.contrib.staticfiles import finders  # noqa: PLC0415

    django.setup()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if "htmx-4" not in name and "htmax" not in name:
                target = out / "static" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(storage.path(name), target)


def _render_all(language: str, *, wanted: set[str]) -> Iterator[tuple[str, str]]:
    from django.template.loader import render_to_string  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from orders.domain.timeline import build_timeline  # noqa: PLC0415
    from orders.gallery.builders import NOW  # noqa: PLC0415
    from orders.gallery.states import GALLERY  # noqa: PLC0415
    from orders.presenters import present_order  # noqa: PLC0415
    from orders.web.forms import LookUpForm  # noqa: PLC0415

    request = RequestFactory().get("/")
    with translation.override(language):
        for name, build in GALLERY.items():
            if wanted and name not in wanted:
                continue
            order = _with_pictures(build(NOW))
            page = present_order(
                order,
                build_timeline(order, now=NOW),
                now=NOW,
                checked_at=NOW - timedelta(minutes=4),
                overrides={},
                image_hosts=["https://cdn.shopify.com"],
                country="ES",
                shop_unreachable=name.endswith("overdue"),
            )
            urls = {"refresh": "refresh/", "status": "status/", "look_up": "/"}
            context = {"page": page, "urls": urls, "poll": None, "stale": False, "version": 1}
            yield name, render_to_string("order.html", context, request)
        for name, (problem, typed) in LOOK_UPS.items():
            if not wanted or name in wanted:
                context = {"form": LookUpForm(typed), "problem": problem, "retry_minutes": 5}
                yield name, render_to_string("look_up.html", context, request)
        for name in ("404", "500"):
            if not wanted or name in wanted:
                yield name, render_to_string(f"{name}.html", {}, request if name == "404" else None)


def _with_pictures(order: Order) -> Order:
    """The order with a picture on every item but the second, which shows what stands in for one."""
    lines = [
        line if number == 1 else replace(line, image=Image(url=f"https://cdn.shopify.com/{number}.jpg"))
        for number, line in enumerate(order.line_items)
    ]
    return replace(order, line_items=tuple(lines))


def _take_pictures(pages: list[Path], *, widths: list[int], options: argparse.Namespace) -> None:
    from playwright.sync_api import Route, sync_playwright  # noqa: PLC0415

    def draw(route: Route) -> None:
        route.fulfill(content_type="image/svg+xml", body=_drawn_product(route.request.url))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme in options.schemes.split(","):
            context = browser.new_context(
                color_scheme=scheme, forced_colors="active" if options.forced_colors else "none"
            )
            context.route("**/*.jpg", draw)
            page = context.new_page()
            for path in pages:
                page.goto(path.as_uri())
                if options.text != "100":
                    page.add_style_tag(content=f"html {{ font-size: {options.text}% }}")
                for width in widths:
                    page.set_viewport_size({"width": width, "height": 844})
                    page.screenshot(path=path.with_suffix(f".{width}.{scheme}.png"), full_page=True)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        print(f"{path.name} is {wide} px wide at {width}")
            context.close()
        browser.close()


def _drawn_product(url: str) -> str:
    hue = zlib.crc32(url.encode()) % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" fill="hsl({hue} 22% 82%)"/>'
        f'<path d="M20 44V26a12 12 0 0 1 24 0v18z" fill="hsl({hue} 30% 45%)"/></svg>'
    )


if __name__ == "__main__":
    main()
