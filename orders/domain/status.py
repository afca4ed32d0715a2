"""Shopify's own enum values, as the Admin API names them.

Fields that carry them are typed `str`, because every Shopify enum may grow: an unknown value is kept as it came,
compares unequal to every member here, and so claims nothing. Members marked "unstable" exist in Shopify's unstable
API version only; they are understood already so that the site is ready when they arrive.
"""

from enum import StrEnum


class OrderFulfillmentStatus(StrEnum):
    """`OrderDisplayFulfillmentStatus`."""

    UNFULFILLED = "UNFULFILLED"
    PARTIALLY_FULFILLED = "PARTIALLY_FULFILLED"
    FULFILLED = "FULFILLED"
    IN_PROGRESS = "IN_PROGRESS"
    ON_HOLD = "ON_HOLD"
    SCHEDULED = "SCHEDULED"
    REQUEST_DECLINED = "REQUEST_DECLINED"
    FULFILLMENT_NOT_REQUIRED = "FULFILLMENT_NOT_REQUIRED"
    OPEN = "OPEN"
    PENDING_FULFILLMENT = "PENDING_FULFILLMENT"
    RESTOCKED = "RESTOCKED"


class FinancialStatus(StrEnum):
    """`OrderDisplayFinancialStatus`."""

    AUTHORIZED = "AUTHORIZED"
    EXPIRED = "EXPIRED"
    PAID = "PAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    PENDING = "PENDING"
    REFUNDED = "REFUNDED"
    VOIDED = "VOIDED"


class CancelReason(StrEnum):
    """`OrderCancelReason`."""

    CUSTOMER = "CUSTOMER"
    DECLINED = "DECLINED"
    FRAUD = "FRAUD"
    INVENTORY = "INVENTORY"
    OTHER = "OTHER"
    STAFF = "STAFF"


class ReturnStatus(StrEnum):
    """`OrderReturnStatus`."""

    NO_RETURN = "NO_RETURN"
    RETURN_REQUESTED = "RETURN_REQUESTED"
    IN_PROGRESS = "IN_PROGRESS"
    INSPECTION_COMPLETE = "INSPECTION_COMPLETE"
    RETURNED = "RETURNED"
    RETURN_FAILED = "RETURN_FAILED"


class FulfillmentStatus(StrEnum):
    """`FulfillmentStatus`."""

    SUCCESS = "SUCCESS"
    CANCELLED = "CANCELLED"
    ERROR = "ERROR"
    FAILURE = "FAILURE"
    OPEN = "OPEN"
    PENDING = "PENDING"


class FulfillmentDisplayStatus(StrEnum):
    """`FulfillmentDisplayStatus`; nullable in the API."""

    SUBMITTED = "SUBMITTED"
    CONFIRMED = "CONFIRMED"
    LABEL_PURCHASED = "LABEL_PURCHASED"
    LABEL_PRINTED = "LABEL_PRINTED"
    LABEL_VOIDED = "LABEL_VOIDED"
    FULFILLED = "FULFILLED"
    MARKED_AS_FULFILLED = "MARKED_AS_FULFILLED"
    CARRIER_PICKED_UP = "CARRIER_PICKED_UP"
    IN_TRANSIT = "IN_TRANSIT"
    DELAYED = "DELAYED"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    ATTEMPTED_DELIVERY = "ATTEMPTED_DELIVERY"
    DELIVERED = "DELIVERED"
    NOT_DELIVERED = "NOT_DELIVERED"
    FAILURE = "FAILURE"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    PICKED_UP = "PICKED_UP"
    CANCELED = "CANCELED"
    BUYER_ACTION_REQUIRED = "BUYER_ACTION_REQUIRED"  # unstable
    READY_FOR_RECIPIENT_PICKUP = "READY_FOR_RECIPIENT_PICKUP"  # unstable
    RETURNING_TO_SENDER = "RETURNING_TO_SENDER"  # unstable


class FulfillmentEventStatus(StrEnum):
    """`FulfillmentEventStatus`: what a carrier or an app reported."""

    LABEL_PURCHASED = "LABEL_PURCHASED"
    LABEL_PRINTED = "LABEL_PRINTED"
    CONFIRMED = "CONFIRMED"
    CARRIER_PICKED_UP = "CARRIER_PICKED_UP"
    IN_TRANSIT = "IN_TRANSIT"
    DELAYED = "DELAYED"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    ATTEMPTED_DELIVERY = "ATTEMPTED_DELIVERY"
    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    DELIVERED = "DELIVERED"
    FAILURE = "FAILURE"
    BUYER_ACTION_REQUIRED = "BUYER_ACTION_REQUIRED"  # unstable
    PICKED_UP = "PICKED_UP"  # unstable
    READY_FOR_RECIPIENT_PICKUP = "READY_FOR_RECIPIENT_PICKUP"  # unstable
    RETURNING_TO_SENDER = "RETURNING_TO_SENDER"  # unstable


class FulfillmentOrderStatus(StrEnum):
    """`FulfillmentOrderStatus`."""

    OPEN = "OPEN"
    SCHEDULED = "SCHEDULED"
    ON_HOLD = "ON_HOLD"
    IN_PROGRESS = "IN_PROGRESS"
    INCOMPLETE = "INCOMPLETE"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class FulfillmentOrderRequestStatus(StrEnum):
    """`FulfillmentOrderRequestStatus`."""

    UNSUBMITTED = "UNSUBMITTED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CANCELLATION_REQUESTED = "CANCELLATION_REQUESTED"
    CANCELLATION_ACCEPTED = "CANCELLATION_ACCEPTED"
    CANCELLATION_REJECTED = "CANCELLATION_REJECTED"
    CLOSED = "CLOSED"


class HoldReason(StrEnum):
    """`FulfillmentHoldReason`."""

    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    AWAITING_RETURN_ITEMS = "AWAITING_RETURN_ITEMS"
    HIGH_RISK_OF_FRAUD = "HIGH_RISK_OF_FRAUD"
    INCORRECT_ADDRESS = "INCORRECT_ADDRESS"
    INVENTORY_OUT_OF_STOCK = "INVENTORY_OUT_OF_STOCK"
    ONLINE_STORE_POST_PURCHASE_CROSS_SELL = "ONLINE_STORE_POST_PURCHASE_CROSS_SELL"
    OTHER = "OTHER"
    UNKNOWN_DELIVERY_DATE = "UNKNOWN_DELIVERY_DATE"


class DeliveryMethodType(StrEnum):
    """`DeliveryMethodType`."""

    SHIPPING = "SHIPPING"
    PICK_UP = "PICK_UP"
    LOCAL = "LOCAL"
    PICKUP_POINT = "PICKUP_POINT"
    RETAIL = "RETAIL"
    NONE = "NONE"
