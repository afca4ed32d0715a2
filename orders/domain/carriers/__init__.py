"""Carriers: links that are safe and right, or none."""

from orders.domain.carriers.links import (
    LinkSource,
    TrackingLink,
    UnusableTemplate,
    tracking_link,
    validate_override,
)

__all__ = ["LinkSource", "TrackingLink", "UnusableTemplate", "tracking_link", "validate_override"]
