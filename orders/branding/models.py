"""What a merchant says about the shop's brand. Blank means: as the look has it, or as the settings say."""

from enum import StrEnum

from django.core.validators import URLValidator
from django.db import models

from orders.branding.looks import ColourScheme, Corners, LookName, TypeStyle

THE_ONE = 1
"""The primary key of the only brand: one site, one shop."""

is_web_address = URLValidator(schemes=["http", "https"])


def look_choices() -> list[tuple[str, str]]:
    """The built-in looks. These are functions so that one more look needs no migration."""
    return _choices(LookName)


def type_style_choices() -> list[tuple[str, str]]:
    """The styles of type."""
    return _choices(TypeStyle)


def corner_choices() -> list[tuple[str, str]]:
    """How round corners are."""
    return _choices(Corners)


def colour_scheme_choices() -> list[tuple[str, str]]:
    """Whether pages follow the reader's wish for a light or a dark page."""
    return _choices(ColourScheme)


def _choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(str(member), str(member).capitalize()) for member in kind]


class AppProxyLayout(models.TextChoices):
    """How pages look that are shown inside the shop (Shopify's app proxy)."""

    THEME = "theme", "Inside the theme’s own layout"
    ALONE = "alone", "Alone, as on this site"


class Brand(models.Model):
    """The shop's brand; at most one row, with the primary key `THE_ONE`."""

    name = models.CharField(max_length=80, blank=True)
    slogan = models.CharField(max_length=140, blank=True)
    look = models.CharField(max_length=20, choices=look_choices, default=LookName.EDITORIAL)
    accent = models.CharField(max_length=7, blank=True)
    """`#rrggbb`; the palette moves it where it would not be read."""
    paper = models.CharField(max_length=7, blank=True)
    """`#rrggbb`, the background of the page by day."""
    palette = models.JSONField(null=True, blank=True, editable=False)
    """What `orders.branding.palette` made of the two colours when they were saved; null when both are the look's."""
    type_style = models.CharField(max_length=20, choices=type_style_choices, blank=True)
    corners = models.CharField(max_length=20, choices=corner_choices, blank=True)
    colour_scheme = models.CharField(max_length=10, choices=colour_scheme_choices, default=ColourScheme.AUTO)
    shop_url = models.URLField(max_length=300, blank=True, validators=[is_web_address])
    support_email = models.EmailField(max_length=254, blank=True)
    app_proxy_layout = models.CharField(
        max_length=10, choices=AppProxyLayout.choices, default=AppProxyLayout.THEME
    )
    pulled = models.JSONField(default=dict, blank=True, editable=False)
    """What `pull_brand` last filled in, field by field, so that it knows its own from what was typed here."""
    changed_at = models.FloatField(default=0, editable=False)
    """Seconds since the epoch of the last change to this row or to one that belongs to it."""

    class Meta:
        verbose_name = "brand"
        verbose_name_plural = "brand"

    def __str__(self) -> str:
        return self.name or "Your brand"


class BrandImage(models.Model):
    """A picture made safe by `orders.branding.images`, kept in the database so that every machine has it."""

    class Kind(models.TextChoices):
        LOGO = "logo", "Logo"
        LOGO_DARK = "logo-dark", "Logo on dark backgrounds"
        ICON = "icon", "Icon"

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="images")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    """`image/svg+xml` or `image/png`."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    """Of the picture itself, in pixels or in the units of its view box."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content; its beginning stands in the picture's address."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind"], name="branding_image_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class BrandLink(models.Model):
    """A page of the shop, or its account in a network, that stands at the foot of every page."""

    class Kind(models.TextChoices):
        CONTACT = "contact", "Contact"
        RETURNS = "returns", "Returns"
        SHIPPING = "shipping", "Shipping policy"
        FAQ = "faq", "Frequent questions"
        PRIVACY = "privacy", "Privacy policy"
        TERMS = "terms", "Terms of service"
        INSTAGRAM = "instagram", "Instagram"
        FACEBOOK = "facebook", "Facebook"
        TIKTOK = "tiktok", "TikTok"
        YOUTUBE = "youtube", "YouTube"
        PINTEREST = "pinterest", "Pinterest"
        WHATSAPP = "whatsapp", "WhatsApp"
        X = "x", "X"

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    url = models.URLField(max_length=500, validators=[is_web_address])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "kind"], name="branding_link_once")]
        ordering = ["pk"]
        verbose_name = "link"

    def __str__(self) -> str:
        return self.get_kind_display()


class BrandWords(models.Model):
    """The shop's own words in one language, in place of the site's."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=10)
    look_up_title = models.CharField(max_length=80, blank=True)
    look_up_introduction = models.CharField(max_length=240, blank=True)
    help_title = models.CharField(max_length=80, blank=True)
    help_text = models.CharField(max_length=400, blank=True)
    footer = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language"], name="branding_words_once")]
        ordering = ["pk"]
        verbose_name = "words in one language"
        verbose_name_plural = "words, per language"

    def __str__(self) -> str:
        return self.language
