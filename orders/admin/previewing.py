"""The brand as typed, on a real page: nothing of it is stored."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP, build_policy

from orders import conf
from orders.admin.draft import BrandDraft
from orders.branding.brands import Branding
from orders.branding.looks import ColourScheme
from orders.branding.page_style import page_style_hash
from orders.gallery.rendering import render_state

PAGES: Mapping[str, str] = {
    "arriving": "In transit",
    "look_up": "Look-up",
    "delayed": "Problem",
    "delivered": "Delivered",
}
"""States of the gallery, and what a merchant calls them."""
SCHEMES: Mapping[str, str] = {ColourScheme.LIGHT: "Light", ColourScheme.DARK: "Dark"}
WIDTHS: Mapping[str, str] = {"phone": "Phone", "desk": "Desk"}
"""The stylesheet gives the frame its width."""

SCRIPT = re.compile(r"<script\b[^>]*></script>")
# The frame may run nothing and lead nowhere; being of the site's own origin, it keeps its place when it is replaced.
FRAMED = {
    "script-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-same-origin"],
}


@dataclass(frozen=True, slots=True)
class Showing:
    """What the preview shows: a page, in a language, by day or by night."""

    page: str
    language: str
    scheme: str
    width: str

    @property
    def query(self) -> str:
        """The same as it stands in an address."""
        return urlencode({f"preview-{name}": value for name, value in asdict(self).items()})


def read_showing(sent: Mapping[str, str]) -> Showing:
    """What was chosen beside the preview; what was not, or wrongly, is as at the beginning."""
    languages = dict(conf.languages())

    def chosen(name: str, options: Mapping[str, str]) -> str:
        value = sent.get(f"preview-{name}", "")
        return value if value in options else next(iter(options))

    return Showing(
        page=chosen("page", PAGES),
        language=chosen("language", languages),
        scheme=chosen("scheme", SCHEMES),
        width=chosen("width", WIDTHS),
    )


def show_page(branding: Branding, showing: Showing) -> HttpResponse:
    """The page in this brand. A brand that is always light, or always dark, is shown so whatever was chosen."""
    if branding.colour_scheme == ColourScheme.AUTO:
        branding = replace(branding, colour_scheme=ColourScheme(showing.scheme))
    html = render_state(showing.page, language=showing.language, brand=branding)
    response = HttpResponse(SCRIPT.sub("", html))
    pictures = [*conf.content_policy()["img-src"], conf.site_url()]
    return _framed(response, style=page_style_hash(branding), pictures=pictures)


def show_problems(request: HttpRequest, draft: BrandDraft) -> HttpResponse:
    """What has to be put right before there is anything to show."""
    response = render(
        request,
        "admin/branding/brand/preview_problems.html",
        {"fields": draft.wrong_fields()},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    return _framed(response, style=str(CSP.SELF), pictures=[])


def _framed(response: HttpResponse, *, style: str, pictures: list[str]) -> HttpResponse:
    own = FRAMED | {"style-src": [style], "img-src": pictures or [CSP.NONE]}
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(conf.content_policy() | own)
    return response
