"""From a province as Shopify calls it to the part of a country whose holidays the library `holidays` knows.

Shopify's codes are the latter part of ISO 3166-2 in these countries (github.com/Shopify/worldwide, db/data/regions),
sometimes with the country before it; other countries have codes of their own there, or no provinces. Left out are the
United States: on most of a state's own holidays its offices are closed and carriers deliver.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SAME_CODES: Final = frozenset({"AU", "BR", "CA", "GB", "IT", "NZ", "PT"})
_SPAIN: Final = {
    "AN": "AL CA CO GR H J MA SE",
    "AR": "HU TE Z",
    "AS": "O",
    "CB": "S",
    "CE": "CE",
    "CL": "AV BU LE P SA SG SO VA ZA",
    "CM": "AB CR CU GU TO",
    "CN": "GC TF",
    "CT": "B GI L T",
    "EX": "BA CC",
    "GA": "C LU OR PO",
    "IB": "PM",
    "MC": "MU",
    "MD": "M",
    "ML": "ML",
    "NC": "NA",
    "PV": "BI SS VI",
    "RI": "LO",
    "VC": "A CS V",
}
"""Holidays are an autonomous community's; its provinces."""
COMMUNITIES: Final[Mapping[str, str]] = MappingProxyType(
    {province: community for community, provinces in _SPAIN.items() for province in provinces.split()}
)


def part_of(country: str, province: str) -> str | None:
    """The ISO 3166-2 code, without the country, of the part that has holidays of its own; None where nobody knows."""
    code = province.removeprefix(f"{country}-")
    if country == "ES":
        return COMMUNITIES.get(code)
    return code if code and country in SAME_CODES else None
