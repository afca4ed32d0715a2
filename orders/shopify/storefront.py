"""A shop's Storefront API, as far as its brand settings go (https://shopify.dev/docs/api/storefront).

It serves without a token what a visitor of the shop sees anyway, brand settings among it, unless the shop is behind a
password. There are two kinds of token, each with a header of its own. Nothing in a token says for sure of which kind
it is, so one that is refused is tried as the other kind, and then the shop is asked without any.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from orders.domain.safe_url import safe_image_url
from orders.shopify import operations
from orders.shopify.connection import Connection
from orders.shopify.errors import (
    AccessDenied,
    PictureRefused,
    ReplyTooLarge,
    ShopifyError,
    StorefrontLocked,
    Unavailable,
)
from orders.shopify.json_shapes import Json, parse_json
from orders.shopify.observations import Observations
from orders.shopify.operations import Operation
from orders.shopify.retrying import ask_until_answered
from orders.shopify.statuses import find_request_id, raise_for_status
from orders.shopify.storefront_brand import (
    CONTACT_INFORMATION,
    ShopBrand,
    brand_from_payload,
    policy_urls,
    read_shop,
)
from orders.transport.deadline import Deadline, Timing
from orders.transport.http import HttpReply

PRIVATE_HEADER: Final = "Shopify-Storefront-Private-Token"
PUBLIC_HEADER: Final = "X-Shopify-Storefront-Access-Token"
PICTURE_SIZE: Final = 800
"""The most that is asked for of a bitmap, in pixels; drawings come as they are."""
MOST_PICTURE_BYTES: Final = 2_000_000
# What a browser says makes Shopify's CDN convert pictures; these come as they were uploaded.
WELCOME_PICTURES: Final = "image/svg+xml, image/png, image/jpeg;q=0.9, image/gif;q=0.8, image/webp;q=0.7"
_REFUSALS: Final = frozenset({401, 403})


class Admission(StrEnum):
    """As whom the shop was read."""

    PRIVATE_TOKEN = "with the private token"  # noqa: S105  (words, not a token)
    PUBLIC_TOKEN = "with the public token"  # noqa: S105
    NO_TOKEN = "without a token"  # noqa: S105
    TOKEN_REFUSED = "without a token, because SHOPIFY_STOREFRONT_TOKEN is refused"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Way:
    """One way to be let in."""

    admission: Admission
    headers: Mapping[str, str]


class Storefront:
    """Reads one shop's brand settings and its pictures.

    `url` is where the shop is reached. `token` is private, public or empty. `picture_hosts` are the origins that
    pictures may be fetched from; the shop's own is one of them. Every call ends with its deadline and raises a
    ShopifyError when it cannot give what it says.
    """

    def __init__(
        self,
        *,
        url: str,
        api_version: str,
        token: str = "",
        picture_hosts: Collection[str] = (),
        timing: Timing | None = None,
    ) -> None:
        self.observations = Observations()
        self.admission: Admission | None = None
        """As whom the shop let itself be read; None before it did."""
        self._transport = Connection(base_url=url)
        self._path = f"/api/{api_version}/graphql.json"
        self._ways = _ways(token)
        self._picture_hosts = (*picture_hosts, url)
        self._timing = timing or Timing()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._transport.close()

    def read_brand(self, *, deadline: Deadline) -> ShopBrand:
        """The brand settings, and the addresses of the shop's policies.

        Raises a ShopifyError when nothing at all could be read; what is missing in part is in `refused`.
        """
        brand = self._ask(
            operations.SHOP_BRAND, {"pictureSize": PICTURE_SIZE}, read=brand_from_payload, deadline=deadline
        )
        # Asked by itself, because an older API version may not know it and would refuse the whole query.
        try:
            shop, refused = self._ask(operations.CONTACT_INFORMATION, {}, read=read_shop, deadline=deadline)
        except ShopifyError as error:
            return replace(brand, refused={**brand.refused, CONTACT_INFORMATION: error})
        urls = {**brand.policy_urls, **policy_urls(shop, (CONTACT_INFORMATION,))}
        return replace(brand, policy_urls=urls, refused={**refused, **brand.refused})

    def fetch_picture(self, url: str, *, deadline: Deadline) -> bytes:
        """The bytes at this address, at most `MOST_PICTURE_BYTES`. Nobody has looked yet whether they are a picture.

        Raises PictureRefused for another host than those allowed, for a redirect, and for what is not there.
        """
        if safe_image_url(url, allowed_hosts=self._picture_hosts) is None:
            raise PictureRefused("Its address is on none of the hosts that pictures may come from.")
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        base_url = f"{parts.scheme}://{parts.netloc}"
        with Connection(base_url=base_url, max_body_bytes=MOST_PICTURE_BYTES) as transport:
            return ask_until_answered(
                lambda: _fetch(transport, path, deadline=deadline), timing=self._timing, deadline=deadline
            )

    def _ask[Read](
        self,
        operation: Operation,
        variables: Mapping[str, int],
        *,
        read: Callable[[Json, Observations], Read],
        deadline: Deadline,
    ) -> Read:
        body = json.dumps(
            {"query": operation.text, "variables": dict(variables), "operationName": operation.name}
        ).encode()
        return ask_until_answered(
            lambda: self._read(body, read=read, deadline=deadline),
            timing=self._timing,
            deadline=deadline,
        )

    def _read[Read](
        self, body: bytes, *, read: Callable[[Json, Observations], Read], deadline: Deadline
    ) -> Read:
        reply, admission = self._post(body, deadline=deadline)
        _raise_for_storefront_status(reply)
        answer = read(parse_json(reply.body), self.observations)
        self.admission = admission
        return answer

    def _post(self, body: bytes, *, deadline: Deadline) -> tuple[HttpReply, Admission]:
        """The reply to the first way that is not refused, or to the last; those that were are not tried again."""
        while True:
            way = self._ways[0]
            headers = {"Content-Type": "application/json", **way.headers}
            reply = self._transport.post(self._path, body=body, headers=headers, deadline=deadline)
            if reply.status not in _REFUSALS or len(self._ways) == 1:
                return reply, way.admission
            self._ways = self._ways[1:]


def _ways(token: str) -> list[_Way]:
    """The ways to be let in, the likeliest first."""
    if not token:
        return [_Way(admission=Admission.NO_TOKEN, headers={})]
    with_token = [
        _Way(admission=Admission.PUBLIC_TOKEN, headers={PUBLIC_HEADER: token}),
        _Way(admission=Admission.PRIVATE_TOKEN, headers={PRIVATE_HEADER: token}),
    ]
    if token.startswith("shp"):  # as private ones do at present; a wrong guess costs one request
        with_token.reverse()
    return [*with_token, _Way(admission=Admission.TOKEN_REFUSED, headers={})]


def _raise_for_storefront_status(reply: HttpReply) -> None:
    request_id = find_request_id(reply)
    if reply.status in _REFUSALS:
        message = f"Shopify does not let its Storefront API be read without a token ({reply.status})."
        raise AccessDenied(message, field="Storefront API", request_id=request_id)
    if reply.status == 400 and b"channel is locked" in reply.body:
        message = "The online store is behind a password, so its Storefront API answers only with a token."
        raise StorefrontLocked(message, request_id=request_id)
    raise_for_status(reply)


def _fetch(transport: Connection, path: str, *, deadline: Deadline) -> bytes:
    try:
        reply = transport.get(path, headers={"Accept": WELCOME_PICTURES}, deadline=deadline)
    except ReplyTooLarge as error:
        raise PictureRefused("The file is larger than 2 MB.") from error
    if reply.status == 429 or reply.status >= 500:
        raise Unavailable(
            f"The server of the picture has a fault of its own ({reply.status}).", transient=True
        )
    if 300 <= reply.status < 400:
        raise PictureRefused(f"Its address leads elsewhere ({reply.status}), and is not followed.")
    if reply.status != 200:
        raise PictureRefused(f"There is nothing at its address ({reply.status}).")
    return reply.body
