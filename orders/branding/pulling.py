"""Taking the shop's own brand settings over: what is empty is filled, what an earlier pull filled follows the shop, and
what the merchant typed stays.

`Brand.pulled` remembers what was taken, part by part. A part that still is what it says was never touched by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from orders import conf
from orders.branding import brands
from orders.branding.images import ImageKind, SafeImage
from orders.branding.looks import ColourScheme
from orders.branding.models import THE_ONE, Brand, BrandImage
from orders.branding.palette import Move
from orders.branding.shop_offer import LINKS, PICTURES, TEXTS, Offer, Part, Value
from orders.branding.stored_palette import keep_palette


class Outcome(StrEnum):
    """What becomes of a part."""

    FILLED = "filled"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


TAKEN = frozenset({Outcome.FILLED, Outcome.CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A value as it is compared and remembered (`identity`), and as it is told (`words`)."""

    identity: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part: what is held (None for nothing), what the shop offers, and which of them stays."""

    part: Part
    outcome: Outcome
    old: Held | None
    new: Held


def build_plan(
    offered: Mapping[Part, Held], *, held: Mapping[Part, Held], pulled: Mapping[str, str], replace: bool
) -> tuple[Change, ...]:
    """What to do with each part that is offered; `replace` takes those as well that were typed by hand."""
    return tuple(
        Change(
            part=part,
            outcome=_outcome(new, old=held.get(part), pulled=pulled.get(part), replace=replace),
            old=held.get(part),
            new=new,
        )
        for part, new in offered.items()
    )


def _outcome(new: Held, *, old: Held | None, pulled: str | None, replace: bool) -> Outcome:
    if old is None:
        return Outcome.FILLED
    if old.identity == new.identity:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if replace or old.identity == pulled else Outcome.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What became of each part, and where the colours that were taken had to be moved to be read.

    `lacks_dark_logo`: a logo was taken, pages may be dark, and there is no other logo for those.
    """

    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    lacks_dark_logo: bool


@transaction.atomic
def pull(offer: Offer, *, replace: bool, dry_run: bool, now: float) -> Pulled:
    """Take the offer over; with `dry_run` only say what would become of it.

    `now` is in seconds since the epoch. Nothing is written when nothing changes.
    """
    stored = Brand.objects.filter(pk=THE_ONE).first()
    brand = stored or Brand(pk=THE_ONE)
    offered = {part: describe(value) for part, value in offer.values.items()}
    plan = build_plan(offered, held=_held(stored), pulled=brand.pulled, replace=replace)
    taken = {change.part: offer.values[change.part] for change in plan if change.outcome in TAKEN}
    ours = {change.part: change.new.identity for change in plan if change.part in taken or replace}
    is_new = bool(taken) or any(brand.pulled.get(part) != identity for part, identity in ours.items())
    brand.pulled = {**brand.pulled, **ours}
    moves = _fill(brand, taken)
    if is_new and not dry_run:
        _store(brand, taken, now=now)
    return Pulled(changes=plan, moves=moves, lacks_dark_logo=Part.LOGO in taken and _lacks_dark_logo(brand))


def describe(value: Value) -> Held:
    """A value that is offered, as it is compared and told."""
    if isinstance(value, SafeImage):
        return _picture(value.digest, value.content_type, value.width, value.height)
    return Held(identity=value, words=value)


def _held(brand: Brand | None) -> dict[Part, Held]:
    """What the brand holds now; blanks are nothing. A way to reach the shop may stand in the settings instead: a page
    that the merchant named there is worth more than Shopify's page of legal contact details.
    """
    support_url = conf.store().support_url
    found = {Part.CONTACT: describe(support_url)} if support_url else {}
    if brand is None:
        return found
    found |= {part: describe(getattr(brand, part)) for part in TEXTS if getattr(brand, part)}
    links = dict(brand.links.values_list("kind", "url"))
    found |= {part: describe(links[kind]) for part, kind in LINKS.items() if kind in links}
    images = {image.kind: image for image in brand.images.defer("content")}
    for part, kind in PICTURES.items():
        if kind in images:
            image = images[kind]
            found[part] = _picture(image.digest, image.content_type, image.width, image.height)
    return found


def _picture(digest: str, content_type: str, width: int, height: int) -> Held:
    kind = "SVG" if content_type == "image/svg+xml" else "PNG"
    return Held(identity=digest, words=f"{kind}, {width} by {height}, {digest[:8]}")


def _fill(brand: Brand, taken: Mapping[Part, Value]) -> tuple[Move, ...]:
    """Write the texts into the row, unsaved, with the palette that new colours ask for."""
    for part in TEXTS:
        if part in taken:
            setattr(brand, part, taken[part])
    if not {Part.ACCENT, Part.PAPER} & taken.keys():
        return ()
    palette = keep_palette(brand)
    roles = {"brand": Part.ACCENT, "paper": Part.PAPER}
    return tuple(move for move in palette.moves if roles.get(move.role) in taken)


def _lacks_dark_logo(brand: Brand) -> bool:
    if brand.colour_scheme == ColourScheme.LIGHT:
        return False
    return not BrandImage.objects.filter(brand=THE_ONE, kind=ImageKind.LOGO_DARK).exists()


def _store(brand: Brand, taken: Mapping[Part, Value], *, now: float) -> None:
    brand.save()
    for part, value in taken.items():
        if isinstance(value, SafeImage):
            _store_picture(brand, PICTURES[part], value)
        elif part in LINKS:
            brand.links.update_or_create(kind=LINKS[part], defaults={"url": value})
    brands.publish(now=now)


def _store_picture(brand: Brand, kind: ImageKind, image: SafeImage) -> None:
    columns = ("content", "content_type", "width", "height", "digest")
    brand.images.update_or_create(kind=kind, defaults={column: getattr(image, column) for column in columns})
