"""Carriers: links that are safe and right, or none."""

from orders.domain.carriers.destroyed import NumberFault
from orders.domain.carriers.links import TrackingLink, tracking_links
from orders.domain.carriers.overrides import UnusableTemplate, validate_override
from orders.domain.carriers.page import LinkSource
from orders.domain.carriers.tracking_number import TrackingNumber, read_tracking_numbers

__all__ = [
    "LinkSource",
    "NumberFault",
    "TrackingLink",
    "TrackingNumber",
    "UnusableTemplate",
    "read_tracking_numbers",
    "tracking_links",
    "validate_override",
]
