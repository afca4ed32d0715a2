"""A GraphQL reply read: the data, what was denied beside it, and errors told apart.

Shopify answers most failures with HTTP 200 and an `errors` list, often with data beside it. A denied
nullable field is null and has one error per node, up to a limit; a denied non-null field makes its parent
null.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from orders.shopify.errors import AccessDenied, QueryRefused, ShopClosed, ShopifyError, Unavailable
from orders.shopify.json_shapes import (
    Json,
    JsonObject,
    find_list,
    find_object,
    find_text,
    get_list,
    get_object,
    unexpected_shape,
)
from orders.shopify.statuses import SHOP_CLOSED_RETRY_AFTER
from orders.shopify.text import clean_text, is_enum_value
from orders.shopify.throttle import QueryCost, cost_from_payload, seconds_to_refill, throttled

SPARE_FIELDS = frozenset(
    {
        *("email", "phone", "shippingAddress", "city", "countryCodeV2", "countryCode", "country"),
        *("province", "provinceCode"),
        *("timeZone", "customerLocale"),
        *("image", "url", "altText", "variantTitle", "message", "presentedName", "company", "number"),
        "location",
    }
)
"""Fields that a page can do without. An error at any other field may hide a fact, so its data is not
believed.
"""

_DENIED_FIELD = re.compile(
    r"(?:denied for|use the|access the) `?([A-Za-z][A-Za-z0-9]{0,63})`?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLError:
    """One entry of `errors`. `path` holds the names of its path, outermost first, without the places in lists; `field`
    is the last of them, or the one its message names.
    """

    message: str
    code: str | None
    path: tuple[str, ...]
    field: str | None
    required: str | None

    @property
    def is_denial(self) -> bool:
        """A missing scope or approval; some of these come without a code."""
        return (
            self.code == "ACCESS_DENIED"
            or "not approved to" in self.message
            or self.message.startswith("Access denied for")
        )

    @property
    def is_truncation(self) -> bool:
        """The note that there were too many errors to list; it says nothing new itself."""
        return self.code is None and self.message.startswith("Too many execution errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchWarning:
    """A filter that Shopify ignored; `field` is None unless it is one of ours."""

    field: str | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GraphQLReply:
    """The answer to one operation: `root` is what stands under its root field, never an error's half
    answer.
    """

    root: Json
    denied: frozenset[str]
    cost: QueryCost
    search_warnings: tuple[SearchWarning, ...]


def cost_of_reply(payload: Json) -> QueryCost:
    """What a reply says of cost and bucket, be it an answer or a refusal."""
    return cost_from_payload(_extensions(payload).get("cost"))


def read_reply(payload: Json, *, root: str) -> GraphQLReply:
    """Read the JSON of a reply of status 200.

    Raises Throttled, ShopClosed, Unavailable, AccessDenied or QueryRefused, told apart as `errors` says.
    """
    fields = get_object(payload, "the whole reply")
    cost = cost_of_reply(fields)
    errors = errors_from_payload(fields.get("errors"))
    raise_for_refusal(errors, cost=cost)
    value, denied = _read_data(fields.get("data"), errors=errors, root=root)
    warnings = _search_warnings(_extensions(fields).get("search"))
    return GraphQLReply(root=value, denied=denied, cost=cost, search_warnings=warnings)


def _extensions(payload: Json) -> JsonObject:
    return find_object(find_object(payload).get("extensions"))


def errors_from_payload(payload: Json) -> list[GraphQLError]:
    """The `errors` of a reply; none when there are none. Raises Unavailable when they are no list of objects."""
    if payload is None:
        return []
    return [_error_from_payload(error) for error in get_list(payload, "errors")]


def _error_from_payload(payload: Json) -> GraphQLError:
    error = get_object(payload, "errors")
    extensions = find_object(error.get("extensions"))
    message = find_text(error.get("message")) or ""
    code = find_text(extensions.get("code"))
    required = clean_text(find_text(extensions.get("requiredAccess")) or "", limit=300)
    names = find_list(error.get("path"))
    path = tuple(name for name in names if isinstance(name, str) and is_enum_value(name))
    return GraphQLError(
        message=message, code=code, path=path, field=_field_of_error(path, message), required=required
    )


def _field_of_error(path: tuple[str, ...], message: str) -> str | None:
    if path:
        return path[-1]
    named = _DENIED_FIELD.search(message)
    return named.group(1) if named else None


def raise_for_refusal(errors: Iterable[GraphQLError], *, cost: QueryCost) -> None:
    """Errors that void the whole reply, whatever data stands beside them."""
    for error in errors:
        match error.code:
            case "THROTTLED":
                raise throttled(seconds_to_refill(cost))
            case "MAX_COST_EXCEEDED":
                message = "The query costs more than Shopify allows for one query."
                raise QueryRefused(message)
            case "SHOP_INACTIVE":
                message = "The shop is not active."
                raise ShopClosed(message, retry_after=SHOP_CLOSED_RETRY_AFTER)
            case "INTERNAL_SERVER_ERROR":
                message = "Shopify has a fault of its own (INTERNAL_SERVER_ERROR)."
                raise Unavailable(message, transient=True)
            case _:
                continue


def _read_data(data: Json, *, errors: list[GraphQLError], root: str) -> tuple[Json, frozenset[str]]:
    denials = [error for error in errors if error.is_denial]
    value = find_object(data).get(root)
    for error in denials:
        if value is None or error.field not in SPARE_FIELDS:
            raise _access_denied(error)
    for error in errors:
        if not (
            error.is_denial or error.is_truncation or (value is not None and error.field in SPARE_FIELDS)
        ):
            raise _other_error(error, has_data=isinstance(data, dict))
    if not isinstance(data, dict) or root not in data:
        raise unexpected_shape(root)
    return value, frozenset(error.field for error in denials if error.field)


def _access_denied(error: GraphQLError) -> AccessDenied:
    field = error.field or "the shop's data"
    return AccessDenied(f"The app may not read {field}.", field=field, required=error.required)


def _other_error(error: GraphQLError, *, has_data: bool) -> ShopifyError:
    code = error.code if error.code and is_enum_value(error.code) else "no code"
    if has_data:  # the query was valid, but running it failed somewhere
        return Unavailable(f"Shopify could not answer a part of the query ({code}).", transient=True)
    # Shopify's own sentence may quote what was asked, so it is not repeated.
    return QueryRefused(f"Shopify refuses the query ({code}).")


def _search_warnings(search: Json) -> tuple[SearchWarning, ...]:
    warnings: list[SearchWarning] = []
    for part in find_list(search):
        for warning in find_list(find_object(part).get("warnings")):
            field = find_text(find_object(warning).get("field"))
            ours = field if field in {"name", "confirmation_number"} else None
            warnings.append(SearchWarning(field=ours))
    return tuple(warnings)
