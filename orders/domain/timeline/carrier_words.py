"""What a carrier's own sentence adds to a status: whether it speaks of the sender, of a point, or of a collection.

Shopify's stable statuses know no return and no locker, so "delivered" has to stand for all of them, and only the
sentence beside it tells them apart. The words are those that carriers use in the languages they write, without
accents; a sentence that holds none of them adds nothing.
"""

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache


class Said(Enum):
    """Of whom or of what a carrier's sentence speaks."""

    NOTHING = auto()
    SENDER = auto()
    POINT = auto()
    COLLECTION = auto()


def read_words(message: str | None) -> Said:
    """What `message` adds; the sender is heard before a collection, and that before a point."""
    return _read(message) if message else Said.NOTHING


def fold_text(text: str) -> str:
    """Small letters without accents, with single blanks: how towns and sentences are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())


@lru_cache(maxsize=2048)
def _read(message: str) -> Said:
    text = fold_text(message[:500])
    for said, pattern in PATTERNS:
        if pattern.search(text):
            return said
    return Said.NOTHING


SENDER = (
    r"\bto (?:the )?(?:original )?(?:sender|shipper)\b",  # English
    r"\breturn\w* .{0,30}\b(?:sender|shipper|origin|seller|merchant|retailer)\b",
    r"\b(?:retour|terug)\b.{0,20}\bafzender\b|\b(?:aan|bij)(?: de)? afzender\b",  # Dutch
    r"\b(?:zuruck|rucksendung|retoure|retour)\b.{0,30}\babsender|\ban (?:den )?absender\b",  # German
    r"\ba l.expediteur\b|\bretour\w* .{0,12}\bexpediteur\b",  # French
    r"\bal remitente\b|\bdevuelt[oa]\b.{0,20}\borigen\b|\bdevolucion a(?:l)? (?:remitente|origen)\b",  # Spanish
    r"\bao remetente\b",  # Portuguese
    r"\bal mittente\b",  # Italian
    r"\b(?:till|til) (?:avsandar|avsender|afsender)",  # Swedish, Norwegian, Danish
    r"\bdo nadawcy\b",  # Polish
    r"返送|返還|差出人に",  # Japanese
    r"(?:الى|إلى) المرسل|للمرسل",  # Arabic
)
COLLECTION = (
    r"\b(?<!not )(?<!un)collected\b|\bpicked up\b|\bretrieved by\b",
    r"\b(?:afgehaald|opgehaald)\b",
    r"\babgeholt\b",
    r"\b(?:retire|recupere)e? par\b",
    r"\brecogid[oa]\b|\bretirad[oa] por\b",
    r"\b(?:levantad|retirad|recolhid)[oa] (?:pel[oa]|por)\b",
    r"\britirat[oa]\b",
    r"\bodebran",
    r"受取済|受け取り済|お受け取りになり",
    r"تم الاستلام من قبل|استلمها|استلمه",
)
POINT = (
    r"\b(?:lockers?|access ?point|(?:pick ?-?up|collection|service) ?points?|parcel ?-?shops?)\b",
    r"\b(?:pakketautomaat|pakketpunt|servicepunt|afhaalpunt)\b",
    r"\b(?:packstation|paketstation|paketshop|paketbox|filiale|abholstation|abholstelle)\b",
    r"\b(?:point relais|relais colis|consigne|point de retrait|bureau de poste)\b",
    r"\b(?:punto (?:de recogida|pack)|taquilla|citypaq|en (?:la )?oficina)\b",
    r"\b(?:ponto de (?:recolha|coleta|retirada)|cacifo)\b",
    r"\b(?:punto di ritiro|fermopoint|armadietto|ufficio postale)\b",
    r"\b(?:paczkomat\w*|punkt\w* odbioru)\b",
    r"ロッカー|受取店",
    r"خزانة|نقطة (?:ال)?استلام",
)
PATTERNS = tuple(
    (said, re.compile("|".join(words)))
    for said, words in ((Said.SENDER, SENDER), (Said.COLLECTION, COLLECTION), (Said.POINT, POINT))
)
