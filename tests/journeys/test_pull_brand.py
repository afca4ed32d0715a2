"""The shop's own brand settings on the pages: what is taken, what is kept, and what is said of the rest."""

import re
from typing import Any

import pytest
from django.test import Client

from orders.branding.models import THE_ONE, Brand, BrandImage, BrandLink
from tests.journeys.test_commands import run
from tests.sandbox import Sandbox
from tests.sandbox.faults import Fault, Kind
from tests.sandbox.storefront_pictures import CREAM, TERRACOTTA
from tests.sandbox.storefront_state import PRIVATE_STOREFRONT_TOKEN, PUBLIC_STOREFRONT_TOKEN

pytestmark = pytest.mark.django_db


def pull(*options: str) -> str:
    """What a pull that works prints."""
    told, code = run("pull_brand", *options)
    assert code == 0, told
    return told


def outcomes(told: str) -> dict[str, str]:
    """The word for each part, by its label."""
    lines = re.findall(r"^  (filled|changed|unchanged|kept) +(.+?)  +", told, re.MULTILINE)
    return {label: outcome for outcome, label in lines}


def brand() -> Brand:
    return Brand.objects.get(pk=THE_ONE)


def palette() -> dict[str, dict[str, str]]:
    kept = brand().palette
    assert kept is not None
    return dict(kept)


def links() -> dict[str, str]:
    return dict(BrandLink.objects.values_list("kind", "url"))


def picture(kind: str) -> BrandImage:
    return BrandImage.objects.get(kind=kind)


def nothing_is_stored() -> bool:
    return not (Brand.objects.exists() or BrandImage.objects.exists() or BrandLink.objects.exists())


# What is taken ------------------------------------------------------------------------------------------------------


def test_everything_the_shop_has_said_is_taken(shop: Sandbox) -> None:
    told = pull()
    assert (brand().name, brand().slogan) == ("Casa Lumbre", "Hecho a mano, despacio")
    assert (brand().accent, brand().paper) == (TERRACOTTA.lower(), CREAM.lower())
    assert brand().shop_url == "https://casalumbre.example"
    assert links() == {
        "returns": "https://casalumbre.example/policies/refund-policy",
        "shipping": "https://casalumbre.example/policies/shipping-policy",
        "privacy": "https://casalumbre.example/policies/privacy-policy",
        "terms": "https://casalumbre.example/policies/terms-of-service",
    }
    assert picture("logo").content_type == "image/svg+xml"
    assert picture("icon").content_type == "image/png"
    assert outcomes(told)["contact link"] == "kept"
    assert set(outcomes(told).values()) == {"filled", "kept"}
    assert "Read without a token." in told
    assert "could not" not in told


def test_the_contact_page_is_taken_where_the_settings_name_none(shop: Sandbox, settings: Any) -> None:
    settings.SUPPORT_URL = ""
    pull()
    assert links()["contact"] == "https://casalumbre.example/policies/contact-information"


def test_a_colour_that_cannot_be_read_is_said_with_the_one_in_its_place(shop: Sandbox) -> None:
    shop.state.storefront.primary = [("#FFE600", "#000000")]
    told = pull()
    used = palette()["light"]["brand"]
    assert used != "#ffe600"
    assert f"On the light page the brand colour becomes {used}, the nearest that can be read there." in told


def test_the_pages_wear_it(shop: Sandbox, client: Client) -> None:
    pull()
    page = client.get("/").content.decode()
    assert CREAM.lower() in page
    assert f"/brand/logo-{picture('logo').digest[:16]}.svg" in page
    assert "https://casalumbre.example/policies/refund-policy" in page
    assert "Hecho a mano, despacio" in page


def test_each_part_is_told_as_it_was_and_as_it_is(shop: Sandbox) -> None:
    pull()
    shop.state.storefront.name = "Casa Candela"
    assert re.search(r"changed +shop name +Casa Lumbre -> Casa Candela", pull())


def test_that_there_is_only_one_logo_for_light_and_dark_is_said_until_it_is_seen_to(shop: Sandbox) -> None:
    words = "Shopify keeps one logo."
    assert words in pull("--dry-run")
    assert words in pull()
    assert words not in pull()
    BrandImage.objects.filter(kind="logo").update(kind="logo-dark")
    assert words not in pull()


def test_pages_that_are_never_dark_need_no_other_logo(shop: Sandbox) -> None:
    Brand.objects.create(pk=THE_ONE, colour_scheme="light")
    assert "Shopify keeps one logo." not in pull()


@pytest.mark.parametrize(
    ("logo", "content_type"),
    [
        ("logo.svg", "image/svg+xml"),
        ("logo.png", "image/png"),
        ("logo.jpg", "image/png"),
        ("logo.webp", "image/png"),
    ],
)
def test_a_logo_of_any_usual_kind_is_taken(shop: Sandbox, logo: str, content_type: str) -> None:
    shop.state.storefront.logo = logo
    pull()
    assert picture("logo").content_type == content_type
    assert 0 < picture("logo").width <= 400


def test_of_a_hostile_drawing_only_the_drawing_is_taken(shop: Sandbox, client: Client) -> None:
    shop.state.storefront.logo = "hostile.svg"
    pull()
    content = bytes(picture("logo").content)
    assert b"<path" in content
    for word in (b"script", b"evil", b"foreignObject", b"onload", b"onclick", b"javascript"):
        assert word not in content


def test_a_short_description_stands_in_for_a_slogan(shop: Sandbox) -> None:
    shop.state.storefront.slogan = None
    pull()
    assert brand().slogan == shop.state.storefront.short_description


def test_it_does_not_stand_in_for_a_slogan_that_may_not_be_read(shop: Sandbox) -> None:
    shop.state.storefront.denied = ["Brand.slogan"]
    pull()
    assert brand().slogan == ""


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (PRIVATE_STOREFRONT_TOKEN, "with the private token"),
        (PUBLIC_STOREFRONT_TOKEN, "with the public token"),
    ],
)
def test_a_shop_behind_a_password_is_read_with_a_token_of_either_kind(
    shop: Sandbox, settings: Any, token: str, words: str
) -> None:
    shop.state.storefront.is_locked = True
    settings.SHOPIFY_STOREFRONT_TOKEN = token
    assert f"Read {words}." in pull()
    assert brand().slogan == "Hecho a mano, despacio"


# What is kept -------------------------------------------------------------------------------------------------------


def test_a_second_time_changes_nothing(shop: Sandbox) -> None:
    pull()
    before = brand().changed_at
    told = pull()
    assert set(outcomes(told).values()) == {"unchanged", "kept"}
    assert "Nothing was changed." in told
    assert brand().changed_at == before


def test_what_was_typed_is_kept_and_named(shop: Sandbox) -> None:
    Brand.objects.create(pk=THE_ONE, name="La Lumbre", accent="#112233")
    BrandLink.objects.create(brand_id=THE_ONE, kind="returns", url="https://returns.example/")
    told = pull()
    assert (brand().name, brand().accent, links()["returns"]) == (
        "La Lumbre",
        "#112233",
        "https://returns.example/",
    )
    assert "Kept as typed: shop name, brand colour, contact link, returns link." in told
    assert "La Lumbre (the shop has Casa Lumbre)" in told
    assert brand().slogan == "Hecho a mano, despacio"


def test_what_was_typed_over_a_pulled_value_is_kept_as_well(shop: Sandbox) -> None:
    pull()
    Brand.objects.update(slogan="Typed")
    shop.state.storefront.slogan = "Otra cosa"
    assert outcomes(pull())["slogan"] == "kept"
    assert brand().slogan == "Typed"


def test_a_picture_of_the_merchants_own_is_kept(shop: Sandbox) -> None:
    pull()
    BrandImage.objects.filter(kind="logo").update(digest="0" * 64, content=b"own")
    assert outcomes(pull())["logo"] == "kept"
    assert bytes(picture("logo").content) == b"own"


def test_what_was_emptied_is_filled_again(shop: Sandbox) -> None:
    pull()
    Brand.objects.update(slogan="")
    BrandLink.objects.filter(kind="terms").delete()
    told = outcomes(pull())
    assert (told["slogan"], told["terms link"], told["shop name"]) == ("filled", "filled", "unchanged")


def test_what_was_pulled_follows_the_shop(shop: Sandbox) -> None:
    pull()
    shop.state.storefront.primary = [("#123456", "#ffffff")]
    shop.state.storefront.logo = "logo.png"
    told = outcomes(pull())
    assert (told["brand colour"], told["logo"], told["page colour"]) == ("changed", "changed", "unchanged")
    assert (brand().accent, picture("logo").content_type) == ("#123456", "image/png")


def test_what_the_shop_no_longer_says_stays(shop: Sandbox) -> None:
    pull()
    shop.state.storefront.has_brand = False
    shop.state.storefront.policies = []
    told = pull()
    assert "The shop has none: slogan, brand colour, page colour, logo, icon, contact link" in told
    assert brand().slogan == "Hecho a mano, despacio"
    assert picture("logo").content


def test_replace_takes_what_was_typed_and_follows_it_from_then_on(shop: Sandbox) -> None:
    Brand.objects.create(pk=THE_ONE, name="La Lumbre", slogan="Hecho a mano, despacio")
    assert outcomes(pull("--replace"))["shop name"] == "changed"
    assert brand().name == "Casa Lumbre"
    shop.state.storefront.name, shop.state.storefront.slogan = "Casa Candela", "Luz"
    told = outcomes(pull())
    assert (told["shop name"], told["slogan"]) == ("changed", "changed")


@pytest.mark.parametrize(("options", "count"), [(("--dry-run",), 11), (("--dry-run", "--replace"), 12)])
def test_a_dry_run_says_it_all_and_changes_nothing(
    shop: Sandbox, options: tuple[str, ...], count: int
) -> None:
    told = pull(*options)
    assert list(outcomes(told).values()).count("filled") == 11
    assert f"Nothing was changed; {count} would be." in told
    assert nothing_is_stored()


def test_the_palette_is_worked_out_from_what_was_taken_and_what_was_typed(shop: Sandbox) -> None:
    Brand.objects.create(pk=THE_ONE, accent="#112233")
    pull()
    light = palette()["light"]
    assert (light["paper"], light["brand"]) == (CREAM.lower(), "#112233")


# What is missing, denied or broken ----------------------------------------------------------------------------------


def test_a_shop_without_brand_settings_gives_name_and_links(shop: Sandbox) -> None:
    shop.state.storefront.has_brand = False
    told = pull()
    assert brand().name == "Casa Lumbre"
    assert "returns" in links()
    assert "The shop has none: slogan, brand colour, page colour, logo, icon." in told


@pytest.mark.parametrize(
    ("coordinate", "words"),
    [
        ("Brand.logo", "The logo could not be read"),
        ("Image.url", "The logo could not be read"),
        ("Brand.colors", "The brand settings could not be read"),
        ("Brand.slogan", "The slogan could not be read"),
        ("Shop.brand", "The brand settings could not be read"),
        ("Shop.refundPolicy", "The returns link could not be read"),
        ("Shop.contactInformation", "The contact link could not be read"),
    ],
)
@pytest.mark.parametrize("switch", ["denied", "denied_without_token", "failing"])
def test_what_cannot_be_read_is_named_and_the_rest_is_taken(
    shop: Sandbox, switch: str, coordinate: str, words: str
) -> None:
    setattr(shop.state.storefront, switch, [coordinate])
    told = pull()
    assert words in told
    assert brand().name == "Casa Lumbre"


def test_a_missing_scope_is_named(shop: Sandbox, settings: Any) -> None:
    settings.SHOPIFY_STOREFRONT_TOKEN = PRIVATE_STOREFRONT_TOKEN
    shop.state.storefront.denied = ["Brand.logo"]
    assert "unauthenticated_read_content" in pull()


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        ("elsewhere.svg", "leads elsewhere (302)"),
        ("nothing.svg", "nothing at its address (404)"),
        ("enormous.png", "larger than 2 MB"),
        ("garbage.png", "not a picture that can be read"),
        ("page.png", "drawing"),
        ("empty.png", "The file is empty"),
    ],
)
def test_a_logo_that_cannot_be_used_costs_only_the_logo(shop: Sandbox, logo: str, words: str) -> None:
    shop.state.storefront.logo = logo
    assert re.search(rf"The logo could not be read: .*{re.escape(words)}", pull())
    assert {image.kind for image in BrandImage.objects.all()} == {"icon"}
    assert brand().slogan == "Hecho a mano, despacio"


def test_a_logo_on_a_host_that_nobody_allowed_is_not_fetched(shop: Sandbox) -> None:
    shop.state.storefront.pictures_url = "https://evil.example"
    told = pull()
    assert "The logo could not be read: Its address is on none of the hosts" in told
    assert not BrandImage.objects.exists()


@pytest.mark.parametrize("garbage", ["red;}", "#12", "url(x)", "expression(1)", "#GGGGGG", "</style>"])
def test_a_colour_that_is_none_is_left_out_and_said(shop: Sandbox, garbage: str) -> None:
    shop.state.storefront.primary = [(garbage, garbage)]
    shop.state.storefront.secondary = []
    told = pull()
    assert (brand().accent, brand().paper) == ("", "")
    assert "2 colours are left out: not written as a colour." in told


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://a.example/" + "x" * 600, "ftp://a.example", "https://user:pw@a.example"],
)
def test_an_address_that_no_link_may_have_is_not_taken(shop: Sandbox, url: str) -> None:
    shop.state.storefront.shop_url = url
    told = pull()
    assert brand().shop_url == ""
    assert links() == {}
    assert "The returns link could not be read" in told


def test_a_name_too_long_for_its_place_is_not_cut(shop: Sandbox) -> None:
    shop.state.storefront.name = "Casa " * 30
    told = pull()
    assert "The shop name could not be read: It is too long" in told
    assert brand().name == "Casa Lumbre"


def test_a_wrong_token_is_said_and_the_shop_read_without_it(shop: Sandbox, settings: Any) -> None:
    settings.SHOPIFY_STOREFRONT_TOKEN = "shpat_wrong"
    told = pull()
    assert "without a token, because SHOPIFY_STOREFRONT_TOKEN is refused" in told
    assert "shpat_wrong" not in told
    assert brand().name == "Casa Lumbre"


# Shopify away -------------------------------------------------------------------------------------------------------


def test_without_the_storefront_the_name_comes_from_the_admin_api(shop: Sandbox) -> None:
    shop.state.storefront.is_locked = True
    told = pull()
    assert "The brand settings could not be read: The online store is behind a password" in told
    assert "SHOPIFY_STOREFRONT_TOKEN" in told
    assert brand().name == "Casa Lumbre"
    assert brand().slogan == ""


@pytest.mark.parametrize("kind", ["drop", "html", "truncated", "wrong_shape", "empty", "throttled"])
def test_garbage_from_the_storefront_costs_all_but_the_name(shop: Sandbox, kind: Kind) -> None:
    pull()
    shop.state.faults.add(Fault(kind=kind, target="storefront"))
    assert "The brand settings could not be read" in pull()
    assert brand().slogan == "Hecho a mano, despacio"


@pytest.mark.parametrize("status", [402, 403, 404, 423, 430, 503])
def test_a_shop_that_cannot_be_reached_at_all_is_a_plain_failure(shop: Sandbox, status: int) -> None:
    shop.state.faults.outage(status, target="any")
    told, code = run("pull_brand")
    assert code == 1
    assert "Nothing of the brand could be read." in told
    assert nothing_is_stored()


def test_without_a_shop_it_says_what_to_set(settings: Any) -> None:
    settings.SHOPIFY_API_URL = ""
    told, code = run("pull_brand")
    assert code == 1
    assert "SHOPIFY_STORE_DOMAIN" in told


def test_a_short_fault_is_waited_out(shop: Sandbox) -> None:
    shop.state.faults.outage(503, times=2, target="storefront")
    assert outcomes(pull())["slogan"] == "filled"
