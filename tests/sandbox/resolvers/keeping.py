"""What an app keeps on an order: tags and metafields."""

from typing import Any

from tests.sandbox.parts import MetafieldRecord
from tests.sandbox.records import OrderRecord
from tests.sandbox.resolvers.registry import Args, Context, Payload, legacy_resource_id, resolves, user_error

LONGEST_TAG = 40
MOST_METAFIELDS = 25


@resolves("Mutation.tagsAdd")
def tags_add(_root: object, args: Args, context: Context) -> Payload:
    """Of orders only; the store has nothing else with tags."""
    order = _find_order(context, args["id"])
    if order is None:
        return {"node": None, "userErrors": user_error("Order does not exist", "id")}
    if any(len(tag) > LONGEST_TAG for tag in args["tags"]):
        message = f"Tag is too long (maximum is {LONGEST_TAG} characters)"
        return {"node": None, "userErrors": user_error(message, "tags")}
    context.state.add_tags(order, args["tags"])
    return {"node": order, "userErrors": []}


@resolves("Mutation.metafieldsSet")
def metafields_set(_root: object, args: Args, context: Context) -> Payload:
    """All of them or none."""
    wanted: list[dict[str, Any]] = args["metafields"]
    if len(wanted) > MOST_METAFIELDS:
        return _refused("Exceeded the maximum metafields input limit of 25.", "LESS_THAN_OR_EQUAL_TO")
    state = context.state
    made: list[MetafieldRecord] = []
    orders = [_find_order(context, each["ownerId"]) for each in wanted]
    if None in orders:
        return _refused("Owner does not exist.", "INVALID")
    for order, each in zip(orders, wanted, strict=True):
        assert order is not None
        now = state.clock.now()
        record = MetafieldRecord(
            id=order.next_id("Metafield"),
            namespace=each.get("namespace") or "app",
            key=each["key"],
            type=each.get("type") or "single_line_text_field",
            value=each["value"],
            created_at=now,
            updated_at=now,
        )
        state.set_metafield(order, record)
        made.append(record)
    return {"metafields": made, "userErrors": []}


@resolves("Metafield.legacyResourceId")
def metafield_legacy_id(record: MetafieldRecord, _args: Args, _context: Context) -> str:
    """The number of the GID."""
    return legacy_resource_id(record.id)


def _refused(message: str, code: str) -> Payload:
    error = {"code": code, "elementIndex": 0, "field": ["metafields"], "message": message}
    return {"metafields": None, "userErrors": [error]}


def _find_order(context: Context, gid: str) -> OrderRecord | None:
    return context.state.visible_order(gid, all_orders=context.all_orders)
