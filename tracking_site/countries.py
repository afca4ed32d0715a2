"""Reads a country's code."""

from babel import Locale
from babel.core import get_global
from django.core.exceptions import ImproperlyConfigured

NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"}
"""Codes of two letters in Unicode's list of territories that are no country's."""


def read_country(name: str, value: str) -> str:
    """An ISO 3166 code in capitals, or an empty string. A refusal says which code was probably meant."""
    code = value.upper()
    if not code:
        return ""
    territories = {
        key: word
        for key, word in Locale("en").territories.items()
        if len(key) == len("ES") and key not in NO_COUNTRIES
    }
    if code in territories:
        return code
    meant = next((key for key, word in territories.items() if word.casefold() == value.casefold()), "")
    if not meant:
        meant = next(iter(get_global("territory_aliases").get(code, ())), "")
    hint = f"; {meant} is {territories[meant]}" if meant in territories else ""
    raise ImproperlyConfigured(
        f"{name} must be a code of two letters such as ES (ISO 3166), not {value!r}{hint}."
    )
