"""Cuts the part of Shopify's Admin and Storefront schemas that the tests' sandbox store answers.

    python -m scripts.cut_schema path/to/folder tests/sandbox

The folder holds introspection results, one gzipped file each (`FILES`). The output holds names, types and argument
defaults only: no descriptions, and deprecations without their reasons. It is sorted, so the same input always gives
the same bytes.
"""

import argparse
import gzip
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass
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

ADMIN_COMPOSITES = """
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
FulfillmentOrderSupportedAction FulfillmentOrderHoldInput FulfillmentOrderHoldPayload FulfillmentOrderHoldUserError
FulfillmentOrderReleaseHoldPayload FulfillmentOrderReleaseHoldUserError
FulfillmentOrderMerchantRequest FulfillmentOrderMerchantRequestConnection FulfillmentOrderMerchantRequestEdge
IncomingRequestLineItemInput
FulfillmentOrderAcceptFulfillmentRequestPayload FulfillmentOrderRejectFulfillmentRequestPayload
FulfillmentOrderAcceptCancellationRequestPayload FulfillmentOrderRejectCancellationRequestPayload TagsAddPayload
MetafieldsSetInput MetafieldsSetPayload MetafieldsSetUserError Metafield
"""
STOREFRONT_COMPOSITES = """
QueryRoot ApiVersion Shop Brand BrandColors BrandColorGroup Domain ShopPolicy
Node Media MediaImage Image ImageTransformInput
"""

# Where a type holds far more than a tracking page could ever ask for, only these of its fields are kept.
ADMIN_ONLY_FIELDS = {
    "QueryRoot": """
        order orderByIdentifier orders ordersCount fulfillment fulfillmentOrder fulfillmentOrders return
        location locations shop currentAppInstallation publicApiVersions webhookSubscription
        webhookSubscriptions node nodes
        """,
    "Mutation": """
        fulfillmentCreate fulfillmentCancel fulfillmentEventCreate fulfillmentTrackingInfoUpdate
        fulfillmentOrderHold fulfillmentOrderReleaseHold fulfillmentOrderAcceptFulfillmentRequest
        fulfillmentOrderRejectFulfillmentRequest fulfillmentOrderAcceptCancellationRequest
        fulfillmentOrderRejectCancellationRequest
        tagsAdd metafieldsSet
        webhookSubscriptionCreate webhookSubscriptionUpdate webhookSubscriptionDelete
        """,
    "Shop": """
        id name myshopifyDomain primaryDomain plan ianaTimezone timezoneAbbreviation timezoneOffset
        timezoneOffsetMinutes orderNumberFormatPrefix orderNumberFormatSuffix currencyCode contactEmail
        email url createdAt updatedAt
        """,
    "AppInstallation": "id accessScopes launchUrl",
    "Metafield": "id legacyResourceId namespace key type value createdAt updatedAt",
}
STOREFRONT_ONLY_FIELDS = {
    "QueryRoot": "shop publicApiVersions",
    "Shop": """
        id name description brand primaryDomain contactInformation legalNotice privacyPolicy refundPolicy
        shippingPolicy termsOfSale termsOfService
        """,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is kept of one schema: these composite types, and of some of them only these fields."""

    composites: frozenset[str]
    only_fields: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, composites: str, only_fields: Mapping[str, str]) -> "Selection":
        """The selection from lists of names separated by blanks."""
        fields = {name: frozenset(names.split()) for name, names in only_fields.items()}
        return cls(frozenset(composites.split()), fields)


ADMIN = Selection.of(ADMIN_COMPOSITES, ADMIN_ONLY_FIELDS)
STOREFRONT = Selection.of(STOREFRONT_COMPOSITES, STOREFRONT_ONLY_FIELDS)

# The name of an introspection result, the name of what is cut from it, and how.
FILES = (
    ("admin_2026-10.json.gz", "admin_2026-10.graphql", ADMIN),
    ("storefront-graphql_2026-10.json.gz", "storefront_2026-10.graphql", STOREFRONT),
)

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


def pruned_type(type_: Json, kept: Set[str], selection: Selection) -> Json:
    """One type with only those members whose own types are kept."""
    only = selection.only_fields.get(type_["name"])
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


def whole_directives(directives: list[Json], kept: Set[str]) -> list[Json]:
    """The directives whose arguments are all of kept types; half of one would mean something else."""
    arguments = [(directive, pruned_arguments(directive["args"], kept)) for directive in directives]
    return [{**plain(each), "args": args} for each, args in arguments if len(args) == len(each["args"])]


def used_leaves(types: list[Json]) -> set[str]:
    """The names that fields, arguments and input fields of these types refer to."""
    members = [member for type_ in types for member in [*type_["fields"], *type_["inputFields"]]]
    arguments = [argument for member in members for argument in member.get("args", [])]
    return {named_type(member["type"]) for member in [*members, *arguments]}


def cut(introspection: Json, selection: Selection = ADMIN) -> str:
    """The pruned schema as SDL. Raises KeyError when an allowed type is no longer in Shopify's schema."""
    schema = introspection.get("data", introspection)["__schema"]
    by_name = {type_["name"]: type_ for type_ in schema["types"]}
    missing = selection.composites - by_name.keys()
    if missing:
        raise KeyError(f"not in this schema: {', '.join(sorted(missing))}")
    leaves = {name for name, type_ in by_name.items() if type_["kind"] in ("SCALAR", "ENUM")}
    kept = selection.composites | leaves
    composites = [pruned_type(by_name[name], kept, selection) for name in selection.composites]
    names = (used_leaves(composites) & leaves) | ALWAYS_KEPT_LEAVES
    pruned = {
        **schema,
        "description": None,
        "mutationType": schema["mutationType"] if "Mutation" in selection.composites else None,
        "subscriptionType": None,
        "types": composites
        + [pruned_type(by_name[name], kept, selection) for name in names if name in by_name],
        "directives": whole_directives(schema["directives"], selection.composites | names),
    }
    return (
        print_schema(
            lexicographic_sort_schema(build_client_schema(cast("IntrospectionQuery", {"__schema": pruned})))
        )
        + "\n"
    )


def cut_file(source: Path, selection: Selection = ADMIN) -> str:
    """The pruned SDL of a gzipped introspection file."""
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        return cut(json.load(stream), selection)


def main() -> None:
    """Read the files of one folder, write into the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("source", type=Path, help="the folder of the gzipped introspection results")
    parser.add_argument("target", type=Path, help="the folder for the SDL files")
    arguments = parser.parse_args()
    for name, cut_name, selection in FILES:
        sdl = cut_file(arguments.source / name, selection)
        (arguments.target / cut_name).write_text(sdl, encoding="utf-8")


if __name__ == "__main__":
    main()
