"""Public holidays of a country or a part of it, by the library that keeps them."""

from datetime import date
from functools import cache

import holidays

from orders.history.provinces import part_of


@cache
def holidays_of(country: str, province: str, first_year: int, last_year: int) -> frozenset[date]:
    """The holidays of these years: the whole country's, and those of a province by Shopify's code.

    None for a country that the library does not know; the country's alone for a province that it does not.
    """
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known:
        return frozenset()
    part = part_of(country, province)
    years = range(first_year, last_year + 1)
    return frozenset(
        holidays.country_holidays(country, subdiv=part if part in known[country] else None, years=years)
    )
