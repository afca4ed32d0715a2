"""The brand as the pages show it: one frozen value, read from the database every few seconds at most."""

import hashlib
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from django.db import Error, transaction
from django.db.models import Max
from django.utils.translation import get_language

from orders import conf
from orders.branding import models
from orders.branding.looks import LOOKS, ColourScheme, Corners, LookName, TypeStyle
from orders.branding.palette import Palette
from orders.branding.stored_palette import palette_from_json
from orders.storage.trouble import in_its_own_words
from orders.watching.seldom import Seldom

_trouble = Seldom(logging.getLogger(__name__))

KEPT_SECONDS = 3.0
"""How long a process goes without asking whether the brand has changed."""
LOGO_BOX = (200, 48)
"""The most that a logo takes of the page, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the brand: its address and the size it is shown at, in CSS pixels."""

    url: str
    width: int
    height: int
    content_type: str = "image/svg+xml"


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the shop or its account in a network; `kind` is one of `models.BrandLink.Kind`."""

    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """The shop's own words in one language; empty where the site's own are to stand."""

    look_up_title: str = ""
    look_up_introduction: str = ""
    help_title: str = ""
    help_text: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """All that a page takes from the brand. `version` is another one whenever anything of it is."""

    name: str
    support_email: str
    slogan: str = ""
    shop_url: str = ""
    look: LookName = LookName.EDITORIAL
    type_style: TypeStyle
    corners: Corners
    colour_scheme: ColourScheme = ColourScheme.AUTO
    palette: Palette
    logo: Picture | None = None
    logo_dark: Picture | None = None
    logo_on_plate: bool = False
    """Whether dark pages put the logo on a light plate: it may be drawn in dark ink, and there is no other."""
    icon: Picture | None = None
    links: tuple[Link, ...] = ()
    words_by_language: Mapping[str, Words] = field(default_factory=dict)
    app_proxy_layout: str = models.AppProxyLayout.THEME
    version: str = ""

    def __post_init__(self) -> None:
        values = [repr(getattr(self, each.name)) for each in fields(self) if each.name != "version"]
        object.__setattr__(self, "version", hashlib.sha256("\n".join(values).encode()).hexdigest()[:12])

    @property
    def words(self) -> Words:
        """The shop's own words in the language that is active."""
        return self.words_by_language.get(get_language() or "", Words())


def current() -> Branding:
    """The brand now, at most `KEPT_SECONDS` old. Without a database it is the last one known, or the settings'."""
    return _kept.get()


def last_known() -> Branding:
    """The brand as this process knows it, without asking the database: for pages that say the site is broken."""
    return _kept.branding or built_in(LookName.EDITORIAL)


def publish(*, now: float) -> None:
    """To be called when the brand or what belongs to it was saved: all processes follow within `KEPT_SECONDS`."""
    models.Brand.objects.filter(pk=models.THE_ONE).update(changed_at=now)
    transaction.on_commit(forget)


def forget() -> None:
    """Let this process read the brand anew the next time it is asked for."""
    _kept.forget()


def built_in(look: LookName) -> Branding:
    """One of the looks as it is, with the name and the links that the settings give."""
    return branding_of(models.Brand(look=look))


def branding_of(
    brand: models.Brand,
    *,
    pictures: Mapping[str, Picture] | None = None,
    links: tuple[Link, ...] = (),
    words: Mapping[str, Words] | None = None,
) -> Branding:
    """The value of a brand, saved or not: blanks are filled from its look and from the settings."""
    store = conf.store()
    look = LOOKS[LookName(brand.look)]
    pictures = pictures or {}
    if store.support_url and not any(link.kind == models.BrandLink.Kind.CONTACT for link in links):
        links = (Link(models.BrandLink.Kind.CONTACT, store.support_url), *links)
    return Branding(
        name=brand.name or store.name,
        slogan=brand.slogan,
        shop_url=brand.shop_url,
        support_email=brand.support_email or store.support_email,
        look=look.name,
        type_style=TypeStyle(brand.type_style) if brand.type_style else look.type_style,
        corners=Corners(brand.corners) if brand.corners else look.corners,
        colour_scheme=ColourScheme(brand.colour_scheme),
        palette=palette_from_json(brand.palette) or look.palette,
        logo=pictures.get(models.BrandImage.Kind.LOGO),
        logo_dark=pictures.get(models.BrandImage.Kind.LOGO_DARK),
        logo_on_plate=brand.colour_scheme == ColourScheme.AUTO
        and models.BrandImage.Kind.LOGO in pictures
        and models.BrandImage.Kind.LOGO_DARK not in pictures,
        icon=pictures.get(models.BrandImage.Kind.ICON),
        links=links,
        words_by_language=words or {},
        app_proxy_layout=brand.app_proxy_layout,
    )


def shown_size(width: int, height: int, *, box: tuple[int, int] = LOGO_BOX) -> tuple[int, int]:
    """The largest size of the same shape that fits into the box, in CSS pixels."""
    width, height = max(width, 1), max(height, 1)
    factor = min(box[0] / width, box[1] / height)
    return max(1, round(width * factor)), max(1, round(height * factor))


class _Kept:
    """The process's own copy."""

    def __init__(self) -> None:
        self.branding: Branding | None = None
        self._changed_at: float | None = None
        self._asked_at = -KEPT_SECONDS
        self._lock = threading.Lock()

    def get(self) -> Branding:
        now = time.monotonic()
        branding = self.branding
        if branding is not None and now - self._asked_at < KEPT_SECONDS:
            return branding
        with self._lock:
            try:
                changed_at = models.Brand.objects.aggregate(at=Max("changed_at"))["at"]
                if self.branding is None or changed_at != self._changed_at:
                    self.branding = _read()
                self._changed_at = changed_at
            except Error as error:
                # A page must not fail for its colours; Django's own handling of connections deals with the cause.
                _trouble.say(
                    "The brand could not be read; pages keep the last one known: %s", in_its_own_words(error)
                )
            self._asked_at = now
            return self.branding or built_in(LookName.EDITORIAL)

    def forget(self) -> None:
        with self._lock:
            self._asked_at = -KEPT_SECONDS
            self._changed_at = None
            self.branding = None


_kept = _Kept()


def _read() -> Branding:
    brand = models.Brand.objects.filter(pk=models.THE_ONE).first()
    if brand is None:
        return built_in(LookName.EDITORIAL)
    columns = ("kind", "digest", "content_type", "width", "height")
    pictures = {row["kind"]: _picture(**row) for row in brand.images.values(*columns)}
    links = tuple(Link(kind, url) for kind, url in brand.links.values_list("kind", "url"))
    words = {
        row.language: Words(**{each.name: getattr(row, each.name) for each in fields(Words)})
        for row in brand.words.all()
    }
    return branding_of(brand, pictures=pictures, links=links, words=words)


def _picture(*, kind: str, digest: str, content_type: str, width: int, height: int) -> Picture:
    suffix = "svg" if content_type == "image/svg+xml" else "png"
    shown = shown_size(width, height)
    return Picture(f"/brand/{kind}-{digest[:16]}.{suffix}", *shown, content_type=content_type)
