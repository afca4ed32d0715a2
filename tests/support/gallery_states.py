"""Which states of the gallery a test shows in which language."""

import os

from django.conf import settings

from orders.gallery.catalogue import STATES

LANGUAGES = [code for code, _ in settings.LANGUAGES]


def states(language: str = "en") -> list[str]:
    """The names of the gallery's states: in English all. In another language a third, each another one, so that the
    languages together meet all of them; all in every language where `ACCESSIBILITY=whole` asks for it, as
    `make accessibility` does. The whole takes some minutes more than a usual run of the tests has.
    """
    if language == "en" or os.environ.get("ACCESSIBILITY") == "whole":
        return list(STATES)
    return a_part(language, 3)


def a_part(language: str, parts: int) -> list[str]:
    """One state of so many, in each language others."""
    return list(STATES)[LANGUAGES.index(language) % parts :: parts]
