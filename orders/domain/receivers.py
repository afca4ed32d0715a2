"""Takes out of a scan's text who received the parcel, before it is kept.

Carriers write it in free text after a turn of phrase ("signed by"), and may write it for a neighbour. Where such a turn
stands, nothing after it is kept: a name's end cannot be told ("J. DOE, 2ND FLOOR"). A name without one is not found.
"""

import re

_BY_WORDS = re.compile(
    r"""(?<!\w)(?:
      (?:signed|signature|received|accepted|collected|picked\s+up|taken)(?:\s+(?:for|in|from))?\s*(?:by|:)
        (?!\s+(?:the\s|our\s|a\s)?(?:carrier|courier|driver|post\b|postal|local|depot|hub|facility|sort|customs|airline
            |warehouse|terminal|station|usps|ups|fedex|dhl|dpd|gls|royal\s+mail|canada\s+post|australia\s+post))
      | (?:receiver|recipient|consignee|signatory|signee|pod)(?:'s)?(?:\s+name)?\s*(?:is|[:=-])
      | (?:left|delivered|handed|given)(?:\s+\w+)?\s+(?:with|to)\s+(?:an?\s+|the\s+|your\s+|his\s+|her\s+)?
        (?:neighbou?rs?|neighbou?r's|resident|receptionist|concierge|mr|mrs|ms|miss|dr)\b
      | (?:firmado|recibido|recogido)\s+por
      | entregado\s+a\s+(?:d\.|don\b|doña\b|sra?\b|(?:la\s+|el\s+|un[ao]?\s+)?vecin[oa])
      | (?:destinatario|receptor|firmante)\s*:
      | (?:sign[ée]+|re[çc]u|r[ée]ceptionn[ée]|remis|retir[ée])e?\s+(?:par|[àa]\s+(?:m\.|mme|mlle|votre\s+voisin))
      | (?:destinataire|signataire)\s*:
      | (?:unterschrieben|unterzeichnet|quittiert|angenommen|entgegengenommen|empfangen|abgeholt)\s+(?:von|durch)
      | (?:zugestellt|übergeben|abgegeben)\s+(?:an|bei)\s+(?:herrn?|frau|nachbarn?|nachbarin)\b
      | (?:empfänger|unterzeichner|abnehmer|nachbar)(?:in)?\s*:
      | (?:assinado|recebido|retirado)\s+por\s*:?
      | (?:firmato|ricevuto|ritirato)\s+da
      | consegnato\s+(?:a|al|alla)\s+(?:sig|vicin)
      | (?:getekend|ondertekend|ontvangen|aangenomen|opgehaald)\s+(?:voor\s+ontvangst\s+)?door
      | (?:ontvanger|buren|buurman|buurvrouw)\s*:
    )
    | (?:受取人|受領者|署名者|サイン)\s*[:：]?
    | (?:استلم(?:ه|ها)?|وقّ?ع(?:ه|ها)?)\s+(?:من\s+قبل)? | (?:المستلم|الموقع)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LOOSE_END = " \t\r\n,;:.-–—/|(["


def without_receiver(text: str) -> str:
    """`text` up to where it begins to say who received the parcel; empty when it begins with that."""
    found = _BY_WORDS.search(text)
    return text[: found.start()].rstrip(_LOOSE_END) if found else text
