"""How a sentence stands behind a colon, which languages see differently."""

from django.utils.translation import get_language

_KEEPS_CAPITALS = frozenset({"de"})
"""Where a whole sentence keeps its capital behind a colon, and a noun has one anywhere."""


def with_room(words: str) -> str:
    """`words` that end with a colon, and the room before what follows; a full-width colon brings its own."""
    return words if words.endswith("：") else f"{words} "


def after_colon(words: str) -> str:
    """`words` as they stand behind a colon in the active language; an abbreviation keeps its capitals."""
    if get_language() in _KEEPS_CAPITALS or words[1:2].isupper():
        return words
    return words[:1].lower() + words[1:]
