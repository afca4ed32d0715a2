"""The brand as pages take it: blanks filled, nothing dangerous believed, a new version for every change."""

import dataclasses

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import translation

from orders.branding import brands, models
from orders.branding.looks import LOOKS, ColourScheme, Corners, LookName, TypeStyle
from orders.branding.page_style import page_style, page_style_hash, shorten
from orders.branding.stored_palette import palette_to_json


def save(**values: object) -> models.Brand:
    brand, _ = models.Brand.objects.update_or_create(pk=models.THE_ONE, defaults=values)
    brands.forget()
    return brand


@pytest.mark.django_db
def test_without_a_brand_the_settings_speak() -> None:
    brand = brands.current()
    assert (brand.name, brand.support_email) == ("Casa Lumbre", "hello@casalumbre.example")
    assert [link.url for link in brand.links] == ["https://casalumbre.example/contact"]
    assert brand.palette == LOOKS[LookName.EDITORIAL].palette


@pytest.mark.django_db
def test_what_the_merchant_left_blank_comes_from_the_look() -> None:
    save(look="studio", name="Nord Atelier")
    brand, look = brands.current(), LOOKS[LookName.STUDIO]
    assert (brand.name, brand.type_style, brand.corners) == ("Nord Atelier", look.type_style, look.corners)


@pytest.mark.django_db
def test_what_the_merchant_chose_wins_over_the_look() -> None:
    save(look="studio", type_style="serif", corners="round", colour_scheme="dark")
    brand = brands.current()
    assert (brand.type_style, brand.corners, brand.colour_scheme) == (
        TypeStyle.SERIF,
        Corners.ROUND,
        ColourScheme.DARK,
    )


@pytest.mark.django_db
def test_a_contact_page_of_the_brand_replaces_that_of_the_settings() -> None:
    save().links.create(kind="contact", url="https://shop.example/help")
    assert [link.url for link in brands.current().links] == ["https://shop.example/help"]


@pytest.mark.django_db
def test_a_palette_that_was_stored_is_used() -> None:
    palette = LOOKS[LookName.ATELIER].palette
    save(palette=palette_to_json(palette))
    assert brands.current().palette == dataclasses.replace(palette, moves=())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stored",
    [
        {},
        [],
        "red",
        {"light": {}, "dark": {}},
        {"light": None},
        palette_to_json(LOOKS[LookName.STUDIO].palette) | {"dark": {"paper": "red;}body{display:none"}},
    ],
)
def test_a_palette_that_is_not_one_is_not_believed(stored: object) -> None:
    save(palette=stored)
    assert brands.current().palette == LOOKS[LookName.EDITORIAL].palette


@pytest.mark.django_db
def test_words_are_those_of_the_language_that_is_read() -> None:
    save().words.create(language="es", look_up_title="¿Dónde anda tu pedido?")
    brand = brands.current()
    with translation.override("es"):
        assert brand.words.look_up_title == "¿Dónde anda tu pedido?"
    with translation.override("de"):
        assert brand.words.look_up_title == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"look": "atelier"},
        {"colour_scheme": "light"},
        {"slogan": "Slowly"},
        {"corners": "round"},
    ],
)
def test_every_change_is_another_version(change: dict[str, str]) -> None:
    save()
    before = brands.current().version
    save(**change)
    assert brands.current().version != before


@pytest.mark.django_db
def test_the_version_stays_while_nothing_changes() -> None:
    save(name="Same")
    before = brands.current().version
    brands.forget()
    assert brands.current().version == before


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_published_is_seen_by_a_process_that_knew_another() -> None:
    save(name="Before")
    assert brands.current().name == "Before"
    models.Brand.objects.update(name="After")
    assert brands.current().name == "Before"
    brands.publish(now=1.0)
    assert brands.current().name == "After"


@pytest.mark.django_db(transaction=True)
def test_a_page_does_not_fail_while_the_brand_cannot_be_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE branding_brand RENAME TO branding_away")
        try:
            brands.forget()
            assert brands.current().name == "Casa Lumbre"
        finally:
            cursor.execute("ALTER TABLE branding_away RENAME TO branding_brand")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((400, 96), (200, 48)),
        ((1000, 100), (200, 20)),
        ((10, 10), (48, 48)),
        ((1, 4000), (1, 48)),
        ((0, 0), (48, 48)),
    ],
)
def test_a_logo_is_as_large_as_its_place_allows(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert brands.shown_size(*size) == shown


@pytest.mark.parametrize("look", LookName)
def test_a_style_can_end_neither_its_element_nor_its_sheet(look: LookName) -> None:
    style = page_style(brands.built_in(look))
    assert "<" not in style
    assert style.count("{") == style.count("}")
    assert "{{" not in style
    assert "{%" not in style
    assert page_style_hash(brands.built_in(look)).startswith("'sha256-")


def test_a_dark_brand_has_no_light_colours_in_its_style() -> None:
    brand = dataclasses.replace(brands.built_in(LookName.STUDIO), colour_scheme=ColourScheme.DARK)
    style = page_style(brand)
    assert "color-scheme:dark" in style
    assert f"--paper:{brand.palette.light.paper}" not in style


@override_settings(DEBUG=True)
def test_a_developer_sees_the_css_as_it_is_now() -> None:
    brand = brands.built_in(LookName.EDITORIAL)
    assert page_style(brand) is not page_style(brand)


@pytest.mark.parametrize(
    ("css", "short"),
    [
        ("a { color: red; }\n", "a{color: red}"),
        ("/* why */\na > b,\nc {}\n", "a > b, c{}"),
        ('a::after { content: " (" attr(href) ")"; }', 'a::after{content: " (" attr(href) ")"}'),
        ("@media (min-width: 1rem) {\n  a { b: c }\n}", "@media (min-width: 1rem){a{b: c}}"),
    ],
)
def test_css_loses_what_means_nothing(css: str, short: str) -> None:
    assert shorten(css) == short
