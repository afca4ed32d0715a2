"""Untrusted text made safe to keep: no control characters, no hidden direction changes, no surprising
length.
"""

import re

_SEPARATORS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSEEN = re.compile(
    "["
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction of what follows
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # are not seen at all
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # cannot be stored or sent as UTF-8 text
    "]"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ENUM_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def clean_text(value: str, *, limit: int) -> str | None:
    """The text on one line, without what cannot be seen, cut to `limit` characters; None when nothing is
    left.
    """
    # What is cut off here could not have been shown, and a huge value must not cost time.
    value = value[: limit * 4]
    if not value.isprintable():
        value = _UNSEEN.sub("", _SEPARATORS.sub(" ", value))
    return value.strip()[:limit].rstrip() or None


def clean_lines(value: str, *, limit: int) -> str | None:
    """Such text with its line breaks, none of them twice, cut to `limit` characters with an ellipsis at its end."""
    value = value[: limit * 4]
    lines = (clean_text(line, limit=limit) for line in value.splitlines())
    text = "\n".join(line for line in lines if line)
    return (text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…") or None


def clean_whole(value: str, *, limit: int) -> str | None:
    """The text if it is clean as it stands and within `limit`, else None: half an address or number is a
    wrong one.
    """
    stripped = value.strip()
    if len(stripped) > limit or clean_text(stripped, limit=limit) != stripped:
        return None
    return stripped or None


def clean_pasted(value: str, *, limit: int) -> str | None:
    """The text with its line breaks and hidden characters, without what no database takes; None when it is longer than
    `limit`.
    """
    if len(value) > limit:
        return None
    return _UNSTORABLE.sub("", value).strip() or None


def is_enum_value(value: str) -> bool:
    """Whether the text has the form of an enum value, known or not."""
    return _ENUM_VALUE.fullmatch(value) is not None
