"""Access tokens: a static one, or one asked for with the client credentials of the shop's own app.

Client credentials: https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant.
A token lives for a day and has no refresh token; a new one is simply asked for.
"""

import threading
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from orders.shopify.connection import Connection
from orders.shopify.errors import AuthenticationFailed, Misconfigured, ShopifyError, Unavailable
from orders.shopify.json_shapes import find_number, find_object, find_text, parse_json, unexpected_shape
from orders.shopify.observations import Observations
from orders.shopify.statuses import find_request_id, raise_for_status
from orders.transport.deadline import Deadline, Timing
from orders.transport.http import HttpReply

TOKEN_PATH = "/admin/oauth/access_token"  # noqa: S105  (a path, not a token)
RENEW_AT = 0.8
"""The part of its life after which a token is renewed while it still works."""
ASSUMED_LIFE = 3600.0
EARLY_RENEWAL_SECONDS = 1.5
SHORTEST_RETRY = 30.0


@dataclass(frozen=True, slots=True)
class StaticToken:
    """A token that does not expire, from an app made before 2026."""

    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """The client id and secret of an app made in the Dev Dashboard."""

    client_id: str
    client_secret: str = field(repr=False)


type Credentials = StaticToken | ClientCredentials


class TokenSource(Protocol):
    """Where the client gets its token from, whatever the credentials."""

    def get_token(self, *, deadline: Deadline) -> str:
        """A token that should work."""

    def renew(self, *, refused: str, deadline: Deadline) -> str:
        """A token other than the refused one. Raises AuthenticationFailed when there can be none."""


def build_token_source(
    credentials: Credentials, *, transport: Connection, timing: Timing, observations: Observations
) -> TokenSource:
    """The source that fits the credentials."""
    if isinstance(credentials, StaticToken):
        return StaticTokenSource(credentials)
    return ClientCredentialsTokenSource(
        credentials, transport=transport, timing=timing, observations=observations
    )


class StaticTokenSource:
    """Always the one token there is."""

    def __init__(self, credentials: StaticToken) -> None:
        self._access_token = credentials.access_token

    def get_token(self, *, deadline: Deadline) -> str:  # noqa: ARG002  (the protocol's)
        """The token of the settings."""
        return self._access_token

    def renew(self, *, refused: str, deadline: Deadline) -> str:  # noqa: ARG002  (the protocol's)
        """Nothing can be renewed: raises AuthenticationFailed."""
        message = "Shopify does not accept the access token (401)."
        raise AuthenticationFailed(message)


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    access_token: str
    renew_at: float
    ends_at: float


class ClientCredentialsTokenSource:
    """Keeps one token for all threads, and lets one thread renew it while the others use the old one or
    wait.
    """

    def __init__(
        self,
        credentials: ClientCredentials,
        *,
        transport: Connection,
        timing: Timing,
        observations: Observations,
    ) -> None:
        self._credentials = credentials
        self._observations = observations
        self._transport = transport
        self._timing = timing
        self._token: _Token | None = None
        self._renewing = threading.Lock()

    def get_token(self, *, deadline: Deadline) -> str:
        """The kept token, renewed when it is due.

        Raises AuthenticationFailed when Shopify refuses the credentials, Unavailable when it cannot be asked
        and the kept token has ended.
        """
        token, now = self._token, self._timing.monotonic()
        if token is None or now >= token.ends_at:
            return self._renewed(token, deadline=deadline)
        if now >= token.renew_at and self._renewing.acquire(blocking=False):
            try:
                self._renew_early(token, deadline=deadline)
            finally:
                self._renewing.release()
        return (self._token or token).access_token

    def renew(self, *, refused: str, deadline: Deadline) -> str:
        """A new token, unless another thread has replaced the refused one already."""
        token = self._token
        if token is not None and token.access_token != refused:
            return token.access_token
        return self._renewed(token, deadline=deadline)

    def _renew_early(self, token: _Token, *, deadline: Deadline) -> None:
        if self._token is not token:  # another thread was quicker
            return
        try:
            # A slow answer must not cost the shopper's time: the kept token still works.
            self._token = self._request_token(deadline=deadline.within(EARLY_RENEWAL_SECONDS))
        except ShopifyError as error:
            self._observations.note("the access token could not be renewed early", type(error).__name__)
            # Ask again a little later, not with every request.
            retry_at = self._timing.monotonic() + SHORTEST_RETRY
            self._token = _Token(token.access_token, renew_at=retry_at, ends_at=token.ends_at)

    def _renewed(self, replaced: _Token | None, *, deadline: Deadline) -> str:
        if not self._renewing.acquire(timeout=deadline.remaining()):
            message = "Shopify did not give an access token in time."
            raise Unavailable(message)
        try:
            if self._token is None or self._token is replaced:
                self._token = self._request_token(deadline=deadline)
            return self._token.access_token
        finally:
            self._renewing.release()

    def _request_token(self, *, deadline: Deadline) -> _Token:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
        }
        asked_at = self._timing.monotonic()
        reply = self._transport.post(
            TOKEN_PATH,
            body=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            deadline=deadline,
        )
        _raise_for_refused_credentials(reply)
        payload = find_object(parse_json(reply.body))
        access_token = find_text(payload.get("access_token"))
        if not access_token or not access_token.isascii() or not access_token.isprintable():
            where = "access_token"
            raise unexpected_shape(where)
        life = find_number(payload.get("expires_in"))
        if life is None or life <= 0:
            life = ASSUMED_LIFE
        return _Token(access_token, renew_at=asked_at + life * RENEW_AT, ends_at=asked_at + life)


def _raise_for_refused_credentials(reply: HttpReply) -> None:
    request_id = find_request_id(reply)
    # Shopify says these as JSON or as an HTML page; the word is in both.
    if reply.status in {400, 401, 403}:
        if b"app_not_installed" in reply.body:
            raise AuthenticationFailed("The app is not installed on this shop.", request_id=request_id)
        if b"shop_not_permitted" in reply.body:
            raise AuthenticationFailed(
                "The app and the shop do not belong to the same organisation.", request_id=request_id
            )
        raise AuthenticationFailed(
            f"Shopify does not accept the client id and secret ({reply.status}).", request_id=request_id
        )
    if reply.status == 404:
        raise Misconfigured("There is no shop under this domain (404).", request_id=request_id)
    raise_for_status(reply)
