"""JSON as untrusted data: what may come, and how to reach into it without being surprised."""

import json
from typing import NoReturn

from orders.shopify.errors import Unavailable

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type JsonObject = dict[str, Json]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def parse_json(body: bytes) -> Json:
    """The value in the body. Raises Unavailable when it is not JSON (NaN and endless nesting included)."""
    try:
        parsed: Json = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        problem = "Shopify's reply is not JSON."
    else:
        return parsed
    # Raised out here so that the body, which the JSON error quotes, does not travel with it.
    raise Unavailable(problem)


def unexpected_shape(where: str) -> Unavailable:
    """The error for a reply that lacks what cannot be done without; `where` names the field."""
    return Unavailable(f"Shopify's reply has an unexpected shape: {where}.")


def get_object(payload: Json, where: str) -> JsonObject:
    """The payload as a JSON object. Raises Unavailable otherwise."""
    if not isinstance(payload, dict):
        raise unexpected_shape(where)
    return payload


def get_list(payload: Json, where: str) -> list[Json]:
    """The payload as a JSON list. Raises Unavailable otherwise."""
    if not isinstance(payload, list):
        raise unexpected_shape(where)
    return payload


def find_object(payload: Json) -> JsonObject:
    """The payload if it is a JSON object, else an empty one."""
    return payload if isinstance(payload, dict) else {}


def find_list(payload: Json) -> list[Json]:
    """The payload if it is a JSON list, else an empty one."""
    return payload if isinstance(payload, list) else []


def find_text(payload: Json) -> str | None:
    """The payload if it is a string, else None."""
    return payload if isinstance(payload, str) else None


def find_number(payload: Json) -> float | None:
    """The payload as a finite number, else None. Shopify writes 2000 and 2000.0 alike; some write
    "2000.0".
    """
    if isinstance(payload, bool) or not isinstance(payload, int | float | str):
        return None
    try:
        number = float(payload)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None
