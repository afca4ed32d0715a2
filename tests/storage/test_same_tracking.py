"""Whether a stored order has the same tracking as one just fetched, seen without reading it."""

import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from orders.domain.order import Fulfillment, Order
from orders.gallery.builders import NOW, a_fulfillment, a_tracking, an_event, an_order
from orders.storage import snapshots

FIRST, SECOND = (a_fulfillment(n, tracking=(a_tracking(f"123456789{n}"),)) for n in (1, 2))
UNTRACKED = replace(a_fulfillment(3), tracking=())
STORED = an_order(fulfillments=(FIRST, SECOND, UNTRACKED))


def but(*fulfillments: Fulfillment) -> Order:
    return replace(STORED, fulfillments=fulfillments)


def renumbered(fulfillment: Fulfillment) -> Fulfillment:
    return replace(fulfillment, tracking=(a_tracking("N40000001"),))


@pytest.mark.parametrize(
    "fetched",
    [
        STORED,
        replace(STORED, updated_at=NOW),
        but(replace(FIRST, display_status="DELIVERED", events=(an_event("DELIVERED"),)), SECOND, UNTRACKED),
        but(FIRST, UNTRACKED),
    ],
)
def test_news_of_another_kind_is_told_from_news_of_a_number(fetched: Order) -> None:
    assert snapshots.holds_same_tracking(snapshots.encode(STORED), fetched)


@pytest.mark.parametrize(
    "fetched",
    [
        but(renumbered(FIRST), SECOND),
        but(FIRST, renumbered(SECOND)),
        but(replace(FIRST, tracking=SECOND.tracking), replace(SECOND, tracking=FIRST.tracking)),
        but(FIRST, replace(SECOND, tracking=(*SECOND.tracking, *FIRST.tracking))),
        but(FIRST, SECOND, replace(UNTRACKED, tracking=FIRST.tracking)),
        but(SECOND, FIRST),
        but(replace(FIRST, id="gid://shopify/Fulfillment/9")),
    ],
)
def test_whatever_else_is_told_of_a_number_has_to_be_read(fetched: Order) -> None:
    assert not snapshots.holds_same_tracking(snapshots.encode(STORED), fetched)


def test_a_name_that_reads_like_tracking_deceives_nobody() -> None:
    name = '"tracking":[{"number":"N40000001"}]'
    stored = but(replace(FIRST, name=name))
    assert not snapshots.holds_same_tracking(snapshots.encode(stored), but(renumbered(FIRST)))


def test_what_is_damaged_has_to_be_read() -> None:
    assert not snapshots.holds_same_tracking(b"\x02damaged", STORED)


def test_the_fulfillments_alone_are_read_as_they_stand_without_their_events() -> None:
    scanned = replace(FIRST, events=(an_event("DELIVERED"),))
    read = snapshots.decode_fulfillments(snapshots.encode(but(scanned, SECOND)))
    assert read == (replace(scanned, events=()), replace(SECOND, events=()))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "none": lambda _: b"",
    "another version": lambda whole: b"\x09" + whole[1:],
    "cut": lambda whole: whole[:-9],
    "of other things": lambda _: b"\x02" + zlib.compress(b'{"fulfillments":[7]}'),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_fulfillments_are_not_guessed_at(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(snapshots.UnreadableSnapshot):
        snapshots.decode_fulfillments(damage(snapshots.encode(STORED)))
