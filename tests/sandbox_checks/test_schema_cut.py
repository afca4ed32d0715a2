"""The cut schema is what the script makes of Shopify's."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, build_client_schema, parse, validate

from scripts.cut_schema import ADMIN, FILES, STOREFRONT, Selection, cut, cut_file
from tests.sandbox.schema import SCHEMA_PATH, load_schema, load_storefront_schema

FOLDER = Path(os.environ.get("SHOPIFY_SCHEMA_DIR") or Path(__file__).parents[3] / "shared" / "shopify-schema")
FULL_SCHEMA = FOLDER / "admin_2026-10.json.gz"

needs_full_schema = pytest.mark.skipif(not FULL_SCHEMA.exists(), reason="Shopify's full schema is not here")


@pytest.fixture(scope="module")
def introspection() -> Any:
    with gzip.open(FULL_SCHEMA, "rt", encoding="utf-8") as stream:
        return json.load(stream)


@needs_full_schema
@pytest.mark.parametrize(("full", "cut_name", "selection"), FILES, ids=lambda value: str(value)[:10])
def test_it_is_what_the_script_cuts_from_the_full_schema(
    full: str, cut_name: str, selection: Selection
) -> None:
    assert cut_file(FOLDER / full, selection) == (SCHEMA_PATH.parent / cut_name).read_text(encoding="utf-8")


@needs_full_schema
def test_it_keeps_every_value_of_an_enum(introspection: Any) -> None:
    full = build_client_schema(introspection.get("data", introspection), assume_valid=True)
    for name, type_ in load_schema().type_map.items():
        if isinstance(type_, GraphQLEnumType) and not name.startswith("__"):
            original = full.type_map[name]
            assert isinstance(original, GraphQLEnumType)
            assert type_.values.keys() == original.values.keys()


@needs_full_schema
def test_it_says_so_when_an_allowed_type_has_gone(introspection: Any) -> None:
    schema = introspection.get("data", introspection)["__schema"]
    without = {
        "__schema": {**schema, "types": [each for each in schema["types"] if each["name"] != "Refund"]}
    }
    with pytest.raises(KeyError, match="Refund"):
        cut(without)


def test_it_holds_every_type_of_the_allow_list() -> None:
    assert load_schema().type_map.keys() >= ADMIN.composites
    assert load_storefront_schema().type_map.keys() >= STOREFRONT.composites


def test_it_keeps_argument_defaults() -> None:
    order = load_schema().type_map["Order"]
    assert isinstance(order, GraphQLObjectType)
    assert "displayable: Boolean = false" in SCHEMA_PATH.read_text(encoding="utf-8")


def test_it_describes_nothing() -> None:
    for _, cut_name, _ in FILES:
        assert '"""' not in (SCHEMA_PATH.parent / cut_name).read_text(encoding="utf-8")


@pytest.mark.parametrize("field", ["customer { id }", "totalPriceSet { shopMoney { amount } }"])
def test_it_leaves_out_what_a_tracking_page_must_not_ask_for(field: str) -> None:
    assert validate(load_schema(), parse(f'{{ order(id: "1") {{ {field} }} }}'))
