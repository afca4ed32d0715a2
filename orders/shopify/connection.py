"""The way to Shopify: the transport, its failures told as Shopify's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Self

from orders.shopify.errors import Misconfigured, ReplyTooLarge, Unavailable
from orders.transport.deadline import Deadline
from orders.transport.errors import AnswerTooLarge, NoAnswer, UntrustedCertificate, UnusableAddress
from orders.transport.http import MAX_BODY_BYTES, HttpReply, Transport


class Connection:
    """Requests to one base address (`https://demo.myshopify.com`), from any number of threads.

    Raises Misconfigured for an address that is none and for a certificate that is not trusted, ReplyTooLarge,
    and Unavailable (transient) for every other failure on the way and once the deadline is over.
    """

    def __init__(self, *, base_url: str, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        with _as_shopifys():
            self._transport = Transport(partner="Shopify", base_url=base_url, max_body_bytes=max_body_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._transport.close()

    def post(self, path: str, *, body: bytes, headers: Mapping[str, str], deadline: Deadline) -> HttpReply:
        """Post the body to a path of the base address; `headers` say its type."""
        with _as_shopifys():
            return self._transport.post(path, body=body, headers=headers, deadline=deadline)

    def get(self, path: str, *, headers: Mapping[str, str], deadline: Deadline) -> HttpReply:
        """Fetch what is at a path of the base address; `headers` say what would be welcome."""
        with _as_shopifys():
            return self._transport.get(path, headers=headers, deadline=deadline)


@contextmanager
def _as_shopifys() -> Iterator[None]:
    try:
        yield
    except NoAnswer as error:
        raise Unavailable(str(error), transient=True) from error
    except AnswerTooLarge as error:
        raise ReplyTooLarge(str(error)) from error
    except UntrustedCertificate as error:
        raise Misconfigured(str(error)) from error
    except UnusableAddress as error:
        message = "The address of Shopify must look like https://your-store.myshopify.com."
        raise Misconfigured(message) from error
