"""Orders survive being stored."""

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from orders.domain.order import Image
from orders.domain.when import Day
from orders.gallery.builders import NOW, a_fulfillment, a_line, an_order
from orders.gallery.states import GALLERY
from orders.storage import snapshots


@pytest.mark.parametrize("state", sorted(GALLERY))
def test_every_state_of_an_order_comes_back_as_it_was(state: str) -> None:
    order = GALLERY[state](NOW)
    assert snapshots.decode(snapshots.encode(order)) == order


def test_equal_orders_give_equal_bytes() -> None:
    assert snapshots.encode(an_order()) == snapshots.encode(an_order())


def test_nothing_that_was_not_readable_turns_into_none_at_all() -> None:
    unreadable = an_order(fulfillment_orders=None, refunds=None)
    back = snapshots.decode(snapshots.encode(unreadable))
    assert (back.fulfillment_orders, back.refunds) == (None, None)
    assert snapshots.decode(snapshots.encode(an_order(fulfillment_orders=()))).fulfillment_orders == ()


def test_a_snapshot_from_before_a_field_existed_is_read() -> None:
    plain = json.loads(zlib.decompress(snapshots.encode(an_order())[1:]))
    del plain["destination_city"]
    older = bytes([snapshots.VERSION]) + zlib.compress(json.dumps(plain).encode())
    assert snapshots.decode(older).destination_city is None


def test_a_field_that_is_no_longer_known_is_passed_over() -> None:
    plain = json.loads(zlib.decompress(snapshots.encode(an_order())[1:]))
    newer = bytes([snapshots.VERSION]) + zlib.compress(json.dumps(plain | {"gift_note": "x"}).encode())
    assert snapshots.decode(newer) == an_order()


def test_a_day_comes_back_as_a_day() -> None:
    order = an_order(fulfillments=(replace(a_fulfillment(), estimated_delivery_at=Day(date(2026, 11, 27))),))
    assert snapshots.decode(snapshots.encode(order)) == order


def test_a_snapshot_from_before_days_were_told_from_instants_is_read_as_it_would_be_now() -> None:
    made = replace(
        a_fulfillment(),
        estimated_delivery_at=datetime(2026, 11, 27, tzinfo=UTC),
        delivered_at=datetime(2026, 11, 27, 14, 32, tzinfo=UTC),
    )
    plain = zlib.decompress(snapshots.encode(an_order(fulfillments=(made,)))[1:])
    (back,) = snapshots.decode(bytes([snapshots.ONLY_INSTANTS]) + zlib.compress(plain)).fulfillments
    assert back == replace(made, estimated_delivery_at=Day(date(2026, 11, 27)))


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\x01",
        b"\x01not zlib",
        b"\x09" + zlib.compress(b"{}"),
        b"\x01" + zlib.compress(b"{}"),
        b"\x01" + zlib.compress(b"[1]"),
        b"\x01" + zlib.compress(b'{"id": '),
        b"\x01" + zlib.compress(b'{"created_at": 3}'),
        b"\x01" + zlib.compress(b"\xff\xfe"),
    ],
)
def test_damaged_bytes_are_called_unreadable(damaged: bytes) -> None:
    with pytest.raises(snapshots.UnreadableSnapshot):
        snapshots.decode(damaged)


def test_pictures_are_kept() -> None:
    line = a_line()
    picture = Image(url="https://cdn.shopify.com/a.jpg", alt_text="A mug")
    order = an_order(
        lines=[type(line)(**{name: getattr(line, name) for name in line.__slots__} | {"image": picture})]
    )
    assert snapshots.decode(snapshots.encode(order)).line_items[0].image == picture
