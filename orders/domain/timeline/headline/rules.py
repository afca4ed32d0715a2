"""The one sentence: a table of rules, of which the first that has something to say is heard.

An ended order comes first, then what the shopper must do, then what went wrong, then what happens today, then lateness,
then progress, and last the reasons why nothing has left. `docs/decisions/0010-headline.md` argues the order.
"""

from collections.abc import Callable, Sequence

from orders.domain.timeline.headline import of_order, of_parcel, of_parts, of_waiting
from orders.domain.timeline.kinds import HeadlineKind
from orders.domain.timeline.model import Headline
from orders.domain.timeline.scene import Scene

RULES: Sequence[Callable[[Scene], Headline | None]] = (
    of_order.cancelled,
    of_order.removed,
    of_parcel.action_needed,
    of_waiting.shopper_must_act,
    of_parcel.problem,
    of_parcel.returning,
    of_parcel.attempted,
    of_parcel.ready_to_collect,
    of_parcel.delivered_somewhere,
    of_parcel.out_for_delivery,
    of_parts.overdue,
    of_parcel.delayed,
    of_order.bought_in_store,
    of_order.digital,
    of_order.finished,
    of_parts.partly_delivered,
    of_parcel.no_news,
    of_parts.on_its_way,
    of_parcel.label_ready,
    of_waiting.not_left,
)


def choose_headline(scene: Scene) -> Headline:
    """The headline of the first rule that applies; there is always one."""
    return choose_with_rule(scene)[0]


def choose_with_rule(scene: Scene) -> tuple[Headline, str]:
    """The headline, and the name of the rule that spoke; `nothing_else` where none did."""
    for rule in RULES:
        headline = rule(scene)
        if headline is not None:
            return headline, rule.__name__
    return Headline(kind=HeadlineKind.RECEIVED), "nothing_else"
