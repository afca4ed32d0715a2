"""`python -m tests.quality.mail_pictures`: pictures of mails for `docs/mails/`, as mail programs show them by day, by
night, and with pictures blocked, in four languages.
"""

import html
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
django.setup()

from django.utils import translation  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from orders import conf  # noqa: E402
from orders.branding import brands  # noqa: E402
from orders.branding.brands import Branding, Picture  # noqa: E402
from orders.branding.looks import ColourScheme, LookName  # noqa: E402
from orders.gallery.builders import NOW  # noqa: E402
from orders.gallery.catalogue import STATES  # noqa: E402
from orders.gallery.state import OrderPageOf  # noqa: E402
from orders.messages import letters, sample  # noqa: E402
from tests.quality.chromium import launch  # noqa: E402
from tests.support.processes import ROOT  # noqa: E402

FOLDER = ROOT / "docs" / "mails"
SHOWN = {"en": "partly_shipped", "de": "delivered", "ja": "delayed", "ar": "out_for_delivery"}
WIDTH, HEIGHT = 420, 760
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="190" height="36">'
    '<rect width="36" height="36" rx="18" fill="#0b5d4b"/>'
    '<text x="46" y="25" font-family="Georgia" font-size="20" fill="#0b5d4b">Casa Lumbre</text></svg>'
)


def main() -> int:
    """Write one picture a language."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for language, state in SHOWN.items():
            page = browser.new_page(viewport={"width": WIDTH * 3, "height": HEIGHT}, device_scale_factor=1)
            page.set_content(_sheet(language, state))
            page.wait_for_timeout(400)
            shot = Image.open(io.BytesIO(page.screenshot()))
            path = Path(FOLDER, f"{language}.png")
            shot.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(path, optimize=True)
            print(path.relative_to(ROOT), f"{path.stat().st_size / 1024:.0f} KB")
            page.close()
        browser.close()
    return 0


def _sheet(language: str, state: str) -> str:
    brand = replace(
        brands.built_in(LookName.EDITORIAL), logo=Picture("/logo.png", 190, 36, content_type="image/png")
    )
    by_day = replace(brand, colour_scheme=ColourScheme.LIGHT)
    by_night = replace(brand, colour_scheme=ColourScheme.DARK, logo=None)
    mails = [
        _mail(by_day, language, state).replace(
            'src="' + _logo_url(), f'src="data:image/svg+xml,{quote(LOGO)}'
        ),
        _mail(by_night, language, state),
        _mail(by_day, language, state),
    ]
    frames = "".join(
        f'<iframe srcdoc="{html.escape(mail)}" width="{WIDTH}" height="{HEIGHT}" style="border:0"></iframe>'
        for mail in mails
    )
    return f'<body style="margin:0;display:flex">{frames}</body>'


def _mail(brand: Branding, language: str, state: str) -> str:
    page = STATES[state].page
    assert isinstance(page, OrderPageOf)
    with translation.override(language):
        return letters.render_html(sample.sample_sheet(page.build(NOW), now=NOW), brand)


def _logo_url() -> str:
    return f"{conf.site_url()}/logo.png"


if __name__ == "__main__":
    brands._kept.branding, brands._kept._asked_at = brands.built_in(LookName.EDITORIAL), 1e18
    sys.exit(main())
