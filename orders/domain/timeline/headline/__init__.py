"""The one sentence of the page: rules in their order, and what they say, by what they speak of."""

from orders.domain.timeline.headline.rules import RULES, choose_headline, choose_with_rule

__all__ = ["RULES", "choose_headline", "choose_with_rule"]
