"""What the shop itself says of its brand, made fit for this site: checked, cut to shape, and safe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.core.exceptions import ValidationError

from orders.branding.images import ImageKind, SafeImage, UnusableImage, make_safe
from orders.branding.models import Brand, BrandLink
from orders.branding.shop_colours import choose_colours
from orders.domain.safe_url import safe_link_url
from orders.shopify.errors import AccessDenied, ShopifyError
from orders.shopify.storefront import Admission, Storefront
from orders.shopify.storefront_brand import CONTACT_INFORMATION, ShopBrand
from orders.transport.deadline import Deadline


class Part(StrEnum):
    """The parts of a brand that a shop can give, in the order they are told."""

    NAME = "name"
    SLOGAN = "slogan"
    SHOP_URL = "shop_url"
    ACCENT = "accent"
    PAPER = "paper"
    LOGO = "logo"
    ICON = "icon"
    CONTACT = "contact"
    RETURNS = "returns"
    SHIPPING = "shipping"
    PRIVACY = "privacy"
    TERMS = "terms"


TEXTS: Final = (Part.NAME, Part.SLOGAN, Part.SHOP_URL, Part.ACCENT, Part.PAPER)
"""Parts that are fields of `Brand`, by the same name."""
PICTURES: Final[Mapping[Part, ImageKind]] = {Part.LOGO: ImageKind.LOGO, Part.ICON: ImageKind.ICON}
LINKS: Final[Mapping[Part, BrandLink.Kind]] = {
    Part.CONTACT: BrandLink.Kind.CONTACT,
    Part.RETURNS: BrandLink.Kind.RETURNS,
    Part.SHIPPING: BrandLink.Kind.SHIPPING,
    Part.PRIVACY: BrandLink.Kind.PRIVACY,
    Part.TERMS: BrandLink.Kind.TERMS,
}
POLICIES: Final = {
    Part.CONTACT: CONTACT_INFORMATION,
    Part.RETURNS: "refundPolicy",
    Part.SHIPPING: "shippingPolicy",
    Part.PRIVACY: "privacyPolicy",
    Part.TERMS: "termsOfService",
}
LABELS: Final = {
    Part.NAME: "shop name",
    Part.SLOGAN: "slogan",
    Part.SHOP_URL: "shop’s address",
    Part.ACCENT: "brand colour",
    Part.PAPER: "page colour",
    Part.LOGO: "logo",
    Part.ICON: "icon",
    Part.CONTACT: "contact link",
    Part.RETURNS: "returns link",
    Part.SHIPPING: "shipping link",
    Part.PRIVACY: "privacy link",
    Part.TERMS: "terms link",
}
# Shopify's names of what it may refuse, and the parts that are lost with each.
SETTINGS: Final = (Part.SLOGAN, Part.ACCENT, Part.PAPER, Part.LOGO, Part.ICON)
SHOPIFY_NAMES: Final[Mapping[str, tuple[str, tuple[Part, ...]]]] = {
    "name": ("shop name", (Part.NAME,)),
    "primaryDomain": ("shop’s address", (Part.SHOP_URL,)),
    "brand": ("brand settings", SETTINGS),
    "slogan": ("slogan", (Part.SLOGAN,)),
    "shortDescription": ("short description", ()),
    "colors": ("colours", (Part.ACCENT, Part.PAPER)),
    "logo": ("logo", (Part.LOGO,)),
    "squareLogo": ("square logo", (Part.ICON,)),
    **{name: (LABELS[part], (part,)) for part, name in POLICIES.items()},
}

type Value = str | SafeImage


class NothingRead(Exception):
    """Neither of Shopify's APIs gave anything of the brand; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What can be taken over, what could not be read and why (whole sentences), and what the shop has not said."""

    values: Mapping[Part, Value]
    problems: tuple[str, ...]
    missing: tuple[Part, ...]
    admission: Admission | None


def read_offer(storefront: Storefront, *, read_name: Callable[[], str | None], deadline: Deadline) -> Offer:
    """Read and fetch everything; `read_name` asks the Admin API for the shop's name, where the Storefront API fails.

    Whatever is denied, broken or unsafe costs that part only, and is said. Raises NothingRead.
    """
    reading = _Reading()
    try:
        brand = storefront.read_brand(deadline=deadline)
    except ShopifyError as error:
        reading.lose("brand settings", str(error), *Part)
        brand = ShopBrand()
    reading.note_refusals(brand)
    reading.take_texts(brand)
    if Part.NAME not in reading.values:
        reading.take_name(read_name)
    reading.take_colours(brand)
    reading.take_links(brand)
    for part, url in ((Part.LOGO, brand.logo_url), (Part.ICON, brand.square_logo_url)):
        if url is not None:
            reading.take_picture(
                part, url, fetch=lambda url: storefront.fetch_picture(url, deadline=deadline)
            )
    if not reading.values and storefront.admission is None:
        raise NothingRead(" ".join(reading.problems))
    return reading.offer(storefront.admission)


class _Reading:
    """What was gathered so far."""

    def __init__(self) -> None:
        self.values: dict[Part, Value] = {}
        self.problems: list[str] = []
        self._lost: set[Part] = set()

    def lose(self, label: str, why: str, *parts: Part) -> None:
        """Say what could not be read, and remember that these parts are not simply empty."""
        self.problems.append(f"The {label} could not be read: {why}")
        self._lost.update(parts)

    def note_refusals(self, brand: ShopBrand) -> None:
        """One sentence for each part that Shopify denied or failed at."""
        for name, error in brand.refused.items():
            label, parts = SHOPIFY_NAMES.get(name, ("whole answer", ()))
            needed = (
                f" Needed: {error.required}" if isinstance(error, AccessDenied) and error.required else ""
            )
            self.lose(label, f"{error}{needed}", *parts)

    def take_texts(self, brand: ShopBrand) -> None:
        """Name, slogan and address. The short description stands in for a slogan that the shop has not written."""
        self._take_text(Part.NAME, brand.name)
        stand_in = None if "slogan" in brand.refused else brand.short_description
        self._take_text(Part.SLOGAN, brand.slogan or stand_in)
        if brand.shop_url is not None:
            self._take(
                Part.SHOP_URL,
                brand.shop_url,
                fits=_is_address(brand.shop_url, Brand(shop_url=brand.shop_url)),
            )

    def take_name(self, read_name: Callable[[], str | None]) -> None:
        """The name from the Admin API."""
        try:
            self._take_text(Part.NAME, read_name())
        except ShopifyError as error:
            self.lose("shop name", str(error), Part.NAME)

    def take_colours(self, brand: ShopBrand) -> None:
        """The two that a page has, of all that the brand has."""
        colours = choose_colours(primary=brand.primary_colors, secondary=brand.secondary_colors)
        if colours.unreadable:
            count = (
                "One of the colours is" if colours.unreadable == 1 else f"{colours.unreadable} colours are"
            )
            self.problems.append(f"{count} left out: not written as a colour.")
        for part, colour in ((Part.ACCENT, colours.accent), (Part.PAPER, colours.paper)):
            if colour is not None:
                self.values[part] = colour

    def take_links(self, brand: ShopBrand) -> None:
        """The policies' addresses."""
        for part, name in POLICIES.items():
            url = brand.policy_urls.get(name)
            if url is not None:
                self._take(part, url, fits=_is_address(url, BrandLink(kind=LINKS[part], url=url)))

    def take_picture(self, part: Part, url: str, *, fetch: Callable[[str], bytes]) -> None:
        """A picture, made safe."""
        try:
            self.values[part] = make_safe(fetch(url), kind=PICTURES[part])
        except (ShopifyError, UnusableImage) as error:
            self.lose(LABELS[part], str(error), part)

    def offer(self, admission: Admission | None) -> Offer:
        """All of it."""
        missing = tuple(part for part in Part if part not in self.values and part not in self._lost)
        values = {part: self.values[part] for part in Part if part in self.values}
        return Offer(values=values, problems=tuple(self.problems), missing=missing, admission=admission)

    def _take_text(self, part: Part, text: str | None) -> None:
        if text is not None:
            self._take(part, text, fits=_is_valid(Brand(**{part: text})))

    def _take(self, part: Part, text: str, *, fits: bool) -> None:
        if fits:
            self.values[part] = text
        else:
            self.lose(LABELS[part], "It is too long, or not what belongs there.", part)


def _is_address(url: str, row: Brand | BrandLink) -> bool:
    """Whether a browser may be sent there, and the row can hold it."""
    return safe_link_url(url) is not None and _is_valid(row)


def _is_valid(row: Brand | BrandLink) -> bool:
    try:
        row.clean_fields(exclude={"brand"})
    except ValidationError:
        return False
    return True
