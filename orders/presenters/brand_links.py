"""The shop's links as a page names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from orders.branding.brands import Link
from orders.branding.models import BrandLink

PAGES = {
    BrandLink.Kind.CONTACT: gettext_noop("Help and contact"),
    BrandLink.Kind.RETURNS: gettext_noop("Returns"),
    BrandLink.Kind.SHIPPING: gettext_noop("Shipping policy"),
    BrandLink.Kind.FAQ: gettext_noop("Frequent questions"),
}
"""Pages that may help a shopper who is looking for an order."""
IMPRINT = {
    BrandLink.Kind.PRIVACY: gettext_noop("Privacy"),
    BrandLink.Kind.TERMS: gettext_noop("Terms"),
}
"""What stands in small print, besides the networks, which go by their own names."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link and what it is called in the active language."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class LinksView:
    """`helpful` stand beside the help, `small` at the very foot."""

    helpful: tuple[LinkView, ...]
    small: tuple[LinkView, ...]


def present_links(links: Iterable[Link]) -> LinksView:
    """The links of a brand, in their order, called by their names in the active language."""
    helpful, small = [], []
    for link in links:
        kind = BrandLink.Kind(link.kind)
        if kind in PAGES:
            helpful.append(LinkView(gettext(PAGES[kind]), link.url))
        else:
            words = gettext(IMPRINT[kind]) if kind in IMPRINT else str(kind.label)
            small.append(LinkView(words, link.url))
    return LinksView(tuple(helpful), tuple(small))
