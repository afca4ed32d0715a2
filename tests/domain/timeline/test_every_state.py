"""Every row of the rules for shoppers, as whole orders: what the gallery's states read as."""

import pytest

from orders.domain.timeline import HeadlineKind as H
from orders.domain.timeline import NextKind as N
from orders.domain.timeline import ParcelState as P
from orders.domain.timeline import WaitingReason as W
from orders.domain.timeline import build_timeline
from orders.gallery.builders import NOW
from orders.gallery.states import GALLERY

STATES = [
    # nothing has left
    ("just_placed", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("received", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("received_with_promise", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("no_fulfillment_order_scope", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("packing", H.PACKING, N.HANDOVER, [], [W.PACKING]),
    ("accepted_by_warehouse", H.PACKING, N.HANDOVER, [], [W.PACKING]),
    ("rerouting", H.PREPARING, N.PACKING, [], [W.PREPARING]),
    ("out_of_stock", H.OUT_OF_STOCK, N.STOCK_FIRST, [], [W.OUT_OF_STOCK]),
    ("check_address", H.CHECK_ADDRESS, N.CONFIRM_ADDRESS, [], [W.CHECK_ADDRESS]),
    ("awaiting_payment", H.AWAITING_PAYMENT, N.PAY, [], [W.AWAITING_PAYMENT]),
    ("payment_pending", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("awaiting_return", H.AWAITING_RETURN, N.SEND_RETURN, [], [W.AWAITING_RETURN]),
    ("date_unknown", H.DATE_UNKNOWN, N.SHIPS_WHEN_RELEASED, [], [W.DATE_UNKNOWN]),
    ("review", H.REVIEW, N.SHIPS_WHEN_RELEASED, [], [W.REVIEW]),
    ("held_for_another_reason", H.REVIEW, N.SHIPS_WHEN_RELEASED, [], [W.REVIEW]),
    ("scheduled", H.SCHEDULED, N.SHIPS_ON_DATE, [], [W.SCHEDULED]),
    ("preorder", H.PREORDER, N.SHIPS_WHEN_RELEASED, [], [W.PREORDER]),
    ("pickup_preparing", H.PACKING, N.WAIT_UNTIL_READY, [], [W.PACKING]),
    ("local_preparing", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("edited", H.PACKING, N.HANDOVER, [], [W.PACKING]),
    ("fulfillment_cancelled", H.PREPARING, N.PACKING, [], [W.PREPARING]),
    ("partly_out_of_stock", H.PARTLY_OUT_OF_STOCK, N.REST_FOLLOWS, [], [W.PACKING, W.OUT_OF_STOCK]),
    ("partly_date_unknown", H.PARTLY_DATE_UNKNOWN, N.REST_FOLLOWS, [], [W.PACKING, W.DATE_UNKNOWN]),
    ("partly_review", H.PARTLY_REVIEW, N.REST_FOLLOWS, [], [W.PACKING, W.REVIEW]),
    # ended before anything travelled, or without travelling
    ("cancelled", H.CANCELLED, N.SHOP_DECIDES, [], []),
    ("cancelled_by_shopper", H.CANCELLED_BY_SHOPPER, N.SHOP_DECIDES, [], []),
    ("cancelled_out_of_stock", H.CANCELLED_OUT_OF_STOCK, N.SHOP_DECIDES, [], []),
    ("cancelled_and_refunded", H.CANCELLED, N.NOTHING_OWED, [], []),
    ("cancelled_partly_shipped", H.CANCELLED_PARTLY_SHIPPED, N.TRANSIT, [P.IN_TRANSIT], []),
    ("removed", H.REMOVED, N.NOTHING, [], []),
    ("digital_pending", H.DIGITAL_PENDING, N.DIGITAL_SOON, [], [W.WITHOUT_PARCEL]),
    ("digital_sent", H.DIGITAL_SENT, N.CHECK_INBOX, [P.SENT], []),
    ("in_store", H.BOUGHT_IN_STORE, N.NOTHING, [P.COLLECTED], []),
    # one parcel
    ("label_ready", H.LABEL_READY, N.HANDOVER_SCANNED, [P.LABEL_READY], []),
    ("label_voided", H.PREPARING, N.PACKING, [P.PREPARING], []),
    ("handed_to_warehouse", H.PREPARING, N.PACKING, [P.PREPARING], []),
    ("shipped", H.SHIPPED, N.CARRIER_SCANS, [P.SHIPPED], []),
    ("shipped_with_date", H.ARRIVING, N.CARRIER_SCANS, [P.SHIPPED], []),
    ("shipped_without_tracking", H.SHIPPED, N.NO_SCANS, [P.SHIPPED], []),
    ("shipped_without_display_status", H.SHIPPED, N.CARRIER_SCANS, [P.SHIPPED], []),
    ("arriving", H.ARRIVING, N.TRANSIT, [P.IN_TRANSIT], []),
    ("arriving_today", H.ARRIVING, N.ARRIVES_TODAY, [P.IN_TRANSIT], []),
    ("on_its_way", H.ON_ITS_WAY, N.TRANSIT, [P.IN_TRANSIT], []),
    ("on_its_way_without_number", H.ON_ITS_WAY, N.CARRIER_HAS_IT, [P.IN_TRANSIT], []),
    ("out_for_delivery", H.OUT_FOR_DELIVERY, N.ARRIVES_TODAY, [P.OUT_FOR_DELIVERY], []),
    ("delayed", H.DELAYED, N.TRANSIT, [P.DELAYED], []),
    ("delayed_without_date", H.DELAYED, N.TRANSIT, [P.DELAYED], []),
    ("delivery_attempted", H.DELIVERY_ATTEMPTED, N.CARRIER_TRIES_AGAIN, [P.DELIVERY_ATTEMPTED], []),
    ("problem", H.PROBLEM, N.CONTACT_SHOP, [P.PROBLEM], []),
    ("not_delivered", H.PROBLEM, N.CONTACT_SHOP, [P.PROBLEM], []),
    ("action_needed", H.ACTION_NEEDED, N.CONTACT_CARRIER, [P.ACTION_NEEDED], []),
    ("returning", H.RETURNING, N.SHOP_DECIDES, [P.RETURNING], []),
    ("overdue", H.OVERDUE, N.CONTACT_SHOP, [P.IN_TRANSIT], []),
    ("delivered", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], []),
    ("delivered_without_time", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], []),
    ("carrier_point_ready", H.READY_TO_COLLECT, N.COLLECT_AT_POINT, [P.READY_TO_COLLECT], []),
    ("pickup_point_on_its_way", H.ARRIVING, N.ARRIVES_TODAY, [P.IN_TRANSIT], []),
    ("pickup_point_ready", H.READY_TO_COLLECT, N.COLLECT_AT_POINT, [P.READY_TO_COLLECT], []),
    ("pickup_point_collected", H.COLLECTED, N.NOTHING, [P.COLLECTED], []),
    ("pickup_ready", H.READY_TO_COLLECT, N.COLLECT, [P.READY_TO_COLLECT], []),
    ("pickup_collected", H.COLLECTED, N.NOTHING, [P.COLLECTED], []),
    ("local_out", H.OUT_WITH_DRIVER, N.ARRIVES_TODAY, [P.OUT_FOR_DELIVERY], []),
    ("local_delivered", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], []),
    ("three_numbers", H.ARRIVING, N.TRANSIT, [P.IN_TRANSIT], []),
    ("messy_events", H.ARRIVING, N.TRANSIT, [P.IN_TRANSIT], []),
    ("unknown_statuses", H.ON_ITS_WAY, N.TRANSIT, [P.IN_TRANSIT], []),
    ("partly_refunded", H.ARRIVING, N.TRANSIT, [P.IN_TRANSIT], []),
    # nothing heard for days
    ("silent_unfulfilled", H.RECEIVED, N.ASK_SHOP, [], [W.RECEIVED]),
    ("silent_label", H.LABEL_READY, N.CARRIER_FIRST, [P.LABEL_READY], []),
    ("silent_shipped", H.SHIPPED, N.CARRIER_FIRST, [P.SHIPPED], []),
    ("silent_shipped_for_long", H.NO_NEWS, N.CARRIER_THEN_SHOP, [P.SHIPPED], []),
    ("silent_untracked", H.SHIPPED, N.ASK_SHOP, [P.SHIPPED], []),
    ("silent_on_its_way", H.ON_ITS_WAY, N.CARRIER_FIRST, [P.IN_TRANSIT], []),
    ("silent_on_its_way_for_long", H.NO_NEWS, N.CARRIER_THEN_SHOP, [P.IN_TRANSIT], []),
    ("silent_out_for_delivery", H.NO_NEWS, N.CARRIER_THEN_SHOP, [P.OUT_FOR_DELIVERY], []),
    ("silent_attempted", H.DELIVERY_ATTEMPTED, N.CARRIER_THEN_SHOP, [P.DELIVERY_ATTEMPTED], []),
    ("silent_ready", H.NOT_COLLECTED, N.CARRIER_THEN_SHOP, [P.READY_TO_COLLECT], []),
    ("silent_local", H.NO_NEWS, N.ASK_SHOP, [P.OUT_FOR_DELIVERY], []),
    # what the carrier says of it
    ("locker_ready", H.READY_TO_COLLECT, N.COLLECT_AT_POINT, [P.READY_TO_COLLECT], []),
    ("locker_delivered", H.AT_POINT, N.COLLECT_AT_POINT, [P.AT_POINT], []),
    ("pickup_point_delivered", H.AT_POINT, N.COLLECT_AT_POINT, [P.AT_POINT], []),
    ("locker_collected", H.COLLECTED, N.NOTHING, [P.COLLECTED], []),
    ("returning_by_words", H.RETURNING, N.SHOP_DECIDES, [P.RETURNING], []),
    ("returned_to_sender", H.RETURNED, N.SHOP_DECIDES, [P.RETURNED], []),
    ("delivery_unclear", H.DELIVERY_UNCLEAR, N.CARRIER_THEN_SHOP, [P.DELIVERY_UNCLEAR], []),
    ("delivery_unclear_nowhere", H.DELIVERY_UNCLEAR, N.CARRIER_THEN_SHOP, [P.DELIVERY_UNCLEAR], []),
    ("notice_while_ready", H.READY_TO_COLLECT, N.COLLECT_AT_POINT, [P.READY_TO_COLLECT], []),
    ("notice_of_customs", H.PROBLEM, N.CONTACT_SHOP, [P.PROBLEM], []),
    ("notice_after_delivery", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], []),
    ("one_of_four_failed", H.PROBLEM, N.CONTACT_SHOP, [P.DELIVERED] * 3 + [P.PROBLEM], []),
    ("some_delivered", H.SOME_DELIVERED, N.EACH_NUMBER, [P.SOME_DELIVERED], []),
    ("renumbered", H.SHIPPED, N.REPORTS_FOLLOW, [P.SHIPPED], []),
    ("numbers_pasted", H.ON_ITS_WAY, N.TRANSIT, [P.IN_TRANSIT], []),
    ("number_destroyed", H.SHIPPED, N.ASK_SHOP, [P.SHIPPED], []),
    ("unknown_scan_only", H.SHIPPED, N.REPORTS_FOLLOW, [P.SHIPPED], []),
    # several parts
    ("partly_delivered", H.PARTLY_DELIVERED, N.TRANSIT, [P.DELIVERED, P.IN_TRANSIT], []),
    ("partly_delivered_without_date", H.PARTLY_DELIVERED, N.TRANSIT, [P.DELIVERED, P.IN_TRANSIT], []),
    (
        "partly_delivered_rest_waiting",
        H.PARTLY_DELIVERED_REST_WAITING,
        N.REST_FOLLOWS,
        [P.DELIVERED],
        [W.PREPARING],
    ),
    ("partly_shipped", H.PARTLY_SHIPPED, N.REST_FOLLOWS, [P.IN_TRANSIT], [W.PREPARING]),
    ("partly_shipped_rest_out_of_stock", H.PARTLY_SHIPPED, N.REST_FOLLOWS, [P.IN_TRANSIT], [W.OUT_OF_STOCK]),
    ("two_parcels_on_their_way", H.ON_ITS_WAY, N.TRANSIT, [P.IN_TRANSIT, P.IN_TRANSIT], []),
    ("one_parcel_overdue", H.OVERDUE, N.CONTACT_SHOP, [P.DELIVERED, P.IN_TRANSIT], []),
    ("finished", H.FINISHED, N.LOOK_FOR_DELIVERED, [P.DELIVERED, P.COLLECTED], []),
    ("return_in_progress", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED, P.DELIVERED], []),
    ("returned", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED, P.DELIVERED], []),
    # days, payments, and parts that never travel
    ("number_to_come", H.SHIPPED, N.NUMBER_TO_COME, [P.SHIPPED], []),
    ("number_missing_in_address", H.SHIPPED, N.NUMBER_TO_COME, [P.SHIPPED], []),
    ("arriving_on_a_day", H.ARRIVING, N.TRANSIT, [P.IN_TRANSIT], []),
    ("delivered_on_a_day", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], []),
    ("dated_never", H.ON_ITS_WAY, N.TRANSIT, [P.IN_TRANSIT], []),
    ("overdue_out_of_stock", H.OVERDUE, N.CONTACT_SHOP, [], [W.OUT_OF_STOCK]),
    ("overdue_not_ready", H.OVERDUE, N.CONTACT_SHOP, [], [W.RECEIVED]),
    ("delivered_and_protected", H.DELIVERED, N.LOOK_AROUND, [P.DELIVERED], [W.WITHOUT_PARCEL]),
    ("nothing_to_send", H.NOTHING_TO_SEND, N.NOTHING, [], []),
    (
        "partly_delivered_rest_to_collect",
        H.PARTLY_DELIVERED_REST_TO_COLLECT,
        N.REST_FOLLOWS,
        [P.DELIVERED],
        [W.PREPARING],
    ),
    (
        "partly_shipped_rest_to_collect",
        H.PARTLY_SHIPPED_REST_TO_COLLECT,
        N.REST_FOLLOWS,
        [P.IN_TRANSIT],
        [W.PREPARING],
    ),
    ("refunded_unsent", H.REFUNDED, N.NOTHING, [], [W.REFUNDED]),
    ("payment_lapsed", H.PAYMENT_LAPSED, N.STILL_EXPECTED, [], [W.PAYMENT_LAPSED]),
    ("cancelled_long_ago", H.CANCELLED, N.ANYTHING_OPEN, [], []),
    ("cancelled_after_packing", H.CANCELLED_AFTER_PACKING, N.SHOP_DECIDES, [P.SHIPPED], []),
    # what strains a page
    ("very_long", H.DELAYED, N.TRANSIT, [P.DELIVERED] * 20 + [P.IN_TRANSIT] * 19 + [P.DELAYED], []),
    ("very_short", H.RECEIVED, N.PACKING, [], [W.RECEIVED]),
    ("long_words", H.PARTLY_SHIPPED, N.REST_FOLLOWS, [P.IN_TRANSIT], [W.PREPARING]),
    ("right_to_left", H.PARTLY_SHIPPED, N.REST_FOLLOWS, [P.IN_TRANSIT], [W.PREPARING]),
    ("hostile", H.PARTLY_SHIPPED, N.REST_FOLLOWS, [P.IN_TRANSIT], [W.PREPARING]),
]


@pytest.mark.parametrize(
    ("name", "headline", "following", "parcels", "waiting"), STATES, ids=[state[0] for state in STATES]
)
def test_an_order_reads_as_what_is_true_of_it(
    name: str, headline: H, following: N, parcels: list[P], waiting: list[W]
) -> None:
    timeline = build_timeline(GALLERY[name](NOW), now=NOW)

    assert timeline.headline.kind is headline
    assert timeline.next is following
    assert [parcel.state for parcel in timeline.parcels] == parcels
    assert [group.reason for group in timeline.waiting] == waiting


def test_every_state_of_the_gallery_is_read_here() -> None:
    assert {state[0] for state in STATES} == set(GALLERY)
