"""A merchant's own link templates, by company name."""

import re
from collections.abc import Mapping
from functools import lru_cache

from orders.domain.carriers.directory import NUMBER_PLACEHOLDER, fill_template
from orders.domain.carriers.text import fold_name
from orders.domain.safe_url import safe_link_url


class UnusableTemplate(ValueError):
    """A merchant's link template that cannot be used; the message says why, without repeating it."""


@lru_cache(maxsize=256)
def validate_override(template: str) -> str:
    """Return a merchant's link template when it is an https address with exactly one `{number}` behind its
    host.

    Raises `UnusableTemplate`, whose message says what is wrong.
    """
    if template.count(NUMBER_PLACEHOLDER) != 1 or re.search(
        r"[{}]", template.replace(NUMBER_PLACEHOLDER, "")
    ):
        msg = "a carrier link needs exactly one {number} and no other braces"
        raise UnusableTemplate(msg)
    if not template.lower().startswith("https://"):
        msg = "a carrier link must begin with https://"
        raise UnusableTemplate(msg)
    if not re.match(r"https://[^/?#{]+[/?#]", template, re.IGNORECASE):
        msg = "a carrier link needs a host, and {number} belongs behind it"
        raise UnusableTemplate(msg)
    if safe_link_url(fill_template(template, "0")) is None:
        msg = (
            "a carrier link must be a plain address: no user name, spaces, control characters or backslashes"
        )
        raise UnusableTemplate(msg)
    return template


def find_override(name: str, overrides: Mapping[str, str]) -> str | None:
    """The merchant's template for this company; one that breaks the rules is passed over, as if it were not
    there.
    """
    template = overrides.get(name)
    if template is None and overrides:
        folded = fold_name(name)
        template = next((text for key, text in overrides.items() if fold_name(key) == folded), None)
    if template is None:
        return None
    try:
        return validate_override(template)
    except UnusableTemplate:
        return None
