"""Locations that the shop has given another name.

Stored orders know places by name alone, for a location's id needs a scope that no shopper's page should need. So a
token keeps every name its location has had, and until when.
"""

from django.db import transaction

from orders.api.models import ApiToken
from orders.asking import breaker, gateway
from orders.shopify.errors import AccessDenied, QueryRefused
from orders.transport.deadline import Deadline

ASK_SECONDS = 15.0
MOST_KEPT = 20


def note_renamed(*, now: float) -> None:
    """Ask the shop how the locations of tokens in use are called now. Raises a ShopifyError where it cannot say."""
    tokens = list(ApiToken.objects.filter(revoked_at=None, expires_at__gt=now))
    if not tokens:
        return
    client = gateway.background_client()
    try:
        places = breaker.ask(lambda: client.read_locations(deadline=Deadline.after(ASK_SECONDS)))
    except (AccessDenied, QueryRefused):
        return
    names = {place.id: place.name for place in places}
    for token in tokens:
        name = names.get(token.location_id)
        if name and name != token.location_name:
            _rename(token.pk, name, now=now)


def is_its(token: ApiToken, name: str | None, *, fetched_at: float) -> bool:
    """Whether the token's location was called so when an order was fetched."""
    if name == token.location_name:
        return True
    return fetched_at <= float(token.former_names.get(name, 0))


def _rename(pk: int, name: str, *, now: float) -> None:
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().get(pk=pk)
        former = token.former_names | {token.location_name: now}
        former.pop(name, None)
        latest = sorted(former.items(), key=lambda item: -item[1])[:MOST_KEPT]
        token.former_names, token.location_name = dict(latest), name
        token.save(update_fields=["former_names", "location_name"])
