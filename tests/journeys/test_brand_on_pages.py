"""The brand on the pages that shoppers see, and what never comes with it: cookies, foreign styles, stale pages."""

import base64
import hashlib
import re
from typing import Any

import pytest
from django.test import Client

from orders.branding import brands, models
from tests.sandbox import Sandbox
from tests.support.shopper import Shopper

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def brand(**values: object) -> models.Brand:
    made, _ = models.Brand.objects.update_or_create(pk=models.THE_ONE, defaults=values)
    brands.forget()
    return made


def picture(
    owner: models.Brand, *, kind: str = "logo", content: bytes = b"<svg/>", size: tuple[int, int] = (400, 96)
) -> str:
    digest = hashlib.sha256(content).hexdigest()
    owner.images.create(
        kind=kind, content=content, content_type="image/svg+xml", width=size[0], height=size[1], digest=digest
    )
    brands.forget()
    return f"/brand/{kind}-{digest[:16]}.svg"


def source(response: Any) -> str:
    return str(response.content.decode())


def named_hash(response: Any) -> str:
    found = re.search(r"style-src '(sha256-[^']+)'", response.headers["Content-Security-Policy"])
    assert found
    return found[1]


def style_hash(response: Any) -> str:
    found = STYLE.search(source(response))
    assert found
    return f"sha256-{base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/?order=1001", f"/o/{'A' * 32}/", "/no/such/page", "/gallery/", "/admin/login/"]
)
def test_the_policy_names_the_one_style_of_the_page(path: str) -> None:
    response = Client().get(path)
    if STYLE.search(source(response)):
        assert named_hash(response) == style_hash(response)
    else:
        assert "style-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_policy_names_the_style_of_an_error_page_too() -> None:
    response = Client(raise_request_exception=False).get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert named_hash(response) == style_hash(response)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", f"/o/{'A' * 32}/", "/no/such/page", "/healthz", "/robots.txt"])
def test_a_shopper_gets_no_cookie(path: str) -> None:
    client = Client()
    assert not client.get(path).cookies
    client.post("/", {"order_number": "#1", "email": "a@b.example"})
    assert not client.cookies


def test_name_logo_links_and_words_stand_on_the_order_page(shopper: Shopper, shop: Sandbox) -> None:
    shop.state.add_order("#4711", email="ana@example.com")
    made = brand(name="Nord Atelier", slogan="Made slowly.", shop_url="https://nord.example/")
    logo = picture(made)
    made.links.create(kind="returns", url="https://nord.example/returns")
    made.links.create(kind="instagram", url="https://instagram.com/nord")
    made.words.create(language="en", help_title="We are here", footer="Nord Atelier AB, Malmö")
    page = source(shopper.open(shopper.link("4711", "ana@example.com")))
    for wanted in (
        f'<img src="{logo}" alt="Nord Atelier" class="plate" width="200" height="48">',
        'href="https://nord.example/"',
        '<a href="https://nord.example/returns" rel="nofollow noopener noreferrer">Returns</a>',
        ">Instagram</a>",
        "We are here",
        "Nord Atelier AB, Malmö",
        "Made slowly.",
    ):
        assert wanted in page


@pytest.mark.django_db
def test_what_a_merchant_writes_is_source() -> None:
    made = brand(name='<b>"Nord"', slogan="<script>alert(1)</script>")
    made.words.create(language="en", look_up_title="<i>Where</i>", footer="</style><script>x</script>")
    page = source(Client().get("/"))
    assert "<script>alert" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;&quot;Nord&quot;" in page
    assert page.count("</style>") == 1


@pytest.mark.django_db
def test_the_look_up_page_speaks_the_shops_own_words_in_their_language_only() -> None:
    brand().words.create(language="es", look_up_title="Tu pedido", look_up_introduction="Dos datos y listo.")
    client = Client()
    spanish, french = source(client.get("/?lang=es")), source(client.get("/?lang=fr"))
    assert "<h1>Tu pedido" in spanish
    assert "Dos datos y listo." in spanish
    assert "Tu pedido" not in french


@pytest.mark.django_db
def test_a_picture_is_kept_for_ever_and_may_run_nothing() -> None:
    address = picture(brand(), content=b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    response = Client().get(address)
    assert response.content == b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in response.headers["Cache-Control"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/brand/logo-0000000000000000.svg",
        "/brand/secret-0000000000000000.svg",
        "/brand/logo-../../x.svg",
        "/brand/",
    ],
)
def test_a_picture_that_is_not_there_is_not_found(address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_picture_is_not_served_as_what_it_is_not() -> None:
    address = picture(brand())
    assert Client().get(address.replace(".svg", ".png")).status_code == 404


@pytest.mark.django_db
def test_the_only_logo_gets_a_light_plate_on_dark_pages() -> None:
    made = brand(colour_scheme="auto")
    address = picture(made)
    plate = re.compile(rf'<img src="{address}"[^>]* class="plate"')
    assert plate.search(source(Client().get("/")))
    picture(made, kind="logo-dark", content=b"<svg dark/>")
    assert not plate.search(source(Client().get("/")))


@pytest.mark.django_db
def test_a_brand_that_is_always_dark_has_drawn_its_logo_for_that() -> None:
    picture(brand(colour_scheme="dark"))
    assert 'class="plate"' not in source(Client().get("/"))


@pytest.mark.django_db
def test_a_logo_for_dark_pages_is_offered_to_dark_pages_only() -> None:
    made = brand(colour_scheme="auto")
    picture(made)
    dark = picture(made, kind="logo-dark", content=b"<svg dark/>")
    assert f'<source srcset="{dark}" media="(prefers-color-scheme: dark)"' in source(Client().get("/"))
    brand(colour_scheme="light")
    assert dark not in source(Client().get("/"))
    brand(colour_scheme="dark")
    assert f'<img src="{dark}"' in source(Client().get("/"))
