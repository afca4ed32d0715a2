"""The answers that go out. What an OpenAPI reader sees of a field is its description here."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field


class FieldProblem(Schema):
    """One thing that is wrong in a request."""

    where: str
    what: str


class Problem(Schema):
    """RFC 9457. `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[FieldProblem] = Field(default_factory=list)


class OperationOut(Schema):
    """Something that was asked, and what has become of it."""

    id: str
    kind: Literal["ship", "update_tracking", "cancel", "report_event", "answer", "hold", "release"]
    state: Literal["accepted", "done", "refused", "unknown"] = Field(
        description="`accepted`: stored, and will be done. `refused`: will not be; `code` and `detail` say why. "
        "`unknown`: sent to Shopify, which gave no answer; look at the order before you send it again."
    )
    code: str
    detail: str
    order_id: int
    fulfillment_id: int | None = None
    created_at: datetime
    finished_at: datetime | None = None


class LineOut(Schema):
    """So many of one item that are still to be sent."""

    id: int
    sku: str | None
    quantity: int


class HoldOut(Schema):
    """One reason for which work waits. It goes on when all of them are gone."""

    id: int
    reason: str
    handle: str | None = Field(None, description="The name it was given by whoever held it.")
    held_here: bool = Field(description="Whether it was held through this site, and not in Shopify's admin.")


class RequestOut(Schema):
    """What the shop asked of this location."""

    kind: str = Field(description="`FULFILLMENT_REQUEST` or `CANCELLATION_REQUEST`.")
    sent_at: datetime
    message: str = Field(description="As it was written, with its line breaks; empty where nothing was.")
    options: dict[str, str | int | float | bool] = Field(
        description="What else was wished. `notify_customer`: whether Shopify is to mail the customer."
    )


class WorkOut(Schema):
    """One fulfillment order of Shopify's at this location."""

    id: int
    status: str
    request_status: str
    may_be_fulfilled: bool
    holds: list[HoldOut]
    lines: list[LineOut]
    requests: list[RequestOut] | None = Field(
        description="What waits for an answer, and below it what was asked before; empty where nothing waits, and "
        "null while it cannot be read."
    )


class MadeOut(Schema):
    """A fulfillment that exists at this location."""

    id: int
    status: str
    company: str | None
    numbers: list[str]
    created_at: datetime


class OrderWorkOut(Schema):
    """What this location has to do with one order."""

    order_id: int
    order_name: str
    cancelled: bool
    work: list[WorkOut]
    fulfillments: list[MadeOut]


class ListedOut(Schema):
    """An order with work here, as this site last saw it."""

    order_id: int
    order_name: str
    changed_at: datetime
    version: int
    open_quantity: int


class ListOut(Schema):
    """A page of orders. `next_cursor` is always there: keep it, and ask with it again later."""

    orders: list[ListedOut]
    next_cursor: str
    more: bool


class EventOut(Schema):
    """A step of a parcel, without places below the country."""

    status: str
    happened_at: str
    country: str | None = None


class MilestoneOut(Schema):
    step: str
    state: str
    reached_at: str | None = None


class ExpectedOut(Schema):
    first_day: str
    last_day: str


class UsualOut(Schema):
    """The days between which most parcels like it arrived, as was known when it left."""

    first_day: str | None = Field(None, description="Nothing once that day is over.")
    last_day: str


class ParcelOut(Schema):
    """A parcel as anybody with a shared link sees it. Instants carry an offset; days are days."""

    number: int
    state: str
    since: str | None
    expected: ExpectedOut | None
    usual: UsualOut | None = Field(
        None,
        description="What usually happens, where nobody has named a day: no promise. Nothing once it is over.",
    )
    milestones: list[MilestoneOut]
    events: list[EventOut]


class TimelineOut(Schema):
    """The order's public timeline."""

    order_id: int
    headline: str
    parcels: list[ParcelOut]
    waiting: list[str]


class TokenOut(Schema):
    """The token that asked."""

    name: str
    location_id: int
    location_name: str
    rights: list[str]
    expires_at: datetime
