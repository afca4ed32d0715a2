"""Product pictures: at the size they are shown where the host makes sizes, and as they are everywhere else."""

import pytest

from orders.domain.order import Image
from orders.presenters.page import Picture
from orders.presenters.pictures import present_picture

SHOPIFY = "https://cdn.shopify.com"
SHOP = "https://casalumbre.example"
OTHER = "https://pictures.example"
HOSTS = [SHOPIFY, SHOP, OTHER]


def picture_at(url: str, *, alt: str | None = None, title: str = "Mug") -> Picture | None:
    return present_picture(Image(url=url, alt_text=alt), title=title, image_hosts=HOSTS)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (f"{SHOPIFY}/s/files/1/mug.jpg", f"{SHOPIFY}/s/files/1/mug.jpg?width="),
        (f"{SHOPIFY}/s/files/1/mug.jpg?v=17", f"{SHOPIFY}/s/files/1/mug.jpg?v=17&width="),
        (f"{SHOPIFY}/s/files/1/mug.jpg?", f"{SHOPIFY}/s/files/1/mug.jpg?width="),
        (f"{SHOPIFY}/s/files/1/mug.jpg?v=17#top", f"{SHOPIFY}/s/files/1/mug.jpg?v=17&width="),
        (f"{SHOPIFY}/mug.jpg?width=900&v=17&height=900", f"{SHOPIFY}/mug.jpg?v=17&width="),
        (f"{SHOPIFY}/mug.jpg?crop=center&v=17", f"{SHOPIFY}/mug.jpg?v=17&width="),
        (f"{SHOPIFY}/mug,1,.jpg?v=1,2", f"{SHOPIFY}/mug,1,.jpg?v=1,2&width="),
        (f"{SHOPIFY}/mug.jpg?v=%26width%3D9", f"{SHOPIFY}/mug.jpg?v=%26width%3D9&width="),
        (f"{SHOPIFY}/taza%20t%C3%A9.jpg", f"{SHOPIFY}/taza%20t%C3%A9.jpg?width="),
        (f"{SHOP}/cdn/shop/files/mug.jpg?v=17", f"{SHOP}/cdn/shop/files/mug.jpg?v=17&width="),
    ],
)
def test_shopifys_host_is_asked_for_the_width_that_is_shown(url: str, asked: str) -> None:
    picture = picture_at(url)
    assert picture is not None
    assert picture.url == f"{asked}128"
    assert picture.sources == f"{asked}64 1x, {asked}128 2x, {asked}192 3x"


@pytest.mark.parametrize(
    "url",
    [
        f"{OTHER}/mug.jpg",
        f"{OTHER}/mug.jpg?v=17&sig=abc%3D&sig=b",
        f"{OTHER}/signed?width=900&signature=x",
        f"{OTHER}/?from=/cdn/shop/files/mug.jpg",
        f"{OTHER}/my/cdn/shop/files/mug.jpg",
        f"{OTHER}/?cdn.shopify.com",
        f"{SHOP}/cdn/shopping/mug.jpg",
    ],
)
def test_the_address_of_another_host_is_left_as_it_is(url: str) -> None:
    picture = picture_at(url)
    assert picture is not None
    assert (picture.url, picture.sources) == (url, "")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/cdn/shop/files/mug.jpg",
        "https://cdn.shopify.com.evil.example/mug.jpg",
        "mug.jpg",
        "",
    ],
)
def test_no_width_makes_a_strange_host_welcome(url: str) -> None:
    assert picture_at(url) is None


def test_a_picture_that_says_more_than_the_title_says_it() -> None:
    silent, telling = picture_at(f"{OTHER}/a", alt="MUG"), picture_at(f"{OTHER}/a", alt="A mug on a table")
    assert silent is not None
    assert telling is not None
    assert (silent.alt, telling.alt) == ("", "A mug on a table")
