"""Whether a webhook is Shopify's."""

import pytest

from orders.shopify.signature import build_signature, is_signed_by

BODY = b'{"id": 1}'
# Made with openssl: printf '{"id": 1}' | openssl dgst -sha256 -hmac hush -binary | base64
KNOWN = "E9XxLgppVNX12rqWuu0/CN/43MeuZC0xdhRuMq1MPWg="


def test_it_agrees_with_another_implementation() -> None:
    assert build_signature("hush", BODY) == KNOWN


@pytest.mark.parametrize("secrets", [("hush",), ("new", "hush"), ("hush", "new"), ("", "hush")])
def test_any_secret_of_the_list_will_do(secrets: tuple[str, ...]) -> None:
    assert is_signed_by(secrets, body=BODY, signature=KNOWN)


@pytest.mark.parametrize("secrets", [(), ("",), ("other",), ("hush ",)])
def test_no_other_secret_will(secrets: tuple[str, ...]) -> None:
    assert not is_signed_by(secrets, body=BODY, signature=KNOWN)


def test_an_empty_secret_signs_nothing() -> None:
    assert not is_signed_by(("",), body=BODY, signature=build_signature("", BODY))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        " ",
        "=",
        KNOWN[:-1],
        KNOWN + "=",
        KNOWN.swapcase(),
        KNOWN + "\n",
        "é" * 44,
        "A" * 44,
        "A" * 100_000,
        "\x00",
        "sha256=" + KNOWN,
    ],
)
def test_what_is_no_signature_is_refused(signature: str) -> None:
    assert not is_signed_by(("hush",), body=BODY, signature=signature)


def test_one_changed_byte_of_the_body_is_noticed() -> None:
    assert not is_signed_by(("hush",), body=BODY + b" ", signature=KNOWN)
