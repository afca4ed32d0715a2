"""Reads how mail and SMS leave the site: one address each, a server's or a provider's."""

from collections.abc import Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from tracking_site.environment import FALSE, TRUE

TIMEOUT_SECONDS = 10
SMTP = "orders.messages.smtp.EmailBackend"
PLAIN_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "memory": "django.core.mail.backends.locmem.EmailBackend",
    "outbox": "orders.messages.catching.EmailBackend",
}
# What the user, the password and the host of the address are to each provider; `None`: not used.
PROVIDERS: Mapping[str, tuple[str | None, str | None, str | None]] = {
    "brevo": ("api_key", None, None),
    "mailersend": ("api_token", None, None),
    "mailgun": ("api_key", None, "sender_domain"),
    "mailjet": ("api_key", "secret_key", None),
    "mandrill": ("api_key", None, None),
    "postmark": ("server_token", None, None),
    "resend": ("api_key", None, None),
    "sendgrid": ("api_key", None, None),
    "sparkpost": ("api_key", None, None),
}
MAILGUN_IN_EUROPE = "https://api.eu.mailgun.net/v3"


def read_mailers(address: str) -> dict[str, dict[str, Any]]:
    """Django's `MAILERS` for `EMAIL_URL`; without one, mail goes nowhere."""
    if not address:
        return {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    parts = _split("EMAIL_URL", address)
    if parts.scheme in {"smtp", "smtps"}:
        return {"default": {"BACKEND": SMTP, "OPTIONS": _smtp_options(parts)}}
    if parts.scheme in PLAIN_BACKENDS:
        return {"default": {"BACKEND": PLAIN_BACKENDS[parts.scheme]}}
    if parts.scheme in PROVIDERS:
        return {
            "default": {
                "BACKEND": f"anymail.backends.{parts.scheme}.EmailBackend",
                "OPTIONS": _provider_options(parts),
            }
        }
    known = ", ".join(["smtp", "smtps", *PLAIN_BACKENDS, *PROVIDERS])
    raise ImproperlyConfigured(
        f"EMAIL_URL must begin with one of {known}, such as smtp://user:password@host:587/."
    )


def read_sender(text: str) -> str:
    """`Shop <orders@shop.example>` or a bare address, checked; empty when there is none."""
    if not text:
        return ""
    name, address = parseaddr(text)
    try:
        Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ImproperlyConfigured(
            f"MESSAGES_FROM must be an address such as Casa Lumbre <orders@casalumbre.example>, not {text!r}."
        ) from error
    return text


def read_sms_gateway(address: str) -> dict[str, str]:
    """`SMS_URL`: `twilio://SID:TOKEN@?from=+34600000000`, `console://`, `outbox://`, or nothing (an empty `kind`)."""
    if not address:
        return {"kind": ""}
    parts = _split("SMS_URL", address)
    if parts.scheme in {"console", "outbox"}:
        return {"kind": parts.scheme}
    sender = _query(parts).get("from", "").replace(" ", "+")  # a query's plus sign is a blank
    if parts.scheme != "twilio" or not parts.username or not parts.password or not sender:
        raise ImproperlyConfigured(
            "SMS_URL must look like twilio://SID:TOKEN@?from=+34600000000 (or a messaging service's MG…), console:// "
            "or outbox://."
        )
    return {
        "kind": "twilio",
        "account": unquote(parts.username),
        "token": unquote(parts.password),
        "sender": sender,
        "url": _query(parts).get("url", "https://api.twilio.com"),
    }


def _smtp_options(parts: SplitResult) -> dict[str, Any]:
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no host.")
    query = _query(parts)
    encrypted = parts.scheme == "smtps"
    tls = _flag(query.get("tls", "yes" if parts.port == 587 else "no"))
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if encrypted else 587 if tls else 25),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": encrypted,
        "use_tls": tls and not encrypted,
        "timeout": int(query.get("timeout", TIMEOUT_SECONDS)),
    }


def _provider_options(parts: SplitResult) -> dict[str, Any]:
    user, password, host = PROVIDERS[parts.scheme]
    options = {}
    for name, value in ((user, parts.username), (password, parts.password), (host, parts.hostname)):
        if name is None:
            continue
        if not value:
            raise ImproperlyConfigured(f"EMAIL_URL for {parts.scheme} lacks the {name.replace('_', ' ')}.")
        options[name] = unquote(value)
    if parts.scheme == "mailgun" and _flag(_query(parts).get("eu", "no")):
        options["api_url"] = MAILGUN_IN_EUROPE
    return options


def _split(name: str, address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address that can be read.") from error
    return parts


def _query(parts: SplitResult) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(parts.query).items()}


def _flag(text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"EMAIL_URL: {text!r} is neither yes nor no.")
