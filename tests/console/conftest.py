"""Staff of each role, and orders to find."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from orders.domain.order import Order
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from tests.sandbox import Sandbox
from tests.support.writable_shop import sandbox, shop

__all__ = ["sandbox", "shop"]

ANA = Contact(email="Ana.Garcia@Example.com", phone="+34 612 345 678")


@pytest.fixture(autouse=True)
def connected(shop: Sandbox) -> None:
    """What the app may change is asked by every page of an order; here somebody answers at once."""


@pytest.fixture
def sign_in(db: None) -> Callable[[str], Client]:
    """A browser in which somebody with this role has signed in; without a role, nobody has."""

    def signed_in(role: str) -> Client:
        client = Client()
        if role:
            user = User(username=role.lower(), is_staff=True)
            user.set_unusable_password()
            user.save()
            user.groups.add(Group.objects.get(name=role))
            client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def support(sign_in: Callable[[str], Client]) -> Client:
    """Somebody of the support staff."""
    return sign_in("Support")


def put(order: Order, *, at: float, contact: Contact = ANA) -> int:
    """Store an order as a fetch would; returns its key."""
    return store.put_if_newer(FetchedOrder(order=order, contact=contact, denied=frozenset()), fetched_at=at)
