"""The staff's pages: who gets in, what the brand's form takes and refuses, and what its preview shows."""

import io
import re
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core import checks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from orders.access import limits
from orders.branding.models import Brand, BrandImage, BrandLink, BrandWords
from tests.support.shopper import text

pytestmark = pytest.mark.django_db

PASSWORD = "right horse battery"
FORM = "/admin/branding/brand/"
PREVIEW = f"{FORM}preview/"
COLOURS = f"{FORM}colours/"
LEAST = {"look": "editorial", "colour_scheme": "auto", "app_proxy_layout": "theme"}
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 24" onload="alert(1)">'
    b'<script>alert(1)</script><path d="M1 1h9v9z" fill="#7a1f3d"/></svg>'
)


def test_djangos_own_checks_find_nothing_in_any_page() -> None:
    admin.autodiscover()
    assert checks.run_checks() == []


def upload(content: bytes, name: str = "logo.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def png(width: int, height: int) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(saved, "PNG")
    return saved.getvalue()


def source(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing a password is meant to take long; here it would only take long."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("noa", password=PASSWORD)


@pytest.fixture
def staff(client: Client, owner: User) -> Client:
    """The owner's browser, signed in."""
    client.force_login(owner)
    return client


def signed_in(*rights: str, is_staff: bool = True) -> Client:
    user = User.objects.create_user("mara", password=PASSWORD, is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    browser = Client()
    browser.force_login(user)
    return browser


# Getting in --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [FORM, PREVIEW, COLOURS, f"{FORM}1/change/", "/admin/", "/admin/auth/user/"])
def test_strangers_are_asked_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/admin/login/?next=")


def test_a_user_who_is_not_staff_does_not_get_in() -> None:
    assert signed_in("change_brand", is_staff=False).get(FORM).status_code == 302


def test_a_staff_member_signs_in_and_comes_to_the_page_that_was_wanted(client: Client, owner: User) -> None:
    response = client.post(
        f"/admin/login/?next={FORM}", {"username": "noa", "password": PASSWORD, "next": FORM}
    )
    assert response.headers["Location"] == FORM
    assert "Your brand" in text(client.get(FORM))


@pytest.mark.parametrize(
    ("rights", "method", "path", "status"),
    [
        ((), "get", FORM, 403),
        ((), "post", FORM, 403),
        ((), "get", PREVIEW, 403),
        ((), "get", COLOURS, 403),
        (("view_brand",), "get", FORM, 200),
        (("view_brand",), "get", PREVIEW, 200),
        (("view_brand",), "post", FORM, 403),
        (("view_brand",), "post", PREVIEW, 403),
        (("change_brand",), "get", FORM, 200),
        (("change_brand",), "post", PREVIEW, 200),
        (("change_brand",), "get", "/admin/auth/user/", 403),
        (("change_brand", "add_brand", "delete_brand"), "get", f"{FORM}add/", 403),
        (("change_brand", "add_brand", "delete_brand"), "get", f"{FORM}1/delete/", 403),
    ],
)
def test_each_right_opens_what_it_says(rights: tuple[str, ...], method: str, path: str, status: int) -> None:
    Brand.objects.create(pk=1, changed_at=1)
    browser = signed_in(*rights)
    response = browser.post(path, LEAST) if method == "post" else browser.get(path)
    assert response.status_code == status


def test_who_may_only_look_gets_a_form_that_cannot_be_sent() -> None:
    page = signed_in("view_brand").get(FORM).content.decode()
    assert '<fieldset class="whole" disabled>' in page
    assert "data-preview" not in page
    assert ">Save<" not in page


def sign_in(browser: Client, name: str, password: str, address: str = "203.0.113.9") -> str:
    response = browser.post(
        "/admin/login/?next=/admin/", {"username": name, "password": password}, REMOTE_ADDR=address
    )
    return "in" if response.status_code == 302 else text(response)


def test_after_too_many_attempts_one_is_told_to_wait_even_with_the_right_password(owner: User) -> None:
    for _ in range(8):
        assert "Please enter the correct username and password" in sign_in(Client(), "noa", "wrong")
    assert "Too many attempts to sign in. Wait 1 minute" in sign_in(Client(), "noa", PASSWORD)


def test_another_network_is_not_kept_out_by_the_first(owner: User) -> None:
    for _ in range(12):
        sign_in(Client(), "noa", "wrong")
    assert sign_in(Client(), "noa", PASSWORD, address="198.51.100.7") == "in"


def test_one_account_is_not_tried_from_many_networks(owner: User) -> None:
    answers = [sign_in(Client(), "NOA", "wrong", address=f"198.51.{n}.7") for n in range(25)]
    assert sum("Too many attempts" in answer for answer in answers) == 25 - limits.SIGN_IN_PER_NAME.capacity


def test_a_name_that_does_not_exist_is_answered_like_one_that_does(owner: User) -> None:
    for n in range(10):
        known = sign_in(Client(), "noa", "wrong", address="203.0.113.1")
        unknown = sign_in(Client(), "nobody", "wrong", address="203.0.114.1")
        assert known.replace("noa", "") == unknown.replace("nobody", ""), n


def test_a_form_from_another_site_is_refused(owner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner)
    for path in (FORM, PREVIEW):
        assert browser.post(path, LEAST).status_code == 403
    assert not Brand.objects.exists()


def test_the_session_s_cookie_is_for_this_site_s_own_pages_only(client: Client, owner: User) -> None:
    client.post("/admin/login/", {"username": "noa", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 12 * 3600)


def test_staff_pages_are_kept_by_nobody_and_run_no_foreign_code(staff: Client) -> None:
    response = staff.get(FORM)
    policy = response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r" style=| on\w+=|<style|<script(?! src)", response.content.decode())


def test_staff_pages_are_in_english_whatever_the_browser_wants(staff: Client) -> None:
    response = staff.get("/admin/", headers={"Accept-Language": "es"})
    assert response.headers["Content-Language"] == "en"
    assert "Log out" in text(response)


def test_a_shopper_never_gets_a_cookie_even_while_staff_look(staff: Client) -> None:
    for path in ("/", "/?order=1001", "/robots.txt", "/nowhere/"):
        assert not staff.get(path).cookies
        assert not Client().get(path).cookies


def test_orders_and_links_are_not_in_the_admin(staff: Client) -> None:
    for path in ("trackedorder", "accesslink", "ordercontact", "webhookdelivery"):
        assert staff.get(f"/admin/orders/{path}/").status_code == 404
    assert "tracked order" not in text(staff.get("/admin/")).lower()


# Rights ------------------------------------------------------------------------------------------------------------


def test_only_rights_that_mean_something_here_are_offered(staff: Client, owner: User) -> None:
    page = text(staff.get(f"/admin/auth/user/{owner.pk}/change/"))
    assert "Can change brand" in page
    assert "Can change user" in page
    for other in ("tracked order", "session", "log entry", "content type", "brand image"):
        assert other not in page.lower()


def test_who_may_change_users_makes_nobody_a_superuser(owner: User) -> None:
    helper = signed_in("change_user", "view_user", "add_user", "change_group")
    mara = User.objects.get(username="mara")
    right = Permission.objects.get(codename="change_brand")
    typed = {
        "username": "mara",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "first_name": "Mara",
    }
    when = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00"}
    helper.post(f"/admin/auth/user/{mara.pk}/change/", typed | when | {"user_permissions": [str(right.pk)]})
    mara.refresh_from_db()
    assert mara.first_name == "Mara"
    assert not mara.is_superuser
    assert not mara.has_perm("branding.change_brand")
    assert helper.get(f"/admin/auth/user/{owner.pk}/change/").status_code == 302
    assert helper.get(f"/admin/auth/user/{owner.pk}/password/").status_code == 404


def test_who_may_change_groups_gives_them_no_rights(owner: User) -> None:
    group = Group.objects.create(name="Shop")
    helper = signed_in("change_group")
    right = Permission.objects.get(codename="change_user")
    helper.post(
        f"/admin/auth/group/{group.pk}/change/", {"name": "Shop floor", "permissions": [str(right.pk)]}
    )
    group.refresh_from_db()
    assert group.name == "Shop floor"
    assert not group.permissions.exists()


# The form ----------------------------------------------------------------------------------------------------------


def save(staff: Client, **typed: Any) -> Any:
    return staff.post(FORM, LEAST | typed, follow=True)


def saved(staff: Client, **typed: Any) -> str:
    response = save(staff, **typed)
    assert response.redirect_chain, source(response)
    return text(response)


def refused(staff: Client, **typed: Any) -> str:
    response = save(staff, **typed)
    assert response.status_code == 422
    assert not Brand.objects.exists()
    return text(response)


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


# The preview -------------------------------------------------------------------------------------------------------


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
