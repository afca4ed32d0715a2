"""A page for inside the shop: in the theme's own layout or alone, with links that stay under the shop's path."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP, build_policy
from django.views.decorators.csp import csp_override

from orders import conf
from orders.branding import brands
from orders.branding.brands import Branding, Picture
from orders.branding.models import AppProxyLayout
from orders.branding.page_style import page_style_hash
from orders.branding.theme_style import theme_style
from orders.web.app_proxy import form_tokens, liquid
from orders.web.app_proxy.verification import Visit
from orders.web.context import languages_at
from orders.web.language import find_asked_language

LAYOUTS = {AppProxyLayout.THEME: "app_proxy/theme.html", AppProxyLayout.ALONE: "app_proxy/alone.html"}
SWAPPED = {AppProxyLayout.THEME: "#order-tracking", AppProxyLayout.ALONE: "#main"}
"""What of the page the answer to the form takes the place of."""
THEMES_OWN = {
    # The theme's scripts sign shoppers in with pop-ups and send forms to other hosts, so these are as on its other
    # pages; but no address, and with it no link to an order, is told to anybody.
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "Referrer-Policy": "strict-origin",
}


def describe_place(
    request: HttpRequest, visit: Visit, *, token: str = "", kept_link: bool = False
) -> dict[str, Any]:
    """What templates take for a page in this visit. With a `token` it is an order's; `kept_link` offers its address."""
    brand = _brand(request)
    own_url = visit.order_url(token) if token else visit.look_up_url
    on_site = conf.site_url() + reverse("order", args=[token]) if token else ""
    language = find_asked_language(request.GET.get("lang", ""))
    return {
        "layout": LAYOUTS[AppProxyLayout(brand.app_proxy_layout)],
        "swapped": SWAPPED[AppProxyLayout(brand.app_proxy_layout)],
        "site_url": conf.site_url(),
        "form_token": "" if token else form_tokens.issue(visit),
        "urls": {
            "look_up": visit.look_up_url,
            "order": own_url if token else "",
            "refresh": f"{own_url}refresh/",
            "status": f"{own_url}status/",
            # Paper knows no theme, and a code that is scanned is opened anywhere: both are this site's.
            "print": f"{on_site}print/" if token else "",
            "qr_code": f"{on_site}qr.svg" if token else "",
        },
        "own_url": f"{own_url}?lang={language}" if token and language else own_url if token else "",
        "kept_link": kept_link,
        "languages": languages_at(own_url),
    }


def render(request: HttpRequest, visit: Visit, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """A page of ours in this visit, from its template."""
    place = describe_place(request, visit)
    return respond(request, render_to_string(template, {**context, **place}, request))


def respond(request: HttpRequest, text: str) -> HttpResponse:
    """The answer that carries a page's text, as the merchant wants pages inside the shop.

    Its status is always 200: what Shopify makes of another one, of a Liquid page above all, is not documented.
    """
    brand = _brand(request)
    if brand.app_proxy_layout == AppProxyLayout.THEME:
        return _in_theme(request, brand, text)
    headers = {str(CSP.HEADER_ENFORCE): build_policy(_policy_alone(brand))}
    return HttpResponse(text, headers=headers)


@csp_override({})  # the theme has scripts of its own
def _in_theme(_request: HttpRequest, brand: Branding, text: str) -> HttpResponse:
    page = liquid.build_page(theme_style(brand), text)
    return HttpResponse(page, content_type=liquid.CONTENT_TYPE, headers=THEMES_OWN)


def _policy_alone(brand: Branding) -> dict[str, Any]:
    """The page lives on the shop's host, its scripts and pictures on ours."""
    site = conf.site_url()
    policy = conf.content_policy()
    return policy | {
        "script-src": [site],
        "style-src": [page_style_hash(brand)],
        "img-src": [site, *policy["img-src"]],
    }


def _brand(request: HttpRequest) -> Branding:
    """The brand of this answer, its pictures with addresses that hold on another host."""
    brand: Branding = getattr(request, "brand", None) or brands.current()
    request.brand = replace(  # type: ignore[attr-defined]
        brand, logo=_at_site(brand.logo), logo_dark=_at_site(brand.logo_dark), icon=_at_site(brand.icon)
    )
    return brand


def _at_site(picture: Picture | None) -> Picture | None:
    if picture is None or not picture.url.startswith("/"):
        return picture
    return replace(picture, url=conf.site_url() + picture.url)
