"""A shop's brand settings as its Storefront API gives them, and what of them it keeps to itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orders.shopify.errors import AccessDenied, QueryRefused, ShopifyError, Unavailable
from orders.shopify.json_shapes import Json, JsonObject, find_object, get_object, unexpected_shape
from orders.shopify.observations import Observations
from orders.shopify.payload import URL_LIMIT, Fields
from orders.shopify.replies import GraphQLError, cost_of_reply, errors_from_payload, raise_for_refusal
from orders.shopify.text import is_enum_value

POLICIES = ("refundPolicy", "shippingPolicy", "privacyPolicy", "termsOfService")
CONTACT_INFORMATION = "contactInformation"
COLOR_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorGroup:
    """A colour of the brand and what is legible on it, as written there: mostly `#6A8D48`, but it is anybody's text."""

    background: str | None
    foreground: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopBrand:
    """What could be read; None or nothing where the shop has not said. Addresses are not checked yet.

    `policy_urls` is keyed by Shopify's own names (`POLICIES`, `CONTACT_INFORMATION`). `refused` says by Shopify's name
    of a part (`logo`, `colors`, `brand` for all of them, `name`, …) what stood in its way. `has_settings` is false for
    a shop that has never filled in its brand settings.
    """

    name: str | None = None
    shop_url: str | None = None
    slogan: str | None = None
    short_description: str | None = None
    logo_url: str | None = None
    square_logo_url: str | None = None
    primary_colors: tuple[ColorGroup, ...] = ()
    secondary_colors: tuple[ColorGroup, ...] = ()
    policy_urls: Mapping[str, str] = field(default_factory=dict)
    has_settings: bool = False
    refused: Mapping[str, ShopifyError] = field(default_factory=dict)


def brand_from_payload(payload: Json, observations: Observations) -> ShopBrand:
    """Read the reply to `operations.SHOP_BRAND`: what is denied or fails in it costs that part only.

    Raises a ShopifyError when nothing of the shop came.
    """
    shop, refused = read_shop(payload, observations)
    domain = shop.find_fields("primaryDomain", kind="Domain")
    brand = shop.find_fields("brand", kind="Brand")
    colors = brand.find_fields("colors", kind="BrandColors") if brand else None
    return ShopBrand(
        name=shop.find_text("name"),
        shop_url=domain.find_whole("url", limit=URL_LIMIT) if domain else None,
        slogan=brand.find_text("slogan") if brand else None,
        short_description=brand.find_text("shortDescription") if brand else None,
        logo_url=_picture_url(brand, "logo"),
        square_logo_url=_picture_url(brand, "squareLogo"),
        primary_colors=_color_groups(colors, "primary"),
        secondary_colors=_color_groups(colors, "secondary"),
        policy_urls=policy_urls(shop, POLICIES),
        has_settings=brand is not None,
        refused=refused,
    )


def read_shop(payload: Json, observations: Observations) -> tuple[Fields, Mapping[str, ShopifyError]]:
    """The shop of a reply, and what of it was refused, by the name of the part.

    Raises a ShopifyError when no shop came.
    """
    fields = get_object(payload, "the whole reply")
    errors = errors_from_payload(fields.get("errors"))
    shop = find_object(fields.get("data")).get("shop")
    if not isinstance(shop, dict):
        raise_for_refusal(errors, cost=cost_of_reply(fields))
        raise _refusal(errors[0]) if errors else unexpected_shape("shop")
    refused: dict[str, ShopifyError] = {}
    for error in errors:
        refused.setdefault(_part_of(error, shop), _refusal(error))
    return Fields(shop, kind="Shop", observations=observations), refused


def policy_urls(shop: Fields, names: tuple[str, ...]) -> dict[str, str]:
    """The addresses of those policies that the shop has written."""
    found: dict[str, str] = {}
    for name in names:
        policy = shop.find_fields(name, kind="ShopPolicy")
        url = policy.find_whole("url", limit=URL_LIMIT) if policy else None
        if url is not None:
            found[name] = url
    return found


def _picture_url(brand: Fields | None, key: str) -> str | None:
    media = brand.find_fields(key, kind="MediaImage") if brand else None
    image = media.find_fields("image", kind="Image") if media else None
    return image.find_whole("url", limit=URL_LIMIT) if image else None


def _color_groups(colors: Fields | None, key: str) -> tuple[ColorGroup, ...]:
    if colors is None:
        return ()
    return tuple(
        ColorGroup(
            background=group.find_text("background", limit=COLOR_LIMIT),
            foreground=group.find_text("foreground", limit=COLOR_LIMIT),
        )
        for group in colors.fields_in(key, kind="BrandColorGroup")
    )


def _part_of(error: GraphQLError, shop: JsonObject) -> str:
    """`logo` for an error at `shop.brand.logo.image`, `refundPolicy` for one at `shop.refundPolicy`.

    It is `brand` when that is null: a field that may not be null takes along what it stands in.
    """
    names = [name for name in error.path if name != "shop"]
    if names[:1] == ["brand"] and shop.get("brand") is not None:
        names = names[1:] or names
    return names[0] if names else error.field or "shop"


def _refusal(error: GraphQLError) -> ShopifyError:
    """What one error says. Shopify's own sentence may quote anything, so it is not repeated."""
    if error.is_denial:
        field = error.field or "shop"
        return AccessDenied(f"Shopify denies access to {field}.", field=field, required=error.required)
    code = error.code if error.code and is_enum_value(error.code) else "no code"
    if error.path:
        return Unavailable(f"Shopify could not answer this part ({code}).", transient=True)
    return QueryRefused(f"Shopify refuses the query ({code}).")
