"""What the store's Storefront API says of the brand, and the switches for how it says it."""

from dataclasses import dataclass, field

PRIVATE_STOREFRONT_TOKEN = "shpat_sandbox_storefront"
PUBLIC_STOREFRONT_TOKEN = "0c1a5a1umbre0c1a5a1umbre0c1a5a1u"

type ColorPair = tuple[str | None, str | None]

POLICIES = {
    "refundPolicy": "refund-policy",
    "shippingPolicy": "shipping-policy",
    "privacyPolicy": "privacy-policy",
    "termsOfService": "terms-of-service",
    "contactInformation": "contact-information",
}


@dataclass(slots=True)
class StorefrontState:
    """Casa Lumbre's brand settings. Pictures are names of `storefront_pictures.PICTURES`; None where none was chosen.

    `is_locked`: the shop is behind a password, so that nobody is served without a token. `refusal` is the status for a
    wrong token. `denied`, `denied_without_token` and `failing` hold coordinates such as `Brand.logo`.
    """

    name: str = "Casa Lumbre"
    has_brand: bool = True
    slogan: str | None = "Hecho a mano, despacio"
    short_description: str | None = "Cerámica, luz y textiles de pequeños talleres."
    primary: list[ColorPair] = field(default_factory=lambda: [("#9C3D1F", "#FFFFFF")])
    secondary: list[ColorPair] = field(default_factory=lambda: [("#F7F0E6", "#2B2420")])
    logo: str | None = "logo.svg"
    square_logo: str | None = "square.png"
    pictures_url: str | None = None
    """Where the pictures are said to be, when that is not this server."""
    shop_url: str = "https://casalumbre.example"
    policies: list[str] = field(default_factory=lambda: list(POLICIES))
    is_locked: bool = False
    refusal: int = 401
    denied: list[str] = field(default_factory=list)
    denied_without_token: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
