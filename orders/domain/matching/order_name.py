"""An order's name as it stands, prefix, suffix and signs included, in the one form it is compared in."""

import hashlib
import html
import re
from typing import Final
from urllib.parse import unquote

from orders.domain.matching.plain_text import plain_text

LONGEST_KEPT: Final = 70
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^\W\d_]{2,}[\s.,;>)]*")


def exact_form(name: str) -> str:
    """A name in compatibility form, case-folded, on one line, without a `#` in front; long ones as a hash of that.

    Empty where nothing is left of it.
    """
    form = storable(plain_text(plain_text(name).casefold())).lstrip("# ")
    return hashlib.sha256(form.encode()).hexdigest() if len(form) > LONGEST_KEPT else form


def storable(text: str) -> str:
    """The text without halves of characters, which no database and no hash takes."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def exact_forms(typed: str) -> tuple[str, ...]:
    """The names that a typed text may be as it stands, likeliest first: also as a page or an address has coded it."""
    texts = [typed]
    if "&" in typed:
        texts.append(html.unescape(typed))
    if "%" in typed:
        texts.append(unquote(typed, errors="replace"))
    return tuple(dict.fromkeys(form for form in map(exact_form, texts) if form))


def is_email(text: str) -> bool:
    """Whether a text has the form of an email address, which an order's name has not."""
    return _EMAIL.fullmatch(text.strip()) is not None
