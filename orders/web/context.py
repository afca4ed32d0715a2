"""What every template may use: the brand with its style, and the languages of the page."""

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from orders import conf
from orders.branding import brands
from orders.branding.page_style import page_style
from orders.presenters.brand_links import present_links
from orders.web.staff_only import is_staff_path


def page(request: HttpRequest) -> dict[str, Any]:
    """`brand`, `words` (its own, in this language), `links`, `style` and `languages` (code, name, url, current).

    `request.brand`, once it is there, is the brand of the whole answer: a preview sets it beforehand.
    """
    if is_staff_path(request.path_info) and not hasattr(request, "brand"):
        return {}
    brand = getattr(request, "brand", None) or brands.current()
    request.brand = brand  # type: ignore[attr-defined]
    return {
        "brand": brand,
        "words": brand.words,
        "links": present_links(brand.links),
        "style": mark_safe(page_style(brand)),  # noqa: S308 - our own CSS, and colours that are hexadecimal digits
        "languages": languages_at(""),
    }


def languages_at(url: str) -> list[dict[str, Any]]:
    """The same page in every language, at `url` or, where that is empty, at the address it was asked for."""
    current = get_language()
    return [
        {"code": code, "name": name, "url": f"{url}?lang={code}", "current": code == current}
        for code, name in conf.languages()
    ]
