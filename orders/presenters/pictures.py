"""Product pictures at the size they are shown: Shopify's image host makes any width, and is asked for the right ones.

Shopify's own themes ask in the same way, https://shopify.dev/docs/api/liquid/filters/image_url. The same pictures are
also served under a shop's own domain, below `/cdn/shop/`.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from orders.domain.order import Image
from orders.domain.safe_url import safe_image_url
from orders.presenters.page import Picture
from orders.presenters.text import link_address, plain_text

SHOWN_PIXELS = 64
"""The side of the square that a picture is shown in, in CSS pixels."""
DENSITIES = (1, 2, 3)
SIZE_PARAMETERS = ("width=", "height=", "crop=")


def present_picture(image: Image | None, *, title: str, image_hosts: Collection[str]) -> Picture | None:
    """The picture of an item that is called `title`; None without one, and for an address that is not let through."""
    url = safe_image_url(image.url, allowed_hosts=image_hosts) if image else None
    if image is None or url is None:
        return None
    alt = plain_text(image.alt_text, limit=140)
    sizes = _sizes(link_address(url))
    return Picture(
        url=sizes[1] if sizes else link_address(url),
        sources=", ".join(f"{size} {density}x" for size, density in zip(sizes, DENSITIES, strict=False)),
        alt="" if alt.casefold() == title.casefold() else alt,
    )


def _sizes(url: str) -> list[str]:
    """The address for each density; none for a host of which nobody knows that it makes sizes."""
    parts = urlsplit(url)
    if parts.hostname != "cdn.shopify.com" and not parts.path.startswith("/cdn/shop/"):
        return []
    kept = [name for name in parts.query.split("&") if name and not name.startswith(SIZE_PARAMETERS)]
    return [
        parts._replace(query="&".join([*kept, f"width={SHOWN_PIXELS * density}"]), fragment="").geturl()
        for density in DENSITIES
    ]
