"""From facts to words: a timeline becomes plain values for templates, in the active language."""

from orders.presenters.freshness import present_freshness
from orders.presenters.last_visit import present_last_visit
from orders.presenters.order import present_order
from orders.presenters.page import FreshnessView, OrderPage

__all__ = ["FreshnessView", "OrderPage", "present_freshness", "present_last_visit", "present_order"]
