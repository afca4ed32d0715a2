"""The order page as others than the buyer may read it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext

from orders.domain.forecast.trips import Window
from orders.domain.order import Order
from orders.domain.timeline import Timeline
from orders.presenters.audience import told_to_others
from orders.presenters.countries import country_by_code
from orders.presenters.order import NOT_SENT, present_order
from orders.presenters.page import OrderPage
from orders.presenters.parcels import is_of_several
from orders.presenters.shared_lines import shared_next_words


def present_shared_order(
    order: Order,
    timeline: Timeline,
    *,
    now: datetime,
    checked_at: datetime,
    image_hosts: Collection[str],
    shop_unreachable: bool = False,
    usual: Mapping[str, Window] = MappingProxyType({}),
) -> OrderPage:
    """What a shared link shows, in the active language: no number, no place but the country. `timeline` is the one for
    others (`build_for_others`), `usual` are the days on which parcels like one usually arrive, by fulfillment.
    """
    with told_to_others():
        page = present_order(
            replace(order, name="", destination_city=None),
            timeline,
            now=now,
            checked_at=checked_at,
            overrides={},
            image_hosts=image_hosts,
            shop_unreachable=shop_unreachable,
            usual=usual,
        )
    return replace(
        page,
        title=page.sentence,
        next_line=page.next_line
        and shared_next_words(timeline.next, timeline.journey, several=is_of_several(timeline)),
        printed_line="",
        order_words=gettext("Shared with you"),
        destination="" if timeline.journey in NOT_SENT else country_by_code(order.destination_country_code),
    )
