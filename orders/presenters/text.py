"""Text from outside, made fit to stand in a sentence."""

import unicodedata

from django.utils.translation import get_language_bidi


def plain_text(text: str | None, *, limit: int = 200) -> str:
    """`text` on one line, without control, format and private characters, `limit` characters at most."""
    if not text:
        return ""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # nothing to take out, which is the usual case
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: limit * 4]
        if character.isspace() or unicodedata.category(character) not in _UNWANTED
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """`text` fenced with Unicode isolates wherever its direction and the sentence's may differ.

    Without them `#1001` in an Arabic sentence reads `1001#`, and an Arabic town turns an English sentence around.
    """
    turns = get_language_bidi() or any(unicodedata.bidirectional(character) in _TURNING for character in text)
    return f"\u2068{text}\u2069" if text and turns else text


def link_address(url: str) -> str:
    """`url` as it may stand in HTML: what the URL standard allows nowhere is percent-encoded, as browsers do it."""
    return url.translate(_NOT_IN_A_URL)


_NOT_IN_A_URL = str.maketrans({character: f"%{ord(character):02X}" for character in '"<>`{}|^'})
_TURNING = frozenset({"R", "AL"})
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
