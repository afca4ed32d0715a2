"""Tokens: one that never dies, and those of the client credentials grant."""

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tests.sandbox.access import DEFAULT_SCOPES, WRITE_SCOPES

STATIC_TOKEN = "shpat_sandbox"
STAFF_TOKEN = "shpat_sandbox_staff"
CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-secret"
STORE_DOMAIN = "demo-store.myshopify.com"
TOKEN_LIFETIME = timedelta(seconds=86399)

type Installation = Literal["installed", "app_not_installed", "shop_not_permitted"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token it is. Staff may change things, whatever the app was granted."""

    app: str
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class TokenError(Exception):
    """A refusal of the token endpoint; `html_title` when Shopify answers with a page."""

    error: str
    description: str
    html_title: str | None = None


class Tokens:
    """Who may come in. Expiry follows the store's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._issued: dict[str, datetime] = {}
        self.secrets = {CLIENT_SECRET}
        self.static_token_works = True
        self.lifetime = TOKEN_LIFETIME
        self.installation: Installation = "installed"
        self.issued_count = 0

    def issue(self, *, grant_type: str, client_id: str, client_secret: str, now: datetime) -> str:
        """A new token for the right credentials. Raises TokenError."""
        if self.installation != "installed":
            raise TokenError(self.installation, "", html_title=f"400 - Oauth error {self.installation}")
        if grant_type != "client_credentials":
            raise TokenError("unsupported_grant_type", "The grant type is not supported.")
        if client_id != CLIENT_ID or client_secret not in self.secrets:
            raise TokenError("invalid_client", "Client authentication failed.")
        token = f"shpat_{secrets.token_hex(16)}"
        with self._lock:
            self._issued[token] = now + self.lifetime
            self.issued_count += 1
        return token

    def identify(self, token: str | None, *, now: datetime) -> Identity | None:
        """Whose token this is, or None when it is missing, unknown or dead."""
        if token == STAFF_TOKEN:
            return Identity("staff", is_staff=True)
        if token == STATIC_TOKEN:
            return Identity(CLIENT_ID) if self.static_token_works else None
        with self._lock:
            dies_at = self._issued.get(token or "")
        return Identity(CLIENT_ID) if dies_at is not None and now < dies_at else None

    def expire_issued(self) -> None:
        """Every token issued so far is dead; the next one works."""
        with self._lock:
            self._issued.clear()


def scopes_of(identity: Identity, granted: set[str]) -> frozenset[str]:
    """What this identity may do, given what the merchant granted the app."""
    return DEFAULT_SCOPES | WRITE_SCOPES if identity.is_staff else frozenset(granted)
