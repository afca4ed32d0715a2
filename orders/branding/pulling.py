"""Taking the shop's own brand settings over: what is empty is filled, what an earlier pull filled follows the shop, and
what the merchant typed stays.

`Brand.pulled` remembers what was taken, part by part. A part that still is what it says was never touched by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from orders.branding import brands
from orders.branding.images import SafeImage
from orders.branding.looks import LOOKS, LookName
from orders.branding.models import THE_ONE, Brand, BrandImage
from orders.branding.palette import Palette, build_palette
from orders.branding.shop_offer import LINKS, PICTURES, TEXTS, Offer, Part, Value


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


@transaction.atomic
def pull(offer: Offer, *, replace: bool, dry_run: bool, now: float) -> tuple[Change, ...]:
    """Take the offer over and say what became of each part; with `dry_run` only say it.

    `now` is in seconds since the epoch. Nothing is written when nothing changes.
    """
    stored = Brand.objects.filter(pk=THE_ONE).first()
    brand = stored or Brand(pk=THE_ONE)
    offered = {part: describe(value) for part, value in offer.values.items()}
    plan = build_plan(offered, held=_held(stored) if stored else {}, pulled=brand.pulled, replace=replace)
    taken = {change.part: offer.values[change.part] for change in plan if change.outcome in TAKEN}
    ours = {change.part: change.new.identity for change in plan if change.part in taken or replace}
    ours = {part: identity for part, identity in ours.items() if brand.pulled.get(part) != identity}
    if (taken or ours) and not dry_run:
        brand.pulled = {**brand.pulled, **ours}
        _store(brand, taken, now=now)
    return plan


def describe(value: Value) -> Held:
    """A value that is offered, as it is compared and told."""
    if isinstance(value, SafeImage):
        return _picture(value.digest, value.content_type, value.width, value.height)
    return Held(identity=value, words=value)


def _held(brand: Brand) -> dict[Part, Held]:
    """What the brand holds now; blanks are nothing."""
    found = {part: describe(getattr(brand, part)) for part in TEXTS if getattr(brand, part)}
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


def _store(brand: Brand, taken: Mapping[Part, Value], *, now: float) -> None:
    for part, value in taken.items():
        if part in TEXTS:
            setattr(brand, part, value)
    if Part.ACCENT in taken or Part.PAPER in taken:
        brand.palette = brands.palette_to_json(palette_of(brand))
    brand.changed_at = now
    brand.save()
    for part, value in taken.items():
        if isinstance(value, SafeImage):
            _store_picture(brand, PICTURES[part], value)
        elif part in LINKS:
            brand.links.update_or_create(kind=LINKS[part], defaults={"url": value})
    transaction.on_commit(brands.forget)


def palette_of(brand: Brand) -> Palette:
    """The palette of the brand's two colours; its look's stand in for what is blank."""
    look = LOOKS[LookName(brand.look)]
    return build_palette(accent=brand.accent or look.accent, paper=brand.paper or look.paper)


def _store_picture(brand: Brand, kind: BrandImage.Kind, image: SafeImage) -> None:
    columns = ("content", "content_type", "width", "height", "digest")
    brand.images.update_or_create(kind=kind, defaults={column: getattr(image, column) for column in columns})
