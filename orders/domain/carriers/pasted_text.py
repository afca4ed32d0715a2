"""Texts as people paste and programs export them, made plain: what is not seen goes, and so does a number's dress."""

import re
import unicodedata
from typing import Final

from orders.domain.carriers.destroyed import find_fault

_QUOTES: Final = "'\"`´‘’‚‛“”„‟«»‹›"
_FORMULA: Final = re.compile(r"=\s*(?=[\"0-9])")
_APPLICATION_IDENTIFIER: Final = re.compile(r"\(([0-9]{2,4})\)")
_LABEL: Final = re.compile(r"[^\W\d_]+(?:[ .'’/#-]+[^\W\d_]+)*[.#]?\s*[:#]+\s*(?=[0-9A-Za-z])")
_NUMBER_SIGN: Final = re.compile(r"№|(?<!\w)[Nn][°º][.]?")
_DASHES: Final = frozenset("‐‑‒–—―−﹘﹣－")
# Invisible, although not of the categories that say so.
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")


def plain_text_of(text: str) -> str:
    """Compatibility form, digits of any script as 0-9, every dash `-`, line breaks `\\n`, nothing that is not seen."""
    composed = unicodedata.normalize("NFKC", _NUMBER_SIGN.sub("#", text))
    return unicodedata.normalize("NFKC", "".join(map(_plain_character, composed)))


def _plain_character(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character in "\n\r\u2028\u2029":
        return "\n"
    if character in _DASHES:
        return "-"
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Zs":
            return " "
        case "Cc":
            return " " if character == "\t" else ""
        case "Cf" | "Cs" | "Co" | "Cn":
            return ""
        case _:
            return "" if character in _UNSEEN or "\ufe00" <= character <= "\ufe0f" else character


def undress(text: str) -> str:
    """Without what people and programs put around a number: quotes, `=`, `#`, a label, brackets, asterisks, stops."""
    text = text.strip()
    if find_fault(text):
        return text
    text = _FORMULA.sub("", text, count=1) if text.startswith("=") else text
    text = text.strip(" \n*[]<>" + _QUOTES)
    label = _LABEL.match(text)
    text = text[label.end() :] if label else text.lstrip("# ")
    return _APPLICATION_IDENTIFIER.sub(r"\1", text).strip(" \n.,;:*-" + _QUOTES)
