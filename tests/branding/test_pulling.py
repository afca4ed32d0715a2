"""What a pull does with each part, as a table."""

import pytest

from orders.branding.images import SafeImage
from orders.branding.pulling import Held, Outcome, build_plan, describe
from orders.branding.shop_offer import LABELS, LINKS, PICTURES, TEXTS, Part


def held(text: str | None) -> dict[Part, Held]:
    return {Part.NAME: Held(identity=text, words=text)} if text else {}


@pytest.mark.parametrize(
    ("old", "pulled", "replace", "outcome"),
    [
        (None, None, False, Outcome.FILLED),
        (None, "new", False, Outcome.FILLED),
        (None, None, True, Outcome.FILLED),
        ("new", None, False, Outcome.UNCHANGED),
        ("new", "old", True, Outcome.UNCHANGED),
        ("old", "old", False, Outcome.CHANGED),
        ("typed", None, False, Outcome.KEPT),
        ("typed", "old", False, Outcome.KEPT),
        ("typed", "new", False, Outcome.KEPT),
        ("typed", None, True, Outcome.CHANGED),
        ("typed", "old", True, Outcome.CHANGED),
    ],
)
def test_a_part_is_filled_followed_or_kept(
    old: str | None, pulled: str | None, replace: bool, outcome: Outcome
) -> None:
    plan = build_plan(
        held("new"),
        held=held(old),
        pulled={Part.NAME: pulled} if pulled else {},
        replace=replace,
    )
    assert [(change.part, change.outcome, change.new.identity) for change in plan] == [
        (Part.NAME, outcome, "new")
    ]


def test_what_the_shop_does_not_offer_is_left_alone() -> None:
    assert build_plan({}, held=held("typed"), pulled={}, replace=True) == ()


def test_a_picture_is_told_by_its_kind_and_size_and_known_by_its_content() -> None:
    image = SafeImage(content=b"<svg/>", content_type="image/svg+xml", width=400, height=96)
    assert describe(image).identity == image.digest
    assert describe(image).words.startswith("SVG, 400 by 96")


def test_every_part_has_a_place_and_a_name() -> None:
    assert sorted([*TEXTS, *PICTURES, *LINKS]) == sorted(Part)
    assert LABELS.keys() == set(Part)
