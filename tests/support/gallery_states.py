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


def states(language: str = "en") -> list[str]:
    """The names of the gallery's states: in English all, in each other language an eighth."""
    return list(STATES) if language == "en" else a_part(language, len(LANGUAGES) - 1)


def a_part(language: str, parts: int) -> list[str]:
    """One state of so many, in each language others, so that the languages together meet all of them; every one where
    `ACCESSIBILITY=whole` asks for it, as `make accessibility` does. The whole takes more minutes than a usual run has.
    """
    return list(STATES) if WHOLE else list(STATES)[LANGUAGES.index(language) % parts :: parts]


def a_first_and_then_sweeps[Value](values: Sequence[Value]) -> list[Any]:
    """Parameters of which a usual run takes the first, and `make accessibility` all."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.sweep) for value in values[1:])]
