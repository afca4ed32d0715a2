"""What the brand's form takes and refuses, and what it makes of pictures."""

import re
from typing import Any

import pytest
from django.test import Client

from orders.branding.models import Brand, BrandImage, BrandLink, BrandWords
from tests.site.admin.brand_form import COLOURS, FORM, LEAST, LOGO, png, refused, saved, source, upload
from tests.support.shopper import text

pytestmark = pytest.mark.django_db


def test_the_form_opens_before_anything_was_saved_and_saves_nothing_by_itself(staff: Client) -> None:
    assert "Casa Lumbre" in source(staff.get(FORM))
    assert not Brand.objects.exists()


def test_django_s_own_address_of_the_brand_leads_to_the_form(staff: Client) -> None:
    assert staff.get(f"{FORM}1/change/").headers["Location"] == FORM


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_is_on_shopper_pages_at_once(staff: Client) -> None:
    assert "Casa Lumbre" in source(Client().get("/"))
    said = saved(
        staff,
        look="studio",
        name="Almazara",
        slogan="Oil since 1931",
        shop_url="https://almazara.example",
        support_email="hola@almazara.example",
        **{
            "link-returns": "almazara.example/returns",
            "link-instagram": "https://instagram.com/almazara",
            "words-en-look_up_title": "Where are your bottles?",
            "words-es-look_up_title": "¿Dónde están tus botellas?",
            "words-en-footer": "Almazara, Jaén",
        },
    )
    assert "Saved. Shoppers see it within a few seconds." in said
    page = source(Client().get("/"))
    for expected in ("Almazara", "Oil since 1931", "hola@almazara.example", "https://almazara.example/returns",
                     "https://instagram.com/almazara", "Where are your bottles?", "Almazara, Jaén"):  # fmt: skip
        assert expected in page
    assert "¿Dónde están tus botellas?" in source(Client().get("/?lang=es"))


def test_what_is_made_blank_again_is_as_the_look_and_the_settings_have_it(staff: Client) -> None:
    saved(
        staff,
        name="Almazara",
        accent="#aa0000",
        **{"link-faq": "https://a.example", "words-en-footer": "Hello"},
    )
    saved(staff)
    brand = Brand.objects.get()
    assert (brand.name, brand.accent, brand.palette) == ("", "", None)
    assert not BrandLink.objects.exists()
    assert not BrandWords.objects.exists()
    assert "Casa Lumbre" in source(Client().get("/"))


def test_what_was_saved_stands_in_the_form(staff: Client) -> None:
    saved(
        staff,
        name="Almazara",
        accent="#0A0",
        **{"link-faq": "https://a.example/faq", "words-es-footer": "Hola"},
    )
    page = source(staff.get(FORM))
    for value in ("Almazara", "#00aa00", "https://a.example/faq"):
        assert f'value="{value}"' in page
    assert ">Hola</textarea>" in re.sub(r">\s+Hola", ">Hola", page)


def test_the_history_tells_what_was_changed(staff: Client) -> None:
    saved(staff, name="Almazara", accent="#aa0000")
    history = text(staff.get(f"{FORM}1/history/"))
    assert "noa" in history
    assert "Changed Brand colour, Shop name." in history


def test_colours_that_can_be_read_are_used_as_they_are(staff: Client) -> None:
    said = saved(staff, accent="#0b5d4b", colour_scheme="light")
    assert "All colours can be read as they are." in said
    assert (Brand.objects.get().palette or {})["light"]["brand"] == "#0b5d4b"


def test_a_colour_that_cannot_be_read_is_moved_and_the_form_says_so(staff: Client) -> None:
    said = saved(staff, accent="#ffd400", paper="#ffffff")
    used = (Brand.objects.get().palette or {})["light"]["brand"]
    sentence = (
        "Your brand colour #ffd400 has a contrast of 1.4 to 1 on the light page; 4.5 to 1 is needed to read it. "
        f"The light page uses {used} instead, the nearest that can be read."
    )
    assert used != "#ffd400"
    assert said.count(sentence) == 2  # as a message, and beside the colours
    assert used in source(Client().get("/"))
    assert sentence in text(staff.get(FORM))


def test_only_moves_that_readers_can_see_are_told(staff: Client) -> None:
    assert "#ffd400 has a contrast" not in saved(staff, accent="#ffd400", colour_scheme="dark")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"accent": "#ffd400"}, "The light page uses"),
        ({"paper": "#808080"}, "Your page colour #808080 has a contrast of"),
        ({"accent": "rebeccapurple", "colour_scheme": "light"}, "All colours can be read as they are."),
        ({"accent": "#12"}, "Write colours like #0b5d4b"),
        ({"look": "baroque"}, "Write colours like #0b5d4b"),
    ],
)
def test_the_notes_follow_colours_that_are_being_typed(
    staff: Client, query: dict[str, str], said: str
) -> None:
    assert said in text(staff.get(COLOURS, LEAST | query))
    assert not Brand.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("look", "baroque", "Select a valid choice"),
        ("look", "", "This field is required"),
        ("type_style", "comic", "Select a valid choice"),
        ("colour_scheme", "", "This field is required"),
        ("app_proxy_layout", "frame", "Select a valid choice"),
        ("accent", "#12345", "not a colour this site can use"),
        ("accent", "red;}body{display:none", "not a colour this site can use"),
        ("accent", "url(https://evil.example)", "not a colour this site can use"),
        ("paper", "rgb(0 0 0 / 10%)", "not a colour this site can use"),
        ("name", "x" * 81, "at most 80 characters"),
        ("slogan", "x" * 141, "at most 140 characters"),
        ("shop_url", "javascript:alert(1)", "Give a plain web address"),
        ("shop_url", "ftp://a.example/x", "Give a plain web address"),
        ("link-returns", "https://user:secret@a.example", "Give a plain web address"),
        ("link-x", "https://a.example\\@b.example", "Give a plain web address"),
        ("link-contact", "mailto:a@b.example", "Give a plain web address"),
        ("link-faq", "https://a.example/" + "x" * 500, "at most 500 characters"),
        ("support_email", "hello", "Enter a valid email address"),
        ("words-es-help_text", "x" * 401, "at most 400 characters"),
        ("logo", upload(b"GIF89a nothing"), "This is not a picture that can be read"),
        ("logo", upload(b"<svg/>"), "does not say how large it is"),
        ("logo", upload(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"), "declares entities"),
        ("icon", upload(png(20, 20), "icon.png"), "only 20 by 20 pixels"),
        ("logo_dark", upload(b"\x89PNG" + bytes(3_000_000), "large.png"), "larger than 2 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_saved(
    staff: Client, field: str, typed: Any, said: str
) -> None:
    page = refused(staff, **{field: typed})
    assert "Nothing was saved yet" in page
    assert said in page


def test_words_are_plain_text_on_one_line(staff: Client) -> None:
    saved(staff, **{"words-en-help_text": "<b>Write</b>\r\nto us\u202e now\x07"})
    assert BrandWords.objects.get().help_text == "<b>Write</b> to us now"
    assert "&lt;b&gt;Write&lt;/b&gt; to us now" in Client().get("/").content.decode()


def test_words_in_a_language_that_is_not_spoken_any_more_are_kept(staff: Client) -> None:
    saved(staff)
    Brand.objects.get().words.create(language="eo", footer="Saluton")
    saved(staff, name="Almazara")
    assert BrandWords.objects.get().footer == "Saluton"


# Pictures ----------------------------------------------------------------------------------------------------------


def test_a_hostile_logo_is_cleaned_and_shown_to_shoppers(staff: Client) -> None:
    saved(staff, logo=upload(LOGO))
    stored = bytes(BrandImage.objects.get(kind="logo").content)
    assert b"alert" not in stored
    assert b"M1 1h9v9z" in stored
    found = re.search(r'<img src="(/brand/logo-[^"]+)" alt="Casa Lumbre"', Client().get("/").content.decode())
    assert found
    served = Client().get(found[1])
    assert served.content == stored
    assert "sandbox" in served.headers["Content-Security-Policy"]


def test_a_new_logo_takes_the_place_of_the_old_one(staff: Client) -> None:
    saved(staff, logo=upload(LOGO))
    saved(staff, logo=upload(png(800, 200), "logo.png"))
    image = BrandImage.objects.get()
    assert (image.content_type, image.width, image.height) == ("image/png", 384, 96)


def test_pictures_stay_until_they_are_removed(staff: Client) -> None:
    saved(staff, logo=upload(LOGO), icon=upload(png(64, 64), "icon.png"))
    saved(staff, name="Almazara")
    assert {image.kind for image in BrandImage.objects.all()} == {"logo", "icon"}
    saved(staff, remove_logo="on")
    assert [image.kind for image in BrandImage.objects.all()] == ["icon"]


def test_a_picture_that_is_removed_and_chosen_anew_is_the_new_one(staff: Client) -> None:
    saved(staff, logo=upload(LOGO))
    saved(staff, logo=upload(png(800, 200), "logo.png"), remove_logo="on")
    assert BrandImage.objects.get().content_type == "image/png"
