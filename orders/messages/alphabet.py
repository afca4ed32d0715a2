"""The alphabet of SMS: what fits into GSM-7, what can be written so that it does, and how many segments a text takes.

Decided here and never left to a gateway, which changes texts silently.
"""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Each takes two places."""
SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘‚‛′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("–—‐‑−", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
        **dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f\u200b", ""),
        "…": "...",
        "×": "x",
        "·": "-",
    }
)
SINGLE_GSM, SEVERAL_GSM = 160, 153
SINGLE_UCS2, SEVERAL_UCS2 = 70, 67
FOLDED_LANGUAGES = frozenset({"es", "fr", "it", "pt-br"})


def write_sms(text: str, *, language: str, fold_accents: bool) -> str:
    """`text` as it is sent: signs folded; accents left out in some languages, where that saves a segment."""
    plain = text.translate(SIGNS)
    if not is_gsm(plain):
        plain = plain if language not in FOLDED_LANGUAGES or not fold_accents else _cheaper(plain)
    return plain


def is_gsm(text: str) -> bool:
    """Whether every character is one of GSM 03.38."""
    return all(character in BASIC or character in EXTENDED for character in text)


def segments(text: str) -> int:
    """How many SMS a text is charged as."""
    if is_gsm(text):
        size = sum(2 if character in EXTENDED else 1 for character in text)
        return 1 if size <= SINGLE_GSM else -(-size // SEVERAL_GSM)
    size = len(text.encode("utf-16-le")) // 2
    return 1 if size <= SINGLE_UCS2 else -(-size // SEVERAL_UCS2)


def _cheaper(text: str) -> str:
    folded = "".join(_without_accent(character) for character in text)
    return folded if segments(folded) < segments(text) else text


def _without_accent(character: str) -> str:
    """The letter below the accent, where only the accent keeps it out of GSM-7."""
    if character in BASIC or character in EXTENDED:
        return character
    letter = unicodedata.normalize("NFD", character)[0]
    return letter if letter in BASIC else character
