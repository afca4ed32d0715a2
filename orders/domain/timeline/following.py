"""Whether a parcel is with a carrier, and whether anybody says, or leads to who says, where it is."""

from orders.domain.carriers import tracking_links
from orders.domain.carriers.given_url import find_given_url
from orders.domain.carriers.tracking_number import read_tracking_numbers
from orders.domain.timeline.facts import EVENT_STATES, HANDED_OVER
from orders.domain.timeline.kinds import ParcelState, Step
from orders.domain.timeline.model import Parcel
from orders.domain.timeline.scene import Scene


def is_with_carrier(parcel: Parcel) -> bool:
    """Whether it has been seen outside the shop; a delay may be announced before the carrier comes for it."""
    if parcel.state is not ParcelState.DELAYED:
        return parcel.state in HANDED_OVER
    moved = any(step.step is Step.IN_TRANSIT and step.reached_at is not None for step in parcel.milestones)
    return moved or parcel.last_seen_at is not None


def is_tracked(parcel: Parcel) -> bool:
    """Whether the shopper can follow it anywhere: by a number, or an address that leads to it."""
    return any(
        any(number.clean for number in read_tracking_numbers(info.number))
        or find_given_url(info.url, pasted=None, number=None, others=frozenset())
        for info in parcel.tracking
    )


def has_page(scene: Scene, parcel: Parcel) -> bool:
    """Whether the order's page leads to a page of whoever carries it."""
    links = tracking_links(parcel.tracking, country=scene.country, overrides=scene.own_carriers)
    return any(link.url is not None for link in links)


def has_only_destroyed_numbers(parcel: Parcel) -> bool:
    numbers = [number for info in parcel.tracking for number in read_tracking_numbers(info.number)]
    return bool(numbers) and all(number.fault for number in numbers)


def has_reports(parcel: Parcel) -> bool:
    """Whether its page lists anything that a carrier said, if under a status nobody knows, or of a former number."""
    return any(EVENT_STATES.get(event.status) is not ParcelState.LABEL_READY for event in parcel.events)
