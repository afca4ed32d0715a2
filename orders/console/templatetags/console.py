"""The console's place in the admin's header."""

from typing import Any

from django import template

from orders import clock
from orders.console import rights
from orders.console.counting import MOST_IN_ALL, count_each, words
from orders.console.filters import visible

register = template.Library()


@register.simple_tag(takes_context=True)
def needs_attention(context: dict[str, Any]) -> str | None:
    """How many lines need somebody, as a badge says it; None for who may not know. Counted once a page."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_active or not user.has_perm(rights.USE):
        return None
    if "needs_count" in context:
        return str(context["needs_count"])
    total, _ = count_each(visible(now=clock.seconds()), [])
    return words(total, most=MOST_IN_ALL)
