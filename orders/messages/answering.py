"""What recipients answer to an SMS: STOP and its kin stop it, in the words of nine languages; START takes it back."""

import hashlib
import hmac
import unicodedata
from base64 import b64encode
from collections.abc import Mapping

from orders.messages import leaving


def obey(sender: str, text: str, *, now: float) -> None:
    """Do what an answer asks; any other answer is nobody's here."""
    words = _plain(text).split()
    word = "".join(words[:2]) if words[:2] == ["opt", "out"] else "".join(words[:1])
    if word in STOP:
        leaving.stop_address(sender, reason="stop", now=now)
    elif word in START:
        leaving.allow_address(sender)


def is_signed(url: str, form: Mapping[str, str], *, signature: str, token: str) -> bool:
    """Whether Twilio, which shares the token, sent this form to this address."""
    text = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    expected = b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
    return hmac.compare_digest(expected.encode(), signature.encode())


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return unicodedata.normalize("NFC", "".join(kept))


STOP = frozenset(
    _plain(
        "stop stopall quit end revoke optout cancel unsubscribe alto parar pare baja arret arrete stopp ende abmelden "
        "sair cancelar basta annulla stoppen afmelden 停止 解除 توقف إيقاف إلغاء"
    ).split()
)
START = frozenset({"start", "unstop", "yes"})
