"""Which states of the gallery a test shows in which language."""

import os
from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings

from orders.gallery.catalogue import STATES

LANGUAGES = [code for code, _ in settings.LANGUAGES]
WHOLE = os.environ.get("ACCESSIBILITY") == "whole"
"""As `make accessibility` asks for it."""


def states(language: str = "en", *, whole: str = "en") -> list[str]:
    """The names of the gallery's states: in the language `whole` all. In each other an eighth, always another one, so
    that the languages together meet all of them; all in every language where `ACCESSIBILITY=whole` asks for it, as
    `make accessibility` does. The whole takes some minutes more than a usual run of the tests has.
    """
    if language == whole:
        return list(STATES)
    return a_part(language, len(LANGUAGES) - 1)


def a_part(language: str, parts: int) -> list[str]:
    """One state of so many, in each language others; all of them where the whole is asked for."""
    return list(STATES) if WHOLE else list(STATES)[LANGUAGES.index(language) % parts :: parts]


def a_first_and_then_sweeps[Value](values: Sequence[Value]) -> list[Any]:
    """Parameters of which a usual run takes the first, and `make accessibility` all."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.sweep) for value in values[1:])]
