"""Untrusted names and numbers, made fit to show and to compare."""

import unicodedata
from typing import Final

_MAX_WORK: Final = 4
_ELLIPSIS: Final = "…"


def display_text(text: str | None, *, limit: int) -> str | None:
    """Return `text` on one line without control, bidi or invisible characters, at most `limit` long; None if
    nothing is left.
    """
    if text is None:
        return None
    visible = "".join(map(_visible, text[: limit * _MAX_WORK]))
    line = " ".join(visible.split())
    if len(line) > limit:
        line = line[: limit - len(_ELLIPSIS)].rstrip() + _ELLIPSIS
    return line or None


def fold_name(name: str) -> str:
    """Reduce a name to what is compared: letters and digits only, without case, accents and compatibility
    forms.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(filter(str.isalnum, decomposed))


def _visible(character: str) -> str:
    """Turn spaces and line breaks into a space, drop format, surrogate, private and unassigned characters."""
    category = unicodedata.category(character)
    if category[0] == "Z" or category == "Cc":
        return " "
    return "" if category[0] == "C" else character
