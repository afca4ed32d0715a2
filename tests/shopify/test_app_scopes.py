"""Which scopes let an app do what with fulfillment orders."""

import pytest

from orders.shopify.app_scopes import ACCEPT, FULFIL, may_fulfil, may_hold


@pytest.mark.parametrize("scope", FULFIL)
def test_each_of_the_three_scopes_lets_an_app_fulfil(scope: str) -> None:
    assert may_fulfil(["read_orders", scope])


def test_a_fulfillment_services_own_scope_lets_nothing_be_held() -> None:
    assert [may_hold([scope]) for scope in FULFIL] == [True, True, False]
    assert not may_hold(["read_orders", ACCEPT])


def test_without_any_of_them_nothing_may_be_done() -> None:
    assert not may_fulfil(["read_orders"])
    assert not may_hold([])
