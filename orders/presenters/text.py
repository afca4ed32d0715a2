"""Text from outside, made fit to stand in a sentence."""

import unicodedata


def plain_text(text: str | None, *, limit: int = 200) -> str:
    """`text` on one line, without control, format and private characters, `limit` characters at most."""
    if not text:
        return ""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: limit * 4]
        if character.isspace() or unicodedata.category(character) not in _UNWANTED
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
