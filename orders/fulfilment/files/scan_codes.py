"""What carriers' scan codes mean in Shopify's words.

DPD's are those of https://integrations.dpd.nl/dpd-shipper/other-information/statusdata-via-sftp; what says nothing that
Shopify has a word for (18, further information), or is told differently from country to country (09), is not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCodes:
    """Of one carrier: statuses by code, and the services whose parcels travel back to the shop."""

    statuses: Mapping[str, str]
    returns: frozenset[str]


DPD: Final = ScanCodes(
    statuses={
        "01": "IN_TRANSIT",  # consolidation
        "02": "IN_TRANSIT",  # first scan at the depot of destination
        "03": "OUT_FOR_DELIVERY",
        "04": "DELAYED",  # came back from the tour
        "05": "CARRIER_PICKED_UP",  # first scan at the depot of departure
        "06": "FAILURE",  # sent back after an exception
        "08": "IN_TRANSIT",  # kept for the next day
        "10": "IN_TRANSIT",  # hub
        "12": "IN_TRANSIT",  # customs
        "13": "DELIVERED",
        "14": "ATTEMPTED_DELIVERY",
        "15": "CARRIER_PICKED_UP",  # collected by the driver
        "17": "IN_TRANSIT",  # cleared by customs
        "23": "READY_FOR_PICKUP",  # at the parcel shop
    },
    returns=frozenset({"298", "300", "332"}),
)
