"""Whether a carrier's words speak of damage, in the languages carriers report in."""

import re

SPEAKS_OF_IT = re.compile(
    r"\bdamage|\bbeschädig|\bdefekt|endommag|abîm|\babim|dañad|\bdanad|\bdaños\b|danneggi|beschadig|danificad|avariad"
    r"|破損|損傷|تالف|متضرر",
    re.IGNORECASE,
)
DENIES_IT = re.compile(
    r"\b(?:no|not|without|undamaged|unbeschädigt|keine?|nicht|sans|sin|senza|zonder|sem|niet|geen|non|não|nao)\b"
    r"[^.;]{0,24}$",
    re.IGNORECASE,
)


def is_of_damage(text: str) -> bool:
    """Whether damage is told, and not denied."""
    return any(not DENIES_IT.search(text[: found.start()]) for found in SPEAKS_OF_IT.finditer(text))
