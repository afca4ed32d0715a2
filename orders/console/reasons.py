"""Why something needs attention: how bad it is, the sentence that says so, and what to do."""

from enum import StrEnum


class Reason(StrEnum):
    """Worst first; the place in this list is its severity."""

    TOO_SILENT = "too_silent"
    PROBLEM = "problem"
    DAMAGED = "damaged"
    RETURNED = "returned"
    RETURNING = "returning"
    OVERDUE = "overdue"
    CARRIER_ASKS = "carrier_asks"
    DELIVERY_UNCLEAR = "delivery_unclear"
    LABEL_WITHDRAWN = "label_withdrawn"
    NUMBER_DESTROYED = "number_destroyed"
    ATTEMPTED = "attempted"
    WAREHOUSE_REFUSES = "warehouse_refuses"
    ASKED_OF_WAREHOUSE = "asked_of_warehouse"
    HELD = "held"
    SHARED_NUMBER = "shared_number"
    NO_LINK = "no_link"
    SILENT = "silent"
    NOT_REFRESHED = "not_refreshed"

    @property
    def severity(self) -> int:
        """0 is the worst."""
        return list(Reason).index(self)

    @property
    def label(self) -> str:
        """Two or three words, for a badge."""
        return LABELS[self]

    def sentence(self, *, days: int, detail: str) -> str:
        """What is the matter."""
        return SENTENCES[self].format(
            days="today" if days <= 0 else "since yesterday" if days == 1 else f"for {days} days",
            late="1 day" if days <= 1 else f"{days} days",
            reported="today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago",
            detail=detail.replace("_", " ") or "the carrier",
        )

    @property
    def advice(self) -> str:
        """What to do."""
        return ADVICE[self]


LABELS = {
    Reason.TOO_SILENT: "Silent too long",
    Reason.PROBLEM: "Problem reported",
    Reason.DAMAGED: "Damaged",
    Reason.RETURNED: "Returned",
    Reason.RETURNING: "Coming back",
    Reason.OVERDUE: "Overdue",
    Reason.CARRIER_ASKS: "Carrier asks",
    Reason.DELIVERY_UNCLEAR: "Delivery unclear",
    Reason.LABEL_WITHDRAWN: "Label withdrawn",
    Reason.NUMBER_DESTROYED: "Number destroyed",
    Reason.ATTEMPTED: "Attempted",
    Reason.WAREHOUSE_REFUSES: "Request rejected",
    Reason.ASKED_OF_WAREHOUSE: "Request waits",
    Reason.HELD: "Held",
    Reason.SHARED_NUMBER: "Shared number",
    Reason.NO_LINK: "No link",
    Reason.SILENT: "Silent",
    Reason.NOT_REFRESHED: "Not refreshed",
}
SENTENCES = {
    Reason.TOO_SILENT: "Nothing has been heard {days}; waiting on helps nobody.",
    Reason.PROBLEM: "A parcel's delivery has failed or something is wrong with it, reported {reported} ({detail}).",
    Reason.DAMAGED: "The carrier speaks of damage, to the parcel or its label ({detail}).",
    Reason.RETURNED: "A parcel has come back to the shop.",
    Reason.RETURNING: "A parcel is on its way back to the shop ({detail}).",
    Reason.OVERDUE: "It is {late} later than the last day that was expected.",
    Reason.CARRIER_ASKS: "The carrier needs something from the recipient ({detail}).",
    Reason.DELIVERY_UNCLEAR: "It is reported as delivered, but perhaps not to the shopper ({detail}).",
    Reason.LABEL_WITHDRAWN: "The label of shipment {detail} was withdrawn, and there is no other.",
    Reason.NUMBER_DESTROYED: "The tracking number “{detail}” was destroyed by a spreadsheet.",
    Reason.ATTEMPTED: "The carrier tried to deliver, and has not come again ({detail}).",
    Reason.WAREHOUSE_REFUSES: "The warehouse was asked to {detail}, and will not.",
    Reason.ASKED_OF_WAREHOUSE: "The warehouse was asked to {detail}, and has not answered {days}.",
    Reason.HELD: "It has not left: {detail}.",
    Reason.SHARED_NUMBER: "Another order bears the same tracking number.",
    Reason.NO_LINK: "Nobody knows where “{detail}” can be followed.",
    Reason.SILENT: "Nothing has been heard {days}, which is longer than usual ({detail}).",
    Reason.NOT_REFRESHED: "Shopify has not given this order any more, {days}.",
}
ADVICE = {
    Reason.TOO_SILENT: "Ask the carrier to search for it, and write to the shopper before they do.",
    Reason.PROBLEM: "Look at the carrier's page, then tell the shopper what happens next.",
    Reason.DAMAGED: "Ask the carrier what is left of it, and offer the shopper another one before they ask.",
    Reason.RETURNED: "Agree with the shopper: send it again, or refund it.",
    Reason.RETURNING: "Tell the shopper, and check the address before it is sent again.",
    Reason.OVERDUE: "Look at the carrier's page; tell the shopper the new day if there is one.",
    Reason.CARRIER_ASKS: "Tell the shopper what the carrier needs, with the link to its page.",
    Reason.DELIVERY_UNCLEAR: "Ask the carrier where it was handed over.",
    Reason.LABEL_WITHDRAWN: "Make a new label, or cancel the shipment.",
    Reason.NUMBER_DESTROYED: "Copy the number anew from the carrier, as text, into the shipment in Shopify.",
    Reason.ATTEMPTED: "Tell the shopper how to arrange another delivery before it is sent back.",
    Reason.WAREHOUSE_REFUSES: "Send it from elsewhere, or agree with the warehouse; tell the shopper of delays.",
    Reason.ASKED_OF_WAREHOUSE: "Answer the request where the warehouse is yours; else ask the warehouse.",
    Reason.HELD: "Release the hold in Shopify once its reason is gone.",
    Reason.SHARED_NUMBER: "Check which order it belongs to; if they travel in one box, mark this as done.",
    Reason.NO_LINK: "Name the carrier in Shopify, or give its address in CARRIER_LINKS.",
    Reason.SILENT: "Look at the carrier's page; nothing else is needed yet.",
    Reason.NOT_REFRESHED: "Open the order and refresh it; if that fails, `manage.py check_shopify` says why.",
}
