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
    CANCELLED = "cancelled"


class StepState(StrEnum):
    """PROBLEM marks the current step when something stands in its way."""

    DONE = "done"
    CURRENT = "current"
    PROBLEM = "problem"
    UPCOMING = "upcoming"


class ParcelState(StrEnum):
    """Where one parcel is, by its last sure fact."""

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
    READY_TO_COLLECT = "ready_to_collect"
    COLLECTED = "collected"
    DELIVERED = "delivered"
    SENT = "sent"


class ExpectedSource(StrEnum):
    """Who named the date: the carrier in a scan, the shipment's own estimate, or the promise at checkout."""

    CARRIER = "carrier"
    SHIPMENT = "shipment"
    CHECKOUT = "checkout"


class WaitingReason(StrEnum):
    """Why something has not left yet, in the terms a shopper may hear.

    REFUNDED, PAYMENT_LAPSED: nothing is known to come next. WITHOUT_PARCEL: it is never shipped (a file, a tip, cover).
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
    """The one sentence. Which facts of `Headline` a kind carries is said beside it."""

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


class NextKind(StrEnum):
    """What happens next, and what the shopper can do."""

    NOTHING = "nothing"
    PACKING = "packing"  # the shop packs it
    HANDOVER = "handover"  # the carrier collects it; the first scan follows
    CARRIER_SCANS = "carrier_scans"  # shipped, no scan yet
    NUMBER_TO_COME = "number_to_come"  # shipped a moment ago, no tracking number yet
    NO_SCANS = "no_scans"  # shipped, and no tracking number came
    TRANSIT = "transit"
    ARRIVES_TODAY = "arrives_today"
    LOOK_AROUND = "look_around"  # delivered: not there? look around, then tell the shop
    COLLECT = "collect"  # expected place is in the headline
    WAIT_UNTIL_READY = "wait_until_ready"  # pickup: the shop says when it is ready
    CARRIER_TRIES_AGAIN = "carrier_tries_again"
    CONTACT_SHOP = "contact_shop"
    CONTACT_CARRIER = "contact_carrier"
    CHECK_INBOX = "check_inbox"
    DIGITAL_SOON = "digital_soon"
    PAY = "pay"
    CONFIRM_ADDRESS = "confirm_address"
    SEND_RETURN = "send_return"
    STOCK_FIRST = "stock_first"
    SHIPS_ON_DATE = "ships_on_date"
    SHIPS_WHEN_RELEASED = "ships_when_released"
    REST_FOLLOWS = "rest_follows"
    SHOP_DECIDES = "shop_decides"  # returned to sender, cancelled: the shop is next


class Pace(StrEnum):
    """How soon the picture may change: by the minute, by the hour, hardly any more, or never again."""

    MOVING = "moving"
    WAITING = "waiting"
    SETTLED = "settled"
    CLOSED = "closed"
