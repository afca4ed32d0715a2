"""How parcels are counted to a shopper: what travels is a parcel; a download, or a purchase in the shop, is not."""

from collections.abc import Mapping, Sequence

from orders.domain.timeline.journey import NO_BOXES
from orders.domain.timeline.model import Parcel


def number_boxes(parcels: Sequence[Parcel]) -> Mapping[int, int]:
    """From a parcel's own number to the one it is called by, 1 to n over those that travel."""
    boxes = (parcel.number for parcel in parcels if parcel.journey not in NO_BOXES)
    return {number: called for called, number in enumerate(boxes, start=1)}
