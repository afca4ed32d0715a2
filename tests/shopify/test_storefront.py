"""The shop's brand settings over a real socket: tokens, what is denied, what is missing, and what cannot be so."""

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, OperationDefinitionNode, build_client_schema, parse, validate

from orders.shopify import operations
from orders.shopify.errors import (
    AccessDenied,
    Misconfigured,
    PictureRefused,
    QueryRefused,
    ShopClosed,
    ShopifyError,
    StorefrontLocked,
    Throttled,
    Unavailable,
)
from orders.shopify.operations import STOREFRONT, Operation
from orders.shopify.storefront import PRIVATE_HEADER, PUBLIC_HEADER, Admission, Storefront
from orders.shopify.storefront_brand import ColorGroup
from orders.transport.deadline import Deadline
from tests.sandbox.cost import MAX_QUERY_COST, requested_cost
from tests.sandbox.schema import load_storefront_schema
from tests.shopify.fake_time import FakeTime
from tests.support.scripted_server import DROPPED, Answer, ScriptedServer, data_answer, json_answer

BRAND, CONTACT = "ShopBrand", "ContactInformation"
PRIVATE, PUBLIC = "shpat_0123456789abcdef", "0123456789abcdef0123456789abcdef"
REFUSED = json_answer({"errors": [{"message": "", "extensions": {"code": "UNAUTHORIZED"}}]}, status=401)
LOCKED = json_answer(
    {"errors": [{"message": "Online Store channel is locked.", "extensions": {"code": "BAD_REQUEST"}}]},
    status=400,
)
SCHEMA_DIR = Path(
    os.environ.get("SHOPIFY_SCHEMA_DIR")
    or Path(__file__).resolve().parents[3].joinpath("shared", "shopify-schema")
)

type StorefrontMaker = Callable[..., Storefront]


def shop(**changes: Any) -> dict[str, Any]:
    """A shop that has said everything."""
    full = {
        "name": "Casa Lumbre",
        "primaryDomain": {"url": "https://casalumbre.example"},
        "brand": {
            "slogan": "Hecho a mano",
            "shortDescription": "Cerámica y luz.",
            "logo": {"image": {"url": "https://cdn.shopify.com/logo.svg"}},
            "squareLogo": {"image": {"url": "https://cdn.shopify.com/square.png"}},
            "colors": {
                "primary": [{"background": "#9C3D1F", "foreground": "#FFFFFF"}],
                "secondary": [{"background": "#F7F0E6", "foreground": None}],
            },
        },
        "refundPolicy": {"url": "https://casalumbre.example/policies/refund-policy"},
        "shippingPolicy": None,
        "privacyPolicy": {"url": "https://casalumbre.example/policies/privacy-policy"},
        "termsOfService": None,
    }
    return {**full, **changes}


def answered(payload: dict[str, Any] | None = None, **extra: Any) -> Answer:
    return data_answer({"shop": payload or shop()}, **extra)


def error_at(*path: str | int, code: str | None = "ACCESS_DENIED", **extensions: str) -> dict[str, Any]:
    message = f"Access denied for {path[-1]} field." if code == "ACCESS_DENIED" else "Something."
    return {"message": message, "path": list(path), "extensions": {"code": code, **extensions}}


@pytest.fixture
def make_storefront(server: ScriptedServer, clock: FakeTime) -> Iterator[StorefrontMaker]:
    """Readers of the scripted server whose waits cost no time."""
    made: list[Storefront] = []
    server.answer(CONTACT, data_answer({"shop": {"contactInformation": None}}))

    def make(**options: Any) -> Storefront:
        storefront = Storefront(url=server.url, api_version="2026-10", timing=clock.timing, **options)
        made.append(storefront)
        return storefront

    yield make
    for storefront in made:
        storefront.close()


# What is read -------------------------------------------------------------------------------------------------------


def test_everything_the_shop_has_said_is_read(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered())
    brand = make_storefront().read_brand(deadline=deadline)
    assert (brand.name, brand.slogan, brand.short_description) == (
        "Casa Lumbre",
        "Hecho a mano",
        "Cerámica y luz.",
    )
    assert brand.shop_url == "https://casalumbre.example"
    assert brand.logo_url == "https://cdn.shopify.com/logo.svg"
    assert brand.square_logo_url == "https://cdn.shopify.com/square.png"
    assert brand.primary_colors == (ColorGroup(background="#9C3D1F", foreground="#FFFFFF"),)
    assert brand.secondary_colors == (ColorGroup(background="#F7F0E6", foreground=None),)
    assert brand.policy_urls == {
        "refundPolicy": "https://casalumbre.example/policies/refund-policy",
        "privacyPolicy": "https://casalumbre.example/policies/privacy-policy",
    }
    assert brand.has_settings
    assert brand.refused == {}


def test_the_contact_page_is_asked_for_by_itself() -> None:
    with ScriptedServer() as server:
        server.answer(BRAND, answered())
        server.answer(
            CONTACT, answered({"contactInformation": {"url": "https://casalumbre.example/contact"}})
        )
        storefront = Storefront(url=server.url, api_version="2026-10")
        brand = storefront.read_brand(deadline=Deadline.after(5))
        storefront.close()
    assert brand.policy_urls["contactInformation"] == "https://casalumbre.example/contact"


def test_a_version_that_does_not_know_the_contact_page_costs_only_that(clock: FakeTime) -> None:
    with ScriptedServer() as server:
        server.answer(BRAND, answered())
        server.answer(CONTACT, json_answer({"errors": [{"message": "Field doesn't exist on type 'Shop'"}]}))
        storefront = Storefront(url=server.url, api_version="2026-01", timing=clock.timing)
        brand = storefront.read_brand(deadline=Deadline.after(10, monotonic=clock.monotonic))
        storefront.close()
    assert brand.name == "Casa Lumbre"
    assert isinstance(brand.refused["contactInformation"], QueryRefused)


def test_a_shop_without_brand_settings_has_a_name(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(shop(brand=None, primaryDomain=None)))
    brand = make_storefront().read_brand(deadline=deadline)
    assert (brand.name, brand.has_settings, brand.logo_url, brand.shop_url) == (
        "Casa Lumbre",
        False,
        None,
        None,
    )


NOTHINGS: dict[str, Any] = {
    "null": None,
    "empty": {},
    "a list": [],
    "text": "yes",
    "a number": 7,
    "nulls inside": {
        "slogan": None,
        "shortDescription": None,
        "logo": None,
        "squareLogo": None,
        "colors": None,
    },
    "nulls deeper": {
        "logo": {"image": None},
        "squareLogo": {"image": {"url": None}},
        "colors": {"primary": None, "secondary": None},
    },
    "wrong things inside": {"slogan": 3, "logo": "x", "squareLogo": {"image": {"url": 4}}, "colors": [1]},
    "wrong things deeper": {"colors": {"primary": [None, 1, {"background": 3}], "secondary": "red"}},
}


@pytest.mark.parametrize("brand", NOTHINGS.values(), ids=NOTHINGS.keys())
def test_settings_that_say_nothing_give_nothing(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline, brand: Any
) -> None:
    server.answer(BRAND, answered(shop(brand=brand)))
    read = make_storefront().read_brand(deadline=deadline)
    assert read.name == "Casa Lumbre"
    assert (read.slogan, read.logo_url, read.square_logo_url) == (None, None, None)
    assert not [group for group in read.primary_colors if group.background or group.foreground]


def test_text_is_cleaned_and_cut(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(shop(name="Casa\n\u202eLumbre\x00", brand={"slogan": "x" * 9000})))
    brand = make_storefront().read_brand(deadline=deadline)
    assert brand.name == "Casa Lumbre"
    assert len(brand.slogan or "") == 255


def test_an_address_with_something_unseen_in_it_is_not_taken(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(shop(refundPolicy={"url": "https://a.example/\u202ex"})))
    assert "refundPolicy" not in make_storefront().read_brand(deadline=deadline).policy_urls


# What is denied -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (("shop", "brand", "logo"), "logo"),
        (("shop", "brand", "squareLogo", "image", "url"), "squareLogo"),
        (("shop", "brand", "colors", "primary", 0, "background"), "colors"),
        (("shop", "brand"), "brand"),
        (("shop", "refundPolicy", "url"), "refundPolicy"),
        (("shop",), "shop"),
    ],
)
def test_what_is_denied_costs_that_part_only(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    path: tuple[str | int, ...],
    part: str,
) -> None:
    server.answer(BRAND, answered(errors=[error_at(*path, requiredAccess="`unauthenticated_read_content`")]))
    brand = make_storefront().read_brand(deadline=deadline)
    refusal = brand.refused[part]
    assert isinstance(refusal, AccessDenied)
    assert refusal.required == "`unauthenticated_read_content`"
    assert brand.slogan == "Hecho a mano"


def test_a_denied_part_that_may_not_be_null_takes_the_settings_along(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(shop(brand=None), errors=[error_at("shop", "brand", "colors")]))
    brand = make_storefront().read_brand(deadline=deadline)
    assert brand.refused.keys() == {"brand"}
    assert "colors" in str(brand.refused["brand"])


def test_a_denial_without_a_path_is_known_by_its_words(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(errors=[{"message": "Access denied for slogan field."}]))
    assert make_storefront().read_brand(deadline=deadline).refused.keys() == {"slogan"}


def test_a_part_that_fails_there_costs_that_part_only(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered(errors=[error_at("shop", "brand", "logo", code="INTERNAL_SERVER_ERROR")]))
    brand = make_storefront().read_brand(deadline=deadline)
    assert isinstance(brand.refused["logo"], Unavailable)


def test_a_denied_shop_is_an_error(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, data_answer({"shop": None}, errors=[error_at("shop")]))
    with pytest.raises(AccessDenied):
        make_storefront().read_brand(deadline=deadline)


# Tokens -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "header", "admission"),
    [
        (PRIVATE, PRIVATE_HEADER, Admission.PRIVATE_TOKEN),
        (PUBLIC, PUBLIC_HEADER, Admission.PUBLIC_TOKEN),
    ],
)
def test_a_token_is_sent_in_the_header_of_its_likelier_kind(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    token: str,
    header: str,
    admission: Admission,
) -> None:
    server.answer(BRAND, answered())
    storefront = make_storefront(token=token)
    storefront.read_brand(deadline=deadline)
    assert storefront.admission is admission
    for received in server.received:
        assert received.headers[header.lower()] == token
        assert len({PRIVATE_HEADER.lower(), PUBLIC_HEADER.lower()} & received.headers.keys()) == 1


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("token", "header"), [(PRIVATE, PUBLIC_HEADER), (PUBLIC, PRIVATE_HEADER)], ids=["shpat_", "bare"]
)
def test_a_token_that_is_of_the_other_kind_is_tried_as_that(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    token: str,
    header: str,
    status: int,
) -> None:
    server.answer(BRAND, Answer(status=status), answered())
    make_storefront(token=token).read_brand(deadline=deadline)
    assert server.asked(BRAND)[-1].headers[header.lower()] == token
    assert server.asked(CONTACT)[-1].headers[header.lower()] == token


def test_a_refused_token_is_left_out_and_that_is_told(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, REFUSED, REFUSED, answered())
    storefront = make_storefront(token=PUBLIC)
    assert storefront.read_brand(deadline=deadline).name == "Casa Lumbre"
    assert storefront.admission is Admission.TOKEN_REFUSED
    assert not {PRIVATE_HEADER.lower(), PUBLIC_HEADER.lower()} & server.asked(CONTACT)[0].headers.keys()


def test_without_a_token_none_is_sent(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer(BRAND, answered())
    storefront = make_storefront()
    storefront.read_brand(deadline=deadline)
    assert storefront.admission is Admission.NO_TOKEN
    assert not {PRIVATE_HEADER.lower(), PUBLIC_HEADER.lower()} & server.received[0].headers.keys()


# What goes wrong ----------------------------------------------------------------------------------------------------

FAILURES: dict[str, tuple[Answer, type[ShopifyError]]] = {
    "nobody without a token (401)": (REFUSED, AccessDenied),
    "nobody without a token (403)": (Answer(status=403), AccessDenied),
    "a password": (LOCKED, StorefrontLocked),
    "another bad request": (Answer(status=400, body=b"{}"), QueryRefused),
    "frozen": (Answer(status=402), ShopClosed),
    "no such shop": (Answer(status=404), Misconfigured),
    "leads elsewhere": (Answer(status=301, headers={"Location": "https://x.example/"}), Misconfigured),
    "suspicious": (Answer(status=430), Unavailable),
    "a fault of its own": (Answer(status=503), Unavailable),
    "dropped": (DROPPED, Unavailable),
    "a page": (Answer(body=b"<!DOCTYPE html><html>Just a moment...</html>"), Unavailable),
    "cut JSON": (Answer(body=b'{"data": {"shop'), Unavailable),
    "nothing": (Answer(), Unavailable),
    "a list": (json_answer([]), Unavailable),
    "no data": (json_answer({}), Unavailable),
    "another shape": (json_answer({"data": [{"shop": 1}], "errors": None}), Unavailable),
    "errors of another shape": (json_answer({"data": {}, "errors": "no"}), Unavailable),
    "no such field": (json_answer({"errors": [{"message": "Field 'x' doesn't exist"}]}), QueryRefused),
    "throttled": (
        json_answer({"errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}]}),
        Throttled,
    ),
    "inactive": (
        json_answer({"errors": [{"message": "", "extensions": {"code": "SHOP_INACTIVE"}}]}),
        ShopClosed,
    ),
}


@pytest.mark.parametrize(("answer", "error"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_told_by_its_kind(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    answer: Answer,
    error: type[ShopifyError],
) -> None:
    server.answer(BRAND, answer)
    with pytest.raises(error):
        make_storefront().read_brand(deadline=deadline)


@pytest.mark.parametrize(
    "passing",
    [DROPPED, Answer(status=502), FAILURES["throttled"][0]],
    ids=["dropped", "502", "throttled"],
)
def test_what_passes_is_waited_for(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline, passing: Answer
) -> None:
    server.answer(BRAND, passing, passing, answered())
    assert make_storefront().read_brand(deadline=deadline).name == "Casa Lumbre"


def test_no_error_and_no_log_line_holds_the_token(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.answer(BRAND, REFUSED, DROPPED, LOCKED)
    with pytest.raises(ShopifyError) as caught:
        make_storefront(token=PRIVATE).read_brand(deadline=deadline)
    assert PRIVATE not in f"{caught.value!r} {caught.value.__context__!r} {caplog.text}"


# Pictures -----------------------------------------------------------------------------------------------------------


def test_a_picture_is_fetched_as_it_was_uploaded_and_without_the_token(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer("/logo.svg?v=1&width=800", Answer(body=b"<svg/>"))
    storefront = make_storefront(token=PRIVATE)
    assert storefront.fetch_picture(f"{server.url}/logo.svg?v=1&width=800#x", deadline=deadline) == b"<svg/>"
    headers = server.received[0].headers
    assert headers["accept"].startswith("image/svg+xml, image/png")
    assert "avif" not in headers["accept"]
    assert PRIVATE not in headers.values()


def test_a_picture_may_come_from_the_hosts_that_were_named(
    server: ScriptedServer, clock: FakeTime, deadline: Deadline
) -> None:
    with ScriptedServer() as pictures:
        pictures.answer("/a.png", Answer(body=b"png"))
        storefront = Storefront(
            url=server.url, api_version="2026-10", picture_hosts=(pictures.url,), timing=clock.timing
        )
        assert storefront.fetch_picture(f"{pictures.url}/a.png", deadline=deadline) == b"png"
        storefront.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/logo.svg",
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example/logo.svg",
        "https://cdn.shopify.com@evil.example/logo.svg",
        "http://cdn.shopify.com/logo.svg",
        "https://cdn.shopify.com.evil.example/logo.svg",
        "//cdn.shopify.com/logo.svg",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "logo.svg",
        "",
    ],
)
def test_a_picture_from_anywhere_else_is_not_fetched(
    make_storefront: StorefrontMaker, deadline: Deadline, url: str
) -> None:
    storefront = make_storefront(picture_hosts=("https://cdn.shopify.com",))
    with pytest.raises(PictureRefused, match="none of the hosts"):
        storefront.fetch_picture(url, deadline=deadline)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(status=302, headers={"Location": "http://169.254.169.254/"}), "leads elsewhere"),
        (Answer(status=404), "nothing at its address"),
        (Answer(status=403), "nothing at its address"),
        (Answer(body=b"x" * 2_000_001), "larger than 2 MB"),
        (
            Answer(body=b"x" * 2_000_001, chunked=False, headers={"Content-Type": "image/png"}),
            "larger than 2 MB",
        ),
        (
            Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"\0" * 9_000_000)),
            "larger than 2 MB",
        ),
    ],
)
def test_a_picture_that_is_none_is_refused(
    server: ScriptedServer,
    make_storefront: StorefrontMaker,
    deadline: Deadline,
    answer: Answer,
    words: str,
) -> None:
    server.answer("/logo.svg", answer)
    with pytest.raises(PictureRefused, match=words):
        make_storefront().fetch_picture(f"{server.url}/logo.svg", deadline=deadline)
    assert len(server.received) == 1


def test_a_server_of_pictures_with_a_fault_is_asked_again(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer("/logo.svg", Answer(status=503), Answer(status=429), Answer(body=b"<svg/>"))
    assert make_storefront().fetch_picture(f"{server.url}/logo.svg", deadline=deadline) == b"<svg/>"


def test_a_bare_host_is_asked_for_its_root(
    server: ScriptedServer, make_storefront: StorefrontMaker, deadline: Deadline
) -> None:
    server.answer("/", Answer(body=b"root"))
    assert make_storefront().fetch_picture(server.url, deadline=deadline) == b"root"


# The queries --------------------------------------------------------------------------------------------------------

each_operation = pytest.mark.parametrize("operation", STOREFRONT, ids=lambda operation: operation.name)


@each_operation
def test_a_query_is_valid_against_the_sandbox_schema(operation: Operation) -> None:
    assert validate(load_storefront_schema(), parse(operation.text)) == []


@pytest.fixture(scope="module")
def full_schema() -> GraphQLSchema:
    path = SCHEMA_DIR / "storefront-graphql_2026-10.json.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not there")
    with gzip.open(path) as file:
        introspection = json.load(file)
    return build_client_schema(introspection.get("data", introspection), assume_valid=True)


@each_operation
def test_a_query_is_valid_against_shopifys_full_schema(
    full_schema: GraphQLSchema, operation: Operation
) -> None:
    assert validate(full_schema, parse(operation.text)) == []


@each_operation
def test_a_query_names_the_operation_that_it_says(operation: Operation) -> None:
    definition = parse(operation.text).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    assert definition.name is not None
    assert definition.name.value == operation.name


def test_the_brand_costs_far_less_than_may_be_asked_without_a_token() -> None:
    points = requested_cost(
        parse(operations.SHOP_BRAND.text), load_storefront_schema(), {"pictureSize": 800}, BRAND
    )
    assert points < MAX_QUERY_COST / 10
