"""The OpenAPI document, and a page made of it that needs no script and nothing from elsewhere."""

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from orders.api.service import api

STYLE = """
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { max-width: 48rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow-x: auto; padding: .75rem 1rem; border: 1px solid #8886; border-radius: .4rem; }
section { border-top: 1px solid #8886; padding-top: .5rem; margin-top: 2rem; }
dt { font-family: ui-monospace, monospace; margin-top: .5rem; } dd { margin: 0 0 0 1.25rem; }
"""
STYLE_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
POLICY: dict[str, list[str]] = {
    "default-src": [str(CSP.NONE)],
    "style-src": [STYLE_HASH],
    "frame-ancestors": [str(CSP.NONE)],
    "base-uri": [str(CSP.NONE)],
}


@require_safe
def document(_request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    answer = JsonResponse(_schema())
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@csp_override(POLICY)
@require_safe
def page(_request: HttpRequest) -> HttpResponse:
    """The same for people."""
    schema = _schema()
    context = {"info": schema["info"], "style": STYLE, "operations": _operations(schema)}
    return HttpResponse(render_to_string("api/docs.html", context))


@lru_cache(maxsize=1)
def _schema() -> dict[str, Any]:
    return dict(api.get_openapi_schema())


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "method": method.upper(),
            "path": path,
            "anchor": operation["operationId"],
            "summary": operation["summary"],
            "about": operation.get("description", ""),
            "parameters": operation.get("parameters", []),
            "fields": _fields(schema, _body(operation)),
            "example": _example(schema, _body(operation)),
            "answers": [
                (status, HTTPStatus(int(status)).phrase) for status in sorted(operation["responses"], key=int)
            ],
            "gives": _fields(schema, _good_answer(operation)),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _body(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    shape: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    return shape


def _good_answer(operation: dict[str, Any]) -> dict[str, Any]:
    good = next(
        answer for status, answer in operation["responses"].items() if int(status) < HTTPStatus.BAD_REQUEST
    )
    shape: dict[str, Any] = good["content"]["application/json"]["schema"]
    return shape


def _resolve(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    """The shape itself: what it refers to, or the first that it may be."""
    while True:
        if "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        elif "anyOf" in shape:
            shape = shape["anyOf"][0]
        else:
            return shape


def _fields(schema: dict[str, Any], shape: dict[str, Any], before: str = "") -> list[dict[str, Any]]:
    """All fields of a shape, those within others too, as `tracking.numbers[]`."""
    shape = _resolve(schema, shape)
    if shape.get("type") == "array":
        return _fields(schema, shape["items"], f"{before}[]")
    found: list[dict[str, Any]] = []
    for name, outer in shape.get("properties", {}).items():
        inner = _resolve(schema, outer)
        label = f"{before}.{name}" if before else name
        found.append(
            {
                "name": label,
                "kind": " | ".join(dict.fromkeys(_kinds(schema, outer))),
                "required": name in shape.get("required", []),
                "about": outer.get("description", ""),
            }
        )
        found += _fields(schema, inner, label)
    return found


def _kinds(schema: dict[str, Any], shape: dict[str, Any]) -> Iterator[str]:
    """What a field may be, null aside: its values where they are few, else the kinds of value."""
    if "anyOf" in shape:
        for each in shape["anyOf"]:
            yield from _kinds(schema, each)
        return
    inner = _resolve(schema, shape)
    if inner.get("type") != "null":
        yield from inner.get("enum") or [inner.get("format") or inner.get("type", "")]


SAMPLES = {"company": "DHL Express", "numbers": ["JD014600003828392837"], "sku": "MUG-1", "quantity": 2}


def _example(schema: dict[str, Any], shape: dict[str, Any]) -> str:
    """A body to begin with: what is required, and what is mostly sent."""
    return json.dumps(_sample(schema, shape, ""), indent=2) if shape else ""


def _sample(schema: dict[str, Any], shape: dict[str, Any], name: str) -> Any:
    shape = _resolve(schema, shape)
    if "examples" in shape:
        return shape["examples"][0]
    if name in SAMPLES:
        return SAMPLES[name]
    if "enum" in shape:
        return "IN_TRANSIT" if "IN_TRANSIT" in shape["enum"] else shape["enum"][0]
    if shape.get("type") == "array":
        return [_sample(schema, shape["items"], "")]
    if shape.get("type") == "boolean":
        return False
    wanted = {"tracking", "items", "sku", "quantity", "company", *shape.get("required", [])}
    return {
        field: _sample(schema, inner, field)
        for field, inner in shape.get("properties", {}).items()
        if field in wanted
    }
