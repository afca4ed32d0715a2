"""Which settings there are, so that a misspelt one is told instead of being without effect."""

import difflib
import re
from collections.abc import Iterable
from functools import cache

from django.core.exceptions import ImproperlyConfigured

from tracking_site.paths import BASE_DIR

LIKENESS = 0.88
"""How much alike a name must be to be a slip of the finger; WEBHOOK_SECRET and WEBHOOK_SECRETS are 0.97."""


@cache
def known_names() -> frozenset[str]:
    """The names that `.env.example` lists, which are all there are."""
    text = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))


def refuse_misspelt(names: Iterable[str]) -> None:
    """Raises `ImproperlyConfigured` for a name that is none of ours but nearly one. Others are somebody else's."""
    for name in names:
        meant = _meant(name)
        if meant and meant != name:
            raise ImproperlyConfigured(
                f"{name} is no setting; {meant} is. Nothing would come of it as it is written."
            )


@cache
def _meant(name: str) -> str:
    known = known_names()
    plain = name.upper().removesuffix("_FILE")
    if plain in known:
        return plain + ("_FILE" if name.upper() != plain else "")
    near = difflib.get_close_matches(plain, known, n=1, cutoff=LIKENESS)
    return near[0] if near else ""
