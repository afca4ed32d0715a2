"""The pages around the order page, in every state, rendered here: some of them cannot be had from a healthy site."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import translation

from orders.web.forms import LookUpForm
from tests.support.shopper_request import shopper_request

TYPED = {"order_number": "#1001", "email": "maria@example.com"}
LOOK_UPS: Mapping[str, tuple[str | None, Mapping[str, str] | None]] = {
    "look-up": (None, None),
    "look-up shape": (None, {"order_number": "my order", "email": "maria"}),
    "look-up miss": ("miss", TYPED),
    "look-up link gone": ("link_gone", None),
    "look-up too many": ("too_many", TYPED),
    "look-up unavailable": ("unavailable", TYPED),
}
ERRORS = ("400", "403", "404", "500")
SMALL_PAGES = (*LOOK_UPS, *ERRORS)


def render_small_page(name: str, language: str) -> str:
    """One of `SMALL_PAGES` as HTML, with unhashed addresses of stylesheet and scripts."""
    request = shopper_request()
    with translation.override(language):
        if name in ERRORS:
            return render_to_string(f"{name}.html", {}, request if name == "404" else None)
        problem, typed = LOOK_UPS[name]
        context = {"form": LookUpForm(typed), "problem": problem, "retry_minutes": 5}
        return render_to_string("look_up.html", context, request)
