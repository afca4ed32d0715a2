"""One small door for SMS: a gateway that sends, and says what came of it.

Twilio's REST API by the project's own transport, which has a deadline; `console` prints, `outbox` keeps for the demo.
Its calls know no idempotency key: after a call without an answer the gateway is asked whether it has the message.
"""

import json
import re
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from orders import conf
from orders.messages import catching
from orders.messages.email import Outcome, Result
from orders.transport.deadline import Deadline
from orders.transport.errors import TransportError
from orders.transport.http import HttpReply, Transport

PHONE = re.compile(r"\+[1-9]\d{6,14}")
SEND_SECONDS = 10.0
VALID_SECONDS = 36_000
"""Ten hours: an SMS that could not be delivered by then says nothing any more. The most Twilio keeps one."""
STOPPED = frozenset({21610})
NO_NUMBER = frozenset({21211, 21214, 21217, 21219, 21265, 21401, 21407, 21421, 21614})
FORM = "application/x-www-form-urlencoded"


def read_phone(text: str) -> str | None:
    """A number in the international form gateways take; None for one that is not."""
    digits = "+" + re.sub(r"[^\d]", "", text) if text.strip().startswith("+") else ""
    return digits if PHONE.fullmatch(digits) else None


def send(to: str, text: str, *, language: str) -> Result:
    """Hand one SMS over; never raises what the gateway did."""
    gateway = conf.sms_gateway()
    match gateway.kind:
        case "twilio":
            return _send_by_twilio(gateway, to, text)
        case "outbox":
            catching.keep_sms(to, text, language=language)
            return Result(Outcome.SENT)
        case "console":
            sys.stdout.write(f"SMS: {text}\n")
            return Result(Outcome.SENT)
    return Result(Outcome.LATER, "There is no SMS gateway: set SMS_URL.", is_server_down=True)


def was_sent(to: str, beginning: str, *, since: float) -> bool | None:
    """Whether the gateway took a text that begins so; None when it cannot be asked."""
    gateway = conf.sms_gateway()
    if gateway.kind != "twilio":
        return False
    day = datetime.fromtimestamp(since, UTC) - timedelta(days=1)
    query = urlencode({"To": to, "DateSent>": day.date().isoformat(), "PageSize": 50})
    try:
        reply = _transport(gateway.url).get(
            f"{_path(gateway)}?{query}", headers=_headers(gateway), deadline=Deadline.after(SEND_SECONDS)
        )
    except TransportError:
        return None
    if reply.status != 200:
        return None
    messages = _json(reply).get("messages")
    return any(
        isinstance(each, dict) and str(each.get("body")).startswith(beginning) for each in messages or []
    )


def check() -> str | None:
    """What is wrong with the gateway; None when it knows the account."""
    gateway = conf.sms_gateway()
    if gateway.kind != "twilio":
        return None
    try:
        reply = _transport(gateway.url).get(
            f"/2010-04-01/Accounts/{gateway.account}.json",
            headers=_headers(gateway),
            deadline=Deadline.after(SEND_SECONDS),
        )
    except TransportError as error:
        return str(error)
    if reply.status != 200:
        return f"Twilio answered {reply.status}: the account or its token is wrong."
    status = _json(reply).get("status")
    return None if status == "active" else f"The account at Twilio is {status}."


def _send_by_twilio(gateway: conf.SmsGateway, to: str, text: str) -> Result:
    sender = "MessagingServiceSid" if gateway.sender.startswith("MG") else "From"
    form = {"To": to, sender: gateway.sender, "Body": text, "ValidityPeriod": VALID_SECONDS}
    try:
        reply = _transport(gateway.url).post(
            _path(gateway),
            body=urlencode(form).encode(),
            headers=_headers(gateway) | {"Content-Type": FORM},
            deadline=Deadline.after(SEND_SECONDS),
        )
    except TransportError as error:
        return Result(Outcome.UNKNOWN, str(error), is_server_down=True)
    return _read(reply)


def _read(reply: HttpReply) -> Result:
    if reply.status in {200, 201}:
        return Result(Outcome.SENT)
    code = _json(reply).get("code")
    said = f"Twilio answered {reply.status}" + (f", error {code}." if isinstance(code, int) else ".")
    if code in STOPPED:
        return Result(Outcome.BOUNCED, f"{said} The recipient said STOP.")
    if code in NO_NUMBER:
        return Result(Outcome.BOUNCED, f"{said} No SMS reaches this number.")
    if reply.status in {401, 403, 429} or reply.status >= 500:
        return Result(Outcome.LATER, said, is_server_down=True)
    return Result(Outcome.REFUSED, said)


def _json(reply: HttpReply) -> dict[str, Any]:
    try:
        parsed = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _path(gateway: conf.SmsGateway) -> str:
    return f"/2010-04-01/Accounts/{gateway.account}/Messages.json"


def _headers(gateway: conf.SmsGateway) -> dict[str, str]:
    secret = b64encode(f"{gateway.account}:{gateway.token}".encode()).decode()
    return {"Authorization": f"Basic {secret}"}


@lru_cache(maxsize=4)
def _transport(url: str) -> Transport:
    return Transport(partner="Twilio", base_url=url)
