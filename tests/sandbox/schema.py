"""The executable schemas: Shopify's own, cut down by `scripts/cut_schema.py`."""

from functools import cache
from pathlib import Path

from graphql import GraphQLEnumType, GraphQLSchema, build_schema

SCHEMA_PATH = Path(__file__).with_name("admin_2026-10.graphql")
STOREFRONT_SCHEMA_PATH = Path(__file__).with_name("storefront_2026-10.graphql")


@cache
def load_schema() -> GraphQLSchema:
    """The cut schema exactly as Shopify declares it; for validating queries."""
    return build_schema(SCHEMA_PATH.read_text(encoding="utf-8"))


@cache
def load_serving_schema() -> GraphQLSchema:
    """The same schema, except that enums let unknown values through, as a newer Shopify would."""
    schema = build_schema(SCHEMA_PATH.read_text(encoding="utf-8"))
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLEnumType) and not type_.name.startswith("__"):
            type_.coerce_output_value = _unchanged  # type: ignore[method-assign]
    return schema


@cache
def load_storefront_schema() -> GraphQLSchema:
    """The cut Storefront schema exactly as Shopify declares it."""
    return build_schema(STOREFRONT_SCHEMA_PATH.read_text(encoding="utf-8"))


def _unchanged(output_value: object) -> str:
    return str(output_value)
