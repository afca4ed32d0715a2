"""What Shopify's statuses say about a parcel, and how far along the way each of them proves it to be.

A status that is in no table here says nothing, whatever it is called.
"""

from collections.abc import Mapping

from orders.domain.status import FulfillmentDisplayStatus as Display
from orders.domain.status import FulfillmentEventStatus as Event
from orders.domain.timeline.kinds import ParcelState

EVENT_STATES: Mapping[str, ParcelState] = {
    Event.LABEL_PURCHASED: ParcelState.LABEL_READY,
    Event.LABEL_PRINTED: ParcelState.LABEL_READY,
    Event.CONFIRMED: ParcelState.LABEL_READY,
    Event.CARRIER_PICKED_UP: ParcelState.IN_TRANSIT,
    Event.IN_TRANSIT: ParcelState.IN_TRANSIT,
    Event.DELAYED: ParcelState.DELAYED,
    Event.OUT_FOR_DELIVERY: ParcelState.OUT_FOR_DELIVERY,
    Event.ATTEMPTED_DELIVERY: ParcelState.DELIVERY_ATTEMPTED,
    Event.READY_FOR_PICKUP: ParcelState.READY_TO_COLLECT,
    Event.READY_FOR_RECIPIENT_PICKUP: ParcelState.READY_TO_COLLECT,
    Event.PICKED_UP: ParcelState.COLLECTED,
    Event.DELIVERED: ParcelState.DELIVERED,
    Event.FAILURE: ParcelState.PROBLEM,
    Event.BUYER_ACTION_REQUIRED: ParcelState.ACTION_NEEDED,
    Event.RETURNING_TO_SENDER: ParcelState.RETURNING,
}

DISPLAY_STATES: Mapping[str, ParcelState] = {
    **EVENT_STATES,  # the names the two enums share mean the same in both
    Display.SUBMITTED: ParcelState.PREPARING,
    Display.LABEL_VOIDED: ParcelState.PREPARING,
    Display.FULFILLED: ParcelState.SHIPPED,
    Display.MARKED_AS_FULFILLED: ParcelState.SHIPPED,
    Display.NOT_DELIVERED: ParcelState.PROBLEM,
}

REACH: Mapping[ParcelState, int] = {
    ParcelState.PREPARING: 1,
    ParcelState.LABEL_READY: 1,
    ParcelState.SHIPPED: 2,
    ParcelState.IN_TRANSIT: 3,
    ParcelState.DELAYED: 3,
    ParcelState.ACTION_NEEDED: 3,
    ParcelState.PROBLEM: 3,
    ParcelState.RETURNING: 3,
    ParcelState.RETURNED: 3,
    ParcelState.DELIVERY_UNCLEAR: 3,
    ParcelState.SOME_DELIVERED: 3,
    ParcelState.OUT_FOR_DELIVERY: 4,
    ParcelState.DELIVERY_ATTEMPTED: 4,
    ParcelState.READY_TO_COLLECT: 5,
    ParcelState.AT_POINT: 5,
    ParcelState.COLLECTED: 6,
    ParcelState.DELIVERED: 6,
    ParcelState.SENT: 6,
}
"""How far along its way a state puts a parcel; milestones use the same scale (`milestones.RANKS`)."""

ARRIVED = frozenset({ParcelState.DELIVERED, ParcelState.COLLECTED, ParcelState.SENT})
"""The shopper has it."""

UNSURE = frozenset({ParcelState.DELIVERY_UNCLEAR, ParcelState.SOME_DELIVERED})
"""A delivery was reported, and what it was of or to whom is open."""

NOT_LEFT = frozenset({ParcelState.PREPARING, ParcelState.LABEL_READY})
"""A parcel on paper: the carrier does not have it yet."""

HANDED_OVER = frozenset(ParcelState) - NOT_LEFT - {ParcelState.SHIPPED}
"""Seen outside the shop. SHIPPED alone is the shop's word, mostly given before the carrier comes."""

MOVING = frozenset({ParcelState.SHIPPED, ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY})
"""On its way, and nothing is known to be wrong."""

NOTICES = frozenset({ParcelState.PROBLEM, ParcelState.DELAYED, ParcelState.ACTION_NEEDED})
"""What a carrier may say of a parcel that it does not have in hand; undoes no sure fact."""
