"""Public holidays of a country, by the library that keeps them."""

from datetime import date
from functools import cache

import holidays


@cache
def holidays_of(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """The whole country's holidays of these years; none for a country that the library does not know."""
    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1)))
