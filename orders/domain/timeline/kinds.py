"""The kinds of things a shopper is told, as values: no words, which are the presenters' work."""

from enum import StrEnum


class Journey(StrEnum):
    """The way an order reaches its shopper; each has its own milestones."""

    SHIPPING = "shipping"
    LOCAL_DELIVERY = "local_delivery"
    PICKUP = "pickup"
    PICKUP_POINT = "pickup_point"
    DIGITAL = "digital"
    IN_STORE = "in_store"


class Step(StrEnum):
    """A milestone. SHIPPED: left the warehouse. IN_TRANSIT: seen moving by the carrier. SENT: digital goods."""

    ORDERED = "ordered"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    READY_TO_COLLECT = "ready_to_collect"
    COLLECTED = "collected"
    SENT = "sent"
    BOUGHT = "bought"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """PROBLEM marks the current step when something stands in its way, LAST_KNOWN when nothing is heard any more."""

    DONE = "done"
    CURRENT = "current"
    PROBLEM = "problem"
    LAST_KNOWN = "last_known"
    UPCOMING = "upcoming"


class ParcelState(StrEnum):
    """Where one parcel is, by its last sure fact.

    AT_POINT: handed to a locker or a point. DELIVERY_UNCLEAR: delivered, but perhaps to the sender. SOME_DELIVERED: of
    several boxes one, and nobody says which. RETURNED: back with the shop.
    """

    PREPARING = "preparing"
    LABEL_READY = "label_ready"
    SHIPPED = "shipped"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELAYED = "delayed"
    DELIVERY_ATTEMPTED = "delivery_attempted"
    ACTION_NEEDED = "action_needed"
    PROBLEM = "problem"
    RETURNING = "returning"
    RETURNED = "returned"
    AT_POINT = "at_point"
    READY_TO_COLLECT = "ready_to_collect"
    COLLECTED = "collected"
    DELIVERED = "delivered"
    DELIVERY_UNCLEAR = "delivery_unclear"
    SOME_DELIVERED = "some_delivered"
    SENT = "sent"


class ExpectedSource(StrEnum):
    """Who named the date: the carrier in a scan, the shipment's own estimate, or the promise at checkout."""

    CARRIER = "carrier"
    SHIPMENT = "shipment"
    CHECKOUT = "checkout"


class WaitingReason(StrEnum):
    """Why something has not left yet, in the terms a shopper may hear.

    REFUNDED, PAYMENT_LAPSED: nothing is known to come next. WITHOUT_PARCEL: it is never shipped (a file, a tip, cover).
    NOT_LEFT: the reason is the buyer's business, and this is told to others.
    """

    RECEIVED = "received"
    PREPARING = "preparing"
    PACKING = "packing"
    OUT_OF_STOCK = "out_of_stock"
    CHECK_ADDRESS = "check_address"
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_RETURN = "awaiting_return"
    DATE_UNKNOWN = "date_unknown"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PREORDER = "preorder"
    REFUNDED = "refunded"
    PAYMENT_LAPSED = "payment_lapsed"
    WITHOUT_PARCEL = "without_parcel"
    NOT_LEFT = "not_left"


class ItemPlaceKind(StrEnum):
    """REFUNDED: taken off after a refund. REMOVED: taken off by an edit, without a known refund."""

    IN_PARCEL = "in_parcel"
    WAITING = "waiting"
    REFUNDED = "refunded"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    DIGITAL = "digital"
    IN_STORE = "in_store"


class HeadlineKind(StrEnum):
    """The one sentence. Which facts of `Headline` a kind carries is said beside it; `parcel` where it is of one."""

    CANCELLED = "cancelled"  # at
    CANCELLED_BY_SHOPPER = "cancelled_by_shopper"  # at
    CANCELLED_OUT_OF_STOCK = "cancelled_out_of_stock"  # at
    CANCELLED_AFTER_PACKING = (
        "cancelled_after_packing"  # at, total: parcels that were packed, and never seen since
    )
    CANCELLED_PARTLY_SHIPPED = "cancelled_partly_shipped"  # at, total: parcels still tracked
    REMOVED = "removed"  # nothing is left on the order; at: last refund, if known
    NOTHING_TO_SEND = "nothing_to_send"
    DIGITAL_PENDING = "digital_pending"
    DIGITAL_SENT = "digital_sent"  # at
    BOUGHT_IN_STORE = "bought_in_store"  # at
    DELIVERED = "delivered"  # at: of the last parcel, if all are known; total
    COLLECTED = "collected"  # at: of the last parcel, if all are known; total
    FINISHED = "finished"  # several parcels ended in different ways; nothing is still to come
    PARTLY_DELIVERED = "partly_delivered"  # count of total parcels; expected of the next one, if known
    PARTLY_DELIVERED_REST_WAITING = "partly_delivered_rest_waiting"  # count delivered; the rest has not left
    PARTLY_DELIVERED_REST_TO_COLLECT = (
        "partly_delivered_rest_to_collect"  # count delivered; the rest is not ready
    )
    OUT_FOR_DELIVERY = "out_for_delivery"  # at: today, or None; expected, if known
    OUT_WITH_DRIVER = "out_with_driver"  # local delivery; as OUT_FOR_DELIVERY
    ARRIVING = "arriving"  # expected: a range that holds for all `total` parcels
    ON_ITS_WAY = "on_its_way"  # total
    SHIPPED = "shipped"  # at, total
    PARTLY_SHIPPED = "partly_shipped"  # count of parcels on the way, expected of them; the rest has not left
    PARTLY_SHIPPED_REST_TO_COLLECT = (
        "partly_shipped_rest_to_collect"  # as PARTLY_SHIPPED; the rest is not ready
    )
    OVERDUE = (
        "overdue"  # expected (days_late), at and place: last seen; why; count delivered of total parcels
    )
    LABEL_READY = "label_ready"
    READY_TO_COLLECT = "ready_to_collect"  # place: the shop's location, or the city of the carrier's point
    DELAYED = "delayed"  # expected if known, at and place: last seen
    DELIVERY_ATTEMPTED = "delivery_attempted"  # at
    ACTION_NEEDED = "action_needed"  # at, place: last seen
    PROBLEM = "problem"  # at, place: last seen
    RETURNING = "returning"  # at, place: last seen
    RETURNED = "returned"  # at
    AT_POINT = "at_point"  # at, place
    DELIVERY_UNCLEAR = "delivery_unclear"  # at, place: as reported
    SOME_DELIVERED = "some_delivered"  # at, total: boxes of one shipment
    NO_NEWS = "no_news"  # days of silence; at, place: last seen
    NOT_COLLECTED = "not_collected"  # at: when it was reported ready, too long ago
    RECEIVED = "received"
    PREPARING = "preparing"
    PACKING = "packing"
    OUT_OF_STOCK = "out_of_stock"
    PARTLY_OUT_OF_STOCK = "partly_out_of_stock"
    CHECK_ADDRESS = "check_address"
    AWAITING_PAYMENT = "awaiting_payment"
    AWAITING_RETURN = "awaiting_return"
    DATE_UNKNOWN = "date_unknown"
    PARTLY_DATE_UNKNOWN = "partly_date_unknown"
    REVIEW = "review"
    PARTLY_REVIEW = "partly_review"
    SCHEDULED = "scheduled"  # at: the day work starts
    PREORDER = "preorder"
    REFUNDED = "refunded"
    PAYMENT_LAPSED = "payment_lapsed"
    NOT_LEFT = "not_left"  # only to others than the buyer


class NextKind(StrEnum):
    """What happens next, and what the shopper can do."""

    NOTHING = "nothing"
    PACKING = "packing"  # the shop packs it
    HANDOVER = "handover"  # the carrier collects it
    HANDOVER_SCANNED = "handover_scanned"  # the carrier collects it; the first scan of its number follows
    CARRIER_SCANS = "carrier_scans"  # shipped, no scan yet
    NUMBER_TO_COME = "number_to_come"  # shipped a moment ago, no tracking number yet
    NO_SCANS = "no_scans"  # shipped, and no tracking number came
    REPORTS_FOLLOW = "reports_follow"  # the carrier has reported something, but no scan that places it
    TRANSIT = "transit"  # the carrier has it, and its scans follow
    CARRIER_HAS_IT = "carrier_has_it"  # and nobody reports where it is
    ARRIVES_TODAY = "arrives_today"
    LOOK_AROUND = "look_around"  # delivered: not there? look around, then tell the shop
    LOOK_FOR_DELIVERED = (
        "look_for_delivered"  # the same of what was delivered, where another part was collected
    )
    COLLECT = "collect"  # at the shop; expected place is in the headline
    COLLECT_AT_POINT = "collect_at_point"  # at a carrier's point, which knows no order number
    WAIT_UNTIL_READY = "wait_until_ready"  # pickup: the shop says when it is ready
    CARRIER_TRIES_AGAIN = "carrier_tries_again"
    CONTACT_SHOP = "contact_shop"
    CONTACT_CARRIER = "contact_carrier"
    CARRIER_FIRST = "carrier_first"  # quiet for longer than usual: the carrier's page may know more
    CARRIER_THEN_SHOP = "carrier_then_shop"  # quiet for too long: the carrier's page, then the shop
    ASK_SHOP = "ask_shop"  # quiet for too long, and there is no carrier to ask
    EACH_NUMBER = "each_number"  # several boxes: the carrier's page tells of each number
    CHECK_INBOX = "check_inbox"
    DIGITAL_SOON = "digital_soon"
    PAY = "pay"
    CONFIRM_ADDRESS = "confirm_address"
    SEND_RETURN = "send_return"
    STOCK_FIRST = "stock_first"
    SHIPS_ON_DATE = "ships_on_date"
    SHIPS_WHEN_RELEASED = "ships_when_released"
    REST_FOLLOWS = "rest_follows"
    STILL_EXPECTED = "still_expected"  # its payment has lapsed: who still expects it writes to the shop
    SHOP_DECIDES = "shop_decides"  # returned to sender, cancelled: the shop is next
    ANYTHING_OPEN = "anything_open"  # the same, so long ago that the shop has most likely done it
    NOTHING_OWED = "nothing_owed"  # the same, once the money is back or was never taken


class Pace(StrEnum):
    """How soon the picture may change: by the minute, by the hour, hardly any more, or never again."""

    MOVING = "moving"
    WAITING = "waiting"
    SETTLED = "settled"
    CLOSED = "closed"


class Awaited(StrEnum):
    """What is the next thing to be heard; `…_ABROAD` where the parcel goes to another country."""

    PACKING = "packing"
    FIRST_SCAN = "first_scan"
    FIRST_SCAN_ABROAD = "first_scan_abroad"
    NEXT_SCAN = "next_scan"
    NEXT_SCAN_ABROAD = "next_scan_abroad"
    DELIVERY = "delivery"
    NEW_ATTEMPT = "new_attempt"
    COLLECTION = "collection"
    SHOP_COLLECTION = "shop_collection"
    UNTRACKED = "untracked"
    UNTRACKED_ABROAD = "untracked_abroad"


class Quiet(StrEnum):
    """How a silence is to be taken: as usual, as longer than usual, or as one in which waiting on helps nobody."""

    USUAL = "usual"
    LONGER = "longer"
    ASK = "ask"
