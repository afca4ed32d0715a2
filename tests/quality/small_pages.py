"""The pages around the order page, in every state, rendered here: some of them cannot be had from a healthy site."""

from orders.branding import brands
from orders.branding.looks import LookName
from orders.gallery.catalogue import STATES
from orders.gallery.rendering import render_state
from orders.gallery.state import FetchingPage, LookUpPage, PlainPage

SMALL_PAGES = tuple(
    state.name for state in STATES.values() if isinstance(state.page, FetchingPage | LookUpPage | PlainPage)
)


def render_small_page(name: str, language: str) -> str:
    """One of `SMALL_PAGES` as HTML, with unhashed addresses of its scripts."""
    return render_state(name, language=language, brand=brands.built_in(LookName.EDITORIAL))
