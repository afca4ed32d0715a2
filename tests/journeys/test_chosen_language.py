"""A language that the address asks for stays from page to page, in the one code the site knows it by."""

import re

import pytest

from tests.sandbox import Sandbox
from tests.support.shopper import Shopper

ANA = "ana@example.com"
ASKED = [
    ("es", "es"),
    ("pt", "pt-br"),
    ("pt-br", "pt-br"),
    ("PT-PT", "pt-br"),
    ("pt_BR", "pt-br"),
    ("de-AT", "de"),
]
NOT_SPOKEN = ["xx", "zh", "-", "pt%00", "%22%3E%3Cscript%3E", "es" * 5000, "//evil.example"]


@pytest.fixture
def url(shopper: Shopper, shop: Sandbox) -> str:
    """Ana's order, which she has just found."""
    shop.state.add_order("#4711", email=ANA)
    return shopper.link("4711", ANA)


@pytest.mark.parametrize(("asked", "code"), ASKED)
def test_it_goes_along_from_the_form_to_the_order(shopper: Shopper, url: str, asked: str, code: str) -> None:
    found = shopper.client.post(f"/?lang={asked}", {"order_number": "4711", "email": ANA})
    assert re.fullmatch(rf"/o/[\w-]{{32}}/\?lang={code}", found.headers["Location"])
    assert f'<html lang="{code}"' in shopper.open(found.headers["Location"]).content.decode()


def test_it_goes_along_without_a_page_load_too(shopper: Shopper, url: str) -> None:
    asked = {"order_number": "4711", "email": ANA}
    found = shopper.client.post("/?lang=pt", asked, headers={"HX-Request": "true"})
    assert found.headers["HX-Redirect"].endswith("/?lang=pt-br")


@pytest.mark.parametrize(("asked", "code"), ASKED)
def test_it_stays_when_the_order_is_checked_again(shopper: Shopper, url: str, asked: str, code: str) -> None:
    assert f"refresh/?lang={code}" in shopper.open(f"{url}?lang={asked}").content.decode()
    assert shopper.open(f"{url}refresh/?lang={asked}").headers["Location"] == f"{url}?lang={code}"


@pytest.mark.parametrize("asked", NOT_SPOKEN)
def test_a_language_that_nobody_speaks_here_is_left_out(shopper: Shopper, url: str, asked: str) -> None:
    assert shopper.open(f"{url}refresh/?lang={asked}").headers["Location"] == url


@pytest.mark.parametrize(("asked", "code"), ASKED)
@pytest.mark.parametrize("part", ["", "refresh/"])
def test_a_link_that_no_longer_opens_says_so_in_it_and_asks_in_it(
    shopper: Shopper, part: str, asked: str, code: str
) -> None:
    page = shopper.open(f"/o/{'A' * 32}/{part}?lang={asked}").content.decode()
    assert f'<html lang="{code}"' in page
    assert f'action="/?lang={code}"' in page
