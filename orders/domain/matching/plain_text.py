"""Typed and pasted text, freed of what keyboards and mail programs add to it."""

import unicodedata


def plain_text(text: str) -> str:
    """One line in compatibility form (NFKC): digits of any script as 0-9, invisible characters gone, spaces
    single.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # as below, for what nearly everybody types
    composed = unicodedata.normalize("NFKC", text)
    visible = "".join(map(_plain_character, composed))
    return " ".join(unicodedata.normalize("NFKC", visible).split())


def without_accents(text: str) -> str:
    """The same text with accents taken off its letters."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(
        character for character in decomposed if not unicodedata.category(character).startswith("M")
    )


def _plain_character(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else " "
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Cf":
            return ""
        case "Cc" | "Zl" | "Zp" | "Zs":
            return " "
        case _:
            return character
