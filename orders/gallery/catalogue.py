"""Every page a shopper can meet, in the order in which the gallery hangs them: its name, its label, its group."""

from collections.abc import Mapping

from orders.gallery.state import (
    FetchingPage,
    Group,
    LinksPage,
    LookUpPage,
    MessagePage,
    OrderPageOf,
    PlainPage,
    SharedPageOf,
    SheetOf,
    State,
)
from orders.gallery.states import GALLERY
from orders.gallery.states_apart import as_of

TYPED = {"order_number": "#1001", "email": "maria@example.com"}
LOOK_UPS: Mapping[str, tuple[str, LookUpPage]] = {
    "look_up": ("The beginning", LookUpPage()),
    "look_up_filled_in": (
        "Order number from the link",
        LookUpPage(filled_in={"order_number": "EN-1001"}),
    ),
    "look_up_empty": ("Nothing typed", LookUpPage(typed={"order_number": "", "email": ""})),
    "look_up_shape": (
        "What cannot be right",
        LookUpPage(typed={"order_number": "my order", "email": "maria"}),
    ),
    "look_up_miss": ("No match", LookUpPage(problem="miss", typed=TYPED)),
    "look_up_link_gone": ("A link that no longer opens", LookUpPage(problem="link_gone")),
    "look_up_too_many": ("Too many look-ups", LookUpPage(problem="too_many", typed=TYPED, wait_seconds=290)),
    "look_up_slow": ("The shop is slow to answer", LookUpPage(problem="slow", typed=TYPED, wait_seconds=4)),
    "look_up_unavailable": (
        "The shop does not answer",
        LookUpPage(problem="unavailable", typed=TYPED, wait_seconds=60),
    ),
}

ORDERS: Mapping[Group, Mapping[str, str]] = {
    Group.BEFORE_SHIPPING: {
        "just_placed": "Placed a moment ago",
        "received": "Received",
        "payment_pending": "Received; to be paid on delivery, or by transfer",
        "payment_lapsed": "Received; the payment was called off",
        "received_with_promise": "Received, with the checkout’s promise",
        "no_fulfillment_order_scope": "Received; the shop shares no more",
        "packing": "Being packed",
        "accepted_by_warehouse": "Accepted by the warehouse",
        "rerouting": "Declined by one warehouse, looking for another",
        "edited": "Edited after it was placed",
        "scheduled": "Ships on a day",
        "preorder": "Pre-order",
        "date_unknown": "Delivery day not known",
        "review": "Being checked",
        "held_for_another_reason": "On hold",
        "label_ready": "Label printed",
        "handed_to_warehouse": "With the warehouse",
        "label_voided": "Label withdrawn",
        "fulfillment_cancelled": "Shipment cancelled, packed anew",
    },
    Group.ON_THE_WAY: {
        "shipped": "Shipped, not scanned yet",
        "shipped_with_date": "Shipped, with a day",
        "shipped_without_tracking": "Shipped without tracking",
        "number_to_come": "Shipped a moment ago, no number yet",
        "number_missing_in_address": "Shipped; an address with holes for a number",
        "shipped_without_display_status": "Shipped, status unsaid",
        "on_its_way": "On its way",
        "on_its_way_without_number": "On its way, without a number",
        "arriving": "Arriving on a day",
        "arriving_on_a_day": "Arriving on a day that has no hour",
        "arriving_today": "Arriving today",
        "dated_never": "A date in the year 9999",
        "out_for_delivery": "Out for delivery",
        "three_numbers": "One shipment in three boxes",
        "messy_events": "Scans late, twice and out of order",
        "unknown_statuses": "A status nobody knows",
        "partly_refunded": "One item refunded, the rest under way",
    },
    Group.IN_PARTS: {
        "two_parcels_on_their_way": "Two parcels under way",
        "partly_shipped": "One parcel left, the rest is packed",
        "partly_shipped_rest_out_of_stock": "One parcel left, the rest is out of stock",
        "partly_delivered": "One of two delivered",
        "partly_delivered_without_date": "One of two delivered, no day for the other",
        "partly_delivered_rest_waiting": "One delivered, the rest is packed",
        "partly_delivered_rest_to_collect": "One delivered, the rest to collect",
        "partly_shipped_rest_to_collect": "One under way, the rest to collect",
        "one_parcel_overdue": "One delivered, one late",
        "partly_out_of_stock": "One part packed, one out of stock",
        "partly_date_unknown": "One part packed, one without a day",
        "partly_review": "One part packed, one looked over",
        "finished": "One delivered, one collected",
    },
    Group.PROBLEMS: {
        "overdue": "Overdue",
        "delayed": "Delayed, with a new day",
        "delayed_without_date": "Delayed, without one",
        "delivery_attempted": "Nobody was at home",
        "action_needed": "The carrier needs the shopper",
        "problem": "A problem at the carrier",
        "not_delivered": "Not delivered",
        "returning": "On its way back",
        "out_of_stock": "Out of stock",
        "check_address": "Address to be confirmed",
        "awaiting_payment": "Held until it is paid",
        "overdue_out_of_stock": "Overdue, because out of stock",
        "overdue_not_ready": "Overdue, not packed yet",
        "awaiting_return": "Waits for a return",
    },
    Group.SILENT: {
        "silent_unfulfilled": "With the shop for 20 days",
        "silent_label": "Label printed 6 days ago",
        "silent_shipped": "Shipped 5 days ago, not scanned",
        "silent_shipped_for_long": "Shipped 118 days ago, not scanned",
        "silent_untracked": "Shipped without tracking 16 days ago",
        "silent_on_its_way": "On its way, no scan for 5 days",
        "silent_on_its_way_for_long": "On its way, no scan for 36 days",
        "silent_out_for_delivery": "Out for delivery 4 days ago",
        "silent_attempted": "Nobody was at home 10 days ago",
        "silent_ready": "Ready at the point 15 days ago",
        "silent_local": "With the shop’s driver 4 days ago",
    },
    Group.REPORTED: {
        "locker_ready": "In a locker, with its code",
        "locker_delivered": "Delivered to a locker",
        "pickup_point_delivered": "Delivered to the pickup point",
        "locker_collected": "Collected from a locker",
        "returning_by_words": "On its way back, by the carrier’s words",
        "returned_to_sender": "Back with the shop",
        "delivery_unclear": "Delivered after a problem, in another town",
        "delivery_unclear_nowhere": "Delivered after a problem, nobody says where",
        "notice_while_ready": "Ready to collect, and a text message failed",
        "notice_of_customs": "Customs asks for papers",
        "notice_after_delivery": "Delivered, and then called delayed",
        "one_of_four_failed": "Three delivered, one with a problem",
        "some_delivered": "Three boxes, one delivery reported",
        "renumbered": "A new tracking number",
        "numbers_pasted": "Two numbers pasted into one field, with a blank nobody sees",
        "number_destroyed": "A number that a spreadsheet has rounded",
        "unknown_scan_only": "Only a report nobody knows",
    },
    Group.ARRIVED: {
        "delivered": "Delivered",
        "delivered_without_time": "Delivered, no time given",
        "delivered_on_a_day": "Delivered on a day that has no hour",
        "delivered_and_protected": "Delivered; a part is never shipped",
    },
    Group.OTHER_WAYS: {
        "pickup_preparing": "To collect: being prepared",
        "pickup_ready": "To collect: ready",
        "pickup_collected": "Collected from the shop",
        "pickup_point_on_its_way": "To a pickup point",
        "pickup_point_ready": "At the pickup point",
        "pickup_point_collected": "Collected from the pickup point",
        "carrier_point_ready": "Left at the carrier’s point",
        "local_preparing": "Local delivery: being prepared",
        "local_out": "Local delivery: with the driver",
        "local_delivered": "Local delivery: brought",
        "digital_pending": "Digital, not sent yet",
        "digital_sent": "Digital, sent",
        "in_store": "Bought in the shop",
        "nothing_to_send": "Nothing needs to be sent",
    },
    Group.ENDED: {
        "cancelled": "Cancelled by the shop",
        "cancelled_by_shopper": "Cancelled by the shopper",
        "cancelled_out_of_stock": "Cancelled: out of stock",
        "cancelled_and_refunded": "Cancelled, and the money sent back",
        "cancelled_long_ago": "Cancelled long ago",
        "cancelled_partly_shipped": "Cancelled in part",
        "cancelled_after_packing": "Cancelled when it was packed",
        "refunded_unsent": "Refunded, and nothing was sent",
        "removed": "Everything refunded",
        "return_in_progress": "Being returned",
        "returned": "Returned",
    },
    Group.EXTREMES: {
        "very_long": "40 parcels, 200 items",
        "very_short": "As little as there can be",
        "long_words": "Words without an end",
        "right_to_left": "Another direction of writing",
        "hostile": "Hostile text",
    },
}

FRESHNESS: Mapping[str, tuple[str, OrderPageOf]] = {
    "checked_just_now": ("Checked just now", OrderPageOf(build=GALLERY["arriving"], minutes_old=0)),
    "checked_long_ago": (
        "Settled, checked days ago",
        OrderPageOf(build=as_of(GALLERY["delivered"], 3), minutes_old=4320),
    ),
    "since_last_visit": (
        "What is new since the last visit",
        OrderPageOf(build=GALLERY["arriving"], visited=GALLERY["packing"]),
    ),
    "stale": (
        "Stale: about to ask for news",
        OrderPageOf(build=GALLERY["arriving"], minutes_old=95, stale=True),
    ),
    "refreshing": (
        "Refreshing",
        OrderPageOf(build=GALLERY["arriving"], minutes_old=95, refreshing=True),
    ),
    "shop_unreachable": (
        "The shop does not answer",
        OrderPageOf(build=GALLERY["arriving"], minutes_old=130, away=True),
    ),
    "shown_no_more": (
        "The shop shows the order no more",
        OrderPageOf(build=as_of(GALLERY["delivered"], 61), minutes_old=61 * 1440, missing=True),
    ),
    "shop_unreachable_overdue": (
        "The shop does not answer, and the parcel is late",
        OrderPageOf(build=GALLERY["overdue"], minutes_old=1500, away=True),
    ),
}

USUAL: Mapping[str, tuple[str, OrderPageOf]] = {
    "on_its_way_as_usual": (
        "On its way, with what usually happens",
        OrderPageOf(build=GALLERY["on_its_way"], usual=(1, 3)),
    ),
    "in_parts_as_usual": (
        "Two on their way, one with what usually happens",
        OrderPageOf(build=GALLERY["partly_delivered_without_date"], usual=(0, 2)),
    ),
}

SHEETS: Mapping[str, tuple[str, SheetOf]] = {
    "printed": ("One parcel", SheetOf(build=GALLERY["arriving"])),
    "printed_in_parts": ("One of two delivered", SheetOf(build=GALLERY["partly_delivered"])),
    "printed_as_usual": (
        "Two on their way, one with what usually happens",
        SheetOf(build=GALLERY["partly_delivered_without_date"], usual=(1, 2)),
    ),
    "printed_very_long": ("40 parcels, 200 items", SheetOf(build=GALLERY["very_long"])),
}

SHARED: Mapping[str, tuple[str, SharedPageOf | LinksPage | PlainPage]] = {
    "shared": ("On its way, shared", SharedPageOf(build=GALLERY["arriving"])),
    "shared_without_items": (
        "Shared without the items",
        SharedPageOf(build=GALLERY["partly_delivered"], with_items=False),
    ),
    "shared_as_usual": (
        "Shared, with what usually happens",
        SharedPageOf(build=GALLERY["on_its_way"], usual=(1, 3)),
    ),
    "shared_held": ("Its address in doubt, shared", SharedPageOf(build=GALLERY["check_address"])),
    "shared_gone": ("A shared link that has ended", PlainPage(template="shared_gone.html")),
    "links": ("The links to an order", LinksPage()),
    "links_made": ("A link to share, just made", LinksPage(made=True)),
    "links_calendar": ("An address for the calendar, just made", LinksPage(followed="calendar")),
    "links_added": ("Other addresses that get news", LinksPage(added=True)),
    "links_full": ("No more links to share", LinksPage(full=True)),
}

CHOOSE, LEAVE, AGREE, MAIL = (f"messages/{name}.html" for name in ("choose", "leave", "agree", "link"))
MESSAGES: Mapping[str, tuple[str, MessagePage]] = {
    "messages": ("What the shopper wants to hear", MessagePage(template=CHOOSE)),
    "messages_added": ("What an added address wants to hear", MessagePage(template=CHOOSE, is_own=False)),
    "messages_saved": ("A choice, saved", MessagePage(template=CHOOSE, done="saved")),
    "messages_asked": ("Another address, asked first", MessagePage(template=CHOOSE, done="asked")),
    "messages_shape": ("What cannot be an address", MessagePage(template=CHOOSE, typed="maria")),
    "messages_leave": ("The link that stops them", MessagePage(template=LEAVE)),
    "messages_left": ("Stopped", MessagePage(template=LEAVE, done="yes")),
    "messages_leave_gone": ("Stopped long ago", MessagePage(template=LEAVE, problem=True)),
    "messages_agree": ("An added address agrees", MessagePage(template=AGREE)),
    "messages_agreed": ("It has agreed", MessagePage(template=AGREE, done="yes")),
    "messages_agree_gone": ("It was asked too long ago", MessagePage(template=AGREE, problem=True)),
    "link_by_mail": ("The link by mail", MessagePage(template=MAIL)),
    "link_by_mail_asked": ("The same answer for every address", MessagePage(template=MAIL, done="yes")),
    "link_by_mail_shape": (
        "The link by mail, to what cannot be an address",
        MessagePage(template=MAIL, typed="maria"),
    ),
    "link_by_mail_too_many": ("Asked too often", MessagePage(template=MAIL, too_many=True)),
}

FETCHING: Mapping[str, tuple[str, FetchingPage]] = {
    "fetching": ("Found, and being fetched", FetchingPage()),
    "fetching_in_vain": ("Found, while the shop does not answer", FetchingPage(away=True)),
}
DETAILS_REMOVED = State(
    name="details_removed",
    label="Details removed for good",
    group=Group.ENDED,
    page=PlainPage(template="order_removed.html", removed_days_ago=12),
)
ERRORS: Mapping[str, str] = {
    "400": "A request that cannot be read",
    "403": "Not open to the reader",
    "404": "No page here",
    "500": "Something broke",
}


def _hang() -> list[State]:
    states = [
        State(name=name, label=label, group=Group.LOOK_UP, page=page)
        for name, (label, page) in LOOK_UPS.items()
    ]
    for group, orders in ORDERS.items():
        states += [
            State(name=name, label=label, group=group, page=OrderPageOf(build=GALLERY[name]))
            for name, label in orders.items()
        ]
    states += [
        State(name=name, label=label, group=Group.ON_THE_WAY, page=page)
        for name, (label, page) in USUAL.items()
    ]
    states.append(DETAILS_REMOVED)
    states += [
        State(name=name, label=label, group=Group.FRESHNESS, page=page)
        for name, (label, page) in FETCHING.items()
    ]
    states += [
        State(name=name, label=label, group=Group.FRESHNESS, page=page)
        for name, (label, page) in FRESHNESS.items()
    ]
    states += [
        State(name=name, label=label, group=Group.SHARED, page=page) for name, (label, page) in SHARED.items()
    ]
    states += [
        State(name=name, label=label, group=Group.MESSAGES, page=page)
        for name, (label, page) in MESSAGES.items()
    ]
    states += [
        State(name=name, label=label, group=Group.PAPER, page=page) for name, (label, page) in SHEETS.items()
    ]
    states += [
        State(name=code, label=label, group=Group.ERRORS, page=PlainPage(template=f"{code}.html"))
        for code, label in ERRORS.items()
    ]
    places = list(Group)
    return sorted(states, key=lambda state: places.index(state.group))


STATES: Mapping[str, State] = {state.name: state for state in _hang()}
"""Every state by its name, in the gallery's order."""


def grouped() -> Mapping[Group, list[State]]:
    """The states wall by wall."""
    return {group: [state for state in STATES.values() if state.group is group] for group in Group}
