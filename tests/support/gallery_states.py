"""Which states of the gallery a test shows in which language."""

import os
from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import settings

from orders.branding.looks import LookName
from orders.gallery.catalogue import STATES

LANGUAGES = [code for code, _ in settings.LANGUAGES]
WHOLE = os.environ.get("ACCESSIBILITY") == "whole"


def states(language: str = "en", *, whole: str = "en") -> list[str]:
    """The names of the gallery's states: in the language `whole` all. In each other an eighth, always another one, so
    that the languages together meet all of them; all in every language where `ACCESSIBILITY=whole` asks for it, as
    `make accessibility` does. The whole takes some minutes more than a usual run of the tests has.
    """
    if language == whole or WHOLE:
        return list(STATES)
    return a_part(language, len(LANGUAGES) - 1)


def a_part(language: str, parts: int) -> list[str]:
    """One state of so many, in each language others."""
    return list(STATES)[LANGUAGES.index(language) % parts :: parts]


def states_in(look: LookName) -> list[str]:
    """All in the first look; in each of the others its share, so that they together show all."""
    others = [each for each in LookName if each is not LookName.EDITORIAL]
    if look not in others or WHOLE:
        return list(STATES)
    return list(STATES)[others.index(look) :: len(others)]


def a_first_and_then_sweeps[Value](values: Sequence[Value]) -> list[Any]:
    """Parameters of which a usual run takes the first, and `make accessibility` all."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.sweep) for value in values[1:])]
