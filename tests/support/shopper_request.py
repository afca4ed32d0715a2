"""A shopper's request, for tests that render templates without a server."""

from django.http import HttpRequest
from django.test import RequestFactory

from orders.branding import brands
from orders.branding.looks import LookName


def shopper_request(path: str = "/", *, brand: brands.Branding | None = None) -> HttpRequest:
    """A GET that carries its brand, so that no database is asked for it."""
    request = RequestFactory().get(path)
    request.brand = brand or brands.built_in(LookName.EDITORIAL)  # type: ignore[attr-defined]
    return request
