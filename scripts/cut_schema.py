"""Cuts the part of Shopify's Admin schema that the tests' sandbox store answers.

    python scripts/cut_schema.py path/to/admin_2026-10.json.gz tests/sandbox/admin_2026-10.graphql

The input is an introspection result. The output holds names, types and argument defaults only: no descriptions, and
deprecations without their reasons. It is sorted, so the same input always gives the same bytes.
"""

import argparse
import gzip
import json
from collections.abc import Set
from pathlib import Path
from typing import Any, cast

from graphql import (
    DEFAULT_DEPRECATION_REASON,
    IntrospectionQuery,
    build_client_schema,
    lexicographic_sort_schema,
    print_schema,
)

type Json = dict[str, Any]

COMPOSITES_BY_SUBJECT = """
QueryRoot Mutation Node LegacyInteroperability DisplayableError PageInfo UserError Count Job
Order OrderConnection OrderEdge OrderCancellation OrderIdentifierInput
LineItem LineItemConnection LineItemEdge Image ImageTransformInput
MailingAddress Location LocationAddress LocationConnection LocationEdge
Fulfillment FulfillmentConnection FulfillmentEdge FulfillmentTrackingInfo FulfillmentService
FulfillmentOriginAddress FulfillmentEvent FulfillmentEventConnection FulfillmentEventEdge
FulfillmentLineItem FulfillmentLineItemConnection FulfillmentLineItemEdge
FulfillmentOrder FulfillmentOrderConnection FulfillmentOrderEdge FulfillmentOrderAssignedLocation
FulfillmentOrderLineItem FulfillmentOrderLineItemConnection FulfillmentOrderLineItemEdge
FulfillmentHold DeliveryMethod DeliveryMethodAdditionalInformation DeliveryBrandedPromise
Refund RefundConnection RefundEdge RefundLineItem RefundLineItemConnection RefundLineItemEdge
Return ReturnConnection ReturnEdge ReturnDecline ReturnReasonDefinition
ReturnLineItemType ReturnLineItemTypeConnection ReturnLineItemTypeEdge ReturnLineItem
UnverifiedReturnLineItem ReverseFulfillmentOrder ReverseFulfillmentOrderConnection
ReverseFulfillmentOrderEdge ReverseFulfillmentOrderLineItem ReverseFulfillmentOrderLineItemConnection
ReverseFulfillmentOrderLineItemEdge ReverseDelivery ReverseDeliveryConnection ReverseDeliveryEdge
ReverseDeliveryDeliverable ReverseDeliveryShippingDeliverable ReverseDeliveryTrackingV2
ReverseDeliveryLineItem ReverseDeliveryLineItemConnection ReverseDeliveryLineItemEdge
ShippingLine Shop ShopPlan Domain AppInstallation AccessScope ApiVersion
WebhookSubscription WebhookSubscriptionConnection WebhookSubscriptionEdge WebhookSubscriptionInput
WebhookSubscriptionCreatePayload WebhookSubscriptionUpdatePayload WebhookSubscriptionDeletePayload
FulfillmentInput FulfillmentOrderLineItemsInput FulfillmentOrderLineItemInput
FulfillmentOriginAddressInput FulfillmentTrackingInput FulfillmentEventInput
FulfillmentCreatePayload FulfillmentCancelPayload FulfillmentEventCreatePayload
FulfillmentTrackingInfoUpdatePayload
"""
COMPOSITES = frozenset(COMPOSITES_BY_SUBJECT.split())

# Where a type holds far more than a tracking page could ever ask for, only these of its fields are kept.
ONLY_FIELDS_OF = {
    "QueryRoot": """
        order orderByIdentifier orders ordersCount fulfillment fulfillmentOrder fulfillmentOrders return
        location locations shop currentAppInstallation publicApiVersions webhookSubscription
        webhookSubscriptions node nodes
        """,
    "Mutation": """
        fulfillmentCreate fulfillmentCancel fulfillmentEventCreate fulfillmentTrackingInfoUpdate
        webhookSubscriptionCreate webhookSubscriptionUpdate webhookSubscriptionDelete
        """,
    "Shop": """
        id name myshopifyDomain primaryDomain plan ianaTimezone timezoneAbbreviation timezoneOffset
        timezoneOffsetMinutes orderNumberFormatPrefix orderNumberFormatSuffix currencyCode contactEmail
        email url createdAt updatedAt
        """,
    "AppInstallation": "id accessScopes launchUrl",
}
ONLY_FIELDS = {name: frozenset(fields.split()) for name, fields in ONLY_FIELDS_OF.items()}

# Clients may name these in variables or fragments without any kept field using them.
ALWAYS_KEPT_LEAVES = frozenset({"Boolean", "Float", "ID", "Int", "String"})


def named_type(reference: Json) -> str:
    """The name under all the lists and non-nulls of a type reference."""
    while reference["ofType"]:
        reference = reference["ofType"]
    return str(reference["name"])


def pruned_arguments(arguments: list[Json], kept: Set[str]) -> list[Json]:
    """Arguments (or input fields) of kept types, without descriptions and reasons."""
    return [plain(argument) for argument in arguments if named_type(argument["type"]) in kept]


def plain(member: Json) -> Json:
    """The same member of a type, undescribed."""
    bare = {**member, "description": None}
    if bare.get("deprecationReason"):
        bare["deprecationReason"] = DEFAULT_DEPRECATION_REASON
    return bare


def pruned_type(type_: Json, kept: Set[str]) -> Json:
    """One type with only those members whose own types are kept."""
    only = ONLY_FIELDS.get(type_["name"])
    fields = [
        {**plain(field), "args": pruned_arguments(field["args"], kept)}
        for field in type_["fields"] or []
        if named_type(field["type"]) in kept and (only is None or field["name"] in only)
    ]
    return {
        **plain(type_),
        "fields": fields,
        "inputFields": pruned_arguments(type_["inputFields"] or [], kept),
        "interfaces": [ref for ref in type_["interfaces"] or [] if ref["name"] in kept],
        "possibleTypes": [ref for ref in type_["possibleTypes"] or [] if ref["name"] in kept],
        "enumValues": [plain(value) for value in type_["enumValues"] or []],
    }


def used_leaves(types: list[Json]) -> set[str]:
    """The names that fields, arguments and input fields of these types refer to."""
    members = [member for type_ in types for member in [*type_["fields"], *type_["inputFields"]]]
    arguments = [argument for member in members for argument in member.get("args", [])]
    return {named_type(member["type"]) for member in [*members, *arguments]}


def cut(introspection: Json) -> str:
    """The pruned schema as SDL. Raises KeyError when an allowed type is no longer in Shopify's schema."""
    schema = introspection.get("data", introspection)["__schema"]
    by_name = {type_["name"]: type_ for type_ in schema["types"]}
    missing = COMPOSITES - by_name.keys()
    if missing:
        raise KeyError(f"not in this schema: {', '.join(sorted(missing))}")
    leaves = {name for name, type_ in by_name.items() if type_["kind"] in ("SCALAR", "ENUM")}
    kept = COMPOSITES | leaves
    composites = [pruned_type(by_name[name], kept) for name in COMPOSITES]
    names = (used_leaves(composites) & leaves) | ALWAYS_KEPT_LEAVES
    pruned = {
        **schema,
        "description": None,
        "subscriptionType": None,
        "types": composites + [pruned_type(by_name[name], kept) for name in names if name in by_name],
        "directives": [
            {**plain(directive), "args": pruned_arguments(directive["args"], kept)}
            for directive in schema["directives"]
        ],
    }
    return (
        print_schema(
            lexicographic_sort_schema(build_client_schema(cast("IntrospectionQuery", {"__schema": pruned})))
        )
        + "\n"
    )


def cut_file(source: Path) -> str:
    """The pruned SDL of a gzipped introspection file."""
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        return cut(json.load(stream))


def main() -> None:
    """Read one file, write the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="a gzipped introspection result, admin_2026-10.json.gz")
    parser.add_argument("target", type=Path, help="the SDL file to write")
    arguments = parser.parse_args()
    arguments.target.write_text(cut_file(arguments.source), encoding="utf-8")


if __name__ == "__main__":
    main()
