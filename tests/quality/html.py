"""Every page through the Nu Html Checker: `make html`. Any error or warning fails it."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")

import django

django.setup()

import requests  # noqa: E402 - what follows needs models, and they need Django set up
from django.conf import settings  # noqa: E402

from tests.quality.demo_site import FINDABLE, DemoSite  # noqa: E402
from tests.quality.small_pages import SMALL_PAGES, render_small_page  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "var" / "html"
CHECKER = ROOT / "var" / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
ORDER_LANGUAGES = ("en", "es", "ar")


def main() -> int:
    """Save all pages, check them, print what was found; 0 when that is nothing."""
    java = shutil.which("java")
    if java is None or not CHECKER.exists():
        missing = "Java (Debian: apt-get install default-jre-headless)" if java is None else f"{CHECKER}"
        print(f"HTML cannot be checked: {missing} is missing.", file=sys.stderr)
        return 2
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    began = time.perf_counter()
    count = save_small_pages() + save_order_pages()
    saved = time.perf_counter()
    print(f"==> {count} pages saved in {saved - began:.1f} s")
    check = subprocess.run(
        [java, "-Xss8m", "-jar", str(CHECKER), "--stdout", "--format", "gnu", "--skip-non-html", str(PAGES)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.replace(f'"file:{PAGES}/', '"') for line in check.stdout.splitlines() if line.strip()]
    print(*found[:60], sep="\n", end="\n" if found else "")
    print(f"==> {len(found)} messages of the Nu Html Checker, {time.perf_counter() - saved:.1f} s")
    if check.returncode and not found:
        print(check.stderr, file=sys.stderr)
    return int(bool(found or check.returncode))


def save_small_pages() -> int:
    """Look-up in all its states and the error pages, in every language; returns how many."""
    languages = [code for code, _ in settings.LANGUAGES]
    for name in SMALL_PAGES:
        for language in languages:
            _save(f"{name}.{language}", render_small_page(name, language))
    return len(SMALL_PAGES) * len(languages)


def save_order_pages() -> int:
    """Every demo order as the site sends it; returns how many pages."""
    count = 0
    with DemoSite() as demo, requests.Session() as session:
        for order in FINDABLE:
            for language in ORDER_LANGUAGES:
                response = session.get(demo.link_to(order), params={"lang": language}, timeout=20)
                response.raise_for_status()
                _save(f"{order.name} {order.contact.partition('@')[0]}.{language}", response.text)
                count += 1
    return count


def _save(name: str, html: str) -> None:
    (PAGES / f"{re.sub(r'[^A-Za-z0-9.]+', '-', name).strip('-')}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
