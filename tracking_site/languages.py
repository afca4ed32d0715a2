"""The languages the pages are written in, each by its own name. `locale/` holds a catalogue for all but English."""

from collections.abc import Mapping

LANGUAGE_NAMES: Mapping[str, str] = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt-br": "Português (Brasil)",
    "it": "Italiano",
    "nl": "Nederlands",
    "ja": "日本語",
    "ar": "العربية",
}
