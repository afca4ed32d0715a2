"""What the preview of the brand's form shows."""

import re
from typing import Any

import pytest
from django.test import Client

from orders.branding.models import Brand, BrandImage
from tests.site.admin.brand_form import LEAST, LOGO, PREVIEW, save, saved, source, upload
from tests.support.shopper import text

pytestmark = pytest.mark.django_db


def preview(staff: Client, **typed: Any) -> Any:
    return staff.post(PREVIEW, LEAST | typed)


def test_the_preview_shows_what_is_typed_and_stores_nothing(staff: Client) -> None:
    response = preview(
        staff, name="Almazara", accent="#123456", logo=upload(LOGO),
        **{"preview-page": "look_up", "preview-language": "es", "words-es-look_up_title": "¿Y mis botellas?"},
    )  # fmt: skip
    page = source(response)
    for expected in (
        'alt="Almazara"',
        "#123456",
        "¿Y mis botellas?",
        'lang="es"',
        "data:image/svg+xml;base64,",
    ):
        assert expected in page
    assert not Brand.objects.exists()
    assert not BrandImage.objects.exists()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("look_up", "Where is your order?"),
        ("arriving", "Arriving"),
        ("delayed", "delayed"),
        ("delivered", "Delivered"),
        ("nothing", "Arriving"),
    ],
)
def test_the_preview_shows_the_page_that_was_chosen(staff: Client, page: str, said: str) -> None:
    assert said.lower() in text(preview(staff, **{"preview-page": page, "preview-language": "en"})).lower()


@pytest.mark.parametrize(
    ("brand", "chosen", "shown"),
    [
        ("auto", "light", "light"),
        ("auto", "dark", "dark"),
        ("light", "dark", "light"),
        ("dark", "light", "dark"),
    ],
)
def test_the_preview_is_light_or_dark_as_chosen_if_the_brand_leaves_the_choice(
    staff: Client, brand: str, chosen: str, shown: str
) -> None:
    page = source(preview(staff, colour_scheme=brand, **{"preview-scheme": chosen}))
    assert f'<meta name="color-scheme" content="{shown}">' in page


def test_a_stored_picture_is_in_the_preview_until_it_is_to_be_removed(staff: Client) -> None:
    saved(staff, logo=upload(LOGO))
    assert "data:image/svg+xml" in source(preview(staff))
    assert "data:image/svg+xml" not in source(preview(staff, remove_logo="on"))


def test_the_preview_says_what_is_wrong(staff: Client) -> None:
    response = preview(staff, accent="reddish", **{"link-faq": "nowhere special"})
    assert response.status_code == 422
    assert "Brand colour : That is not a colour this site can use" in text(response)
    assert "Frequent questions : Give a plain web address" in text(response)


def test_the_first_preview_is_of_what_is_stored(staff: Client) -> None:
    saved(staff, name="Almazara")
    assert "Almazara" in text(staff.get(PREVIEW, {"preview-page": "look_up"}))


def test_the_preview_may_be_framed_by_the_admin_only_and_may_run_nothing(staff: Client) -> None:
    for response in (preview(staff), preview(staff, accent="?"), staff.get(PREVIEW)):
        policy = response.headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "script-src 'none'" in policy
        assert "sandbox allow-same-origin" in policy
        assert "no-store" in response.headers["Cache-Control"]
        assert b"<script" not in response.content
        assert not response.cookies.keys() - {"sessionid"}


def test_the_preview_keeps_what_it_shows_when_the_form_is_saved(staff: Client) -> None:
    response = save(staff, **{"preview-page": "delivered", "preview-width": "desk", "preview-language": "es"})
    assert "preview-page=delivered" in response.redirect_chain[0][0]
    assert re.search(r'value="desk" checked', response.content.decode())
