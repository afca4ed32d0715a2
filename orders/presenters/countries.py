"""Countries in the reader's language: by their codes, and by the English names under which carriers report them."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from django.utils.translation import get_language, to_locale


def country_by_code(code: str | None) -> str:
    """A country's name; empty for a code that nobody knows."""
    return _territories(get_language() or "en").get(code or "", "")


def country_as_reported(name: str) -> str:
    """The same country in the reader's language; any other text as it is."""
    language = get_language() or "en"
    code = None if language == "en" else _codes().get(name.casefold())
    return _territories(language).get(code, name) if code else name


@cache
def _territories(language: str) -> Mapping[str, str]:
    return dict(Locale.parse(to_locale(language)).territories)


@cache
def _codes() -> Mapping[str, str]:
    """By the English name; codes of figures are continents and other parts of the world."""
    return {name.casefold(): code for code, name in _territories("en").items() if code.isalpha()}
