"""The Content-Security-Policy of a page: its one inline style, named by its hash, and nothing else inline."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.csp import CSP, build_policy

from orders import conf
from orders.branding.page_style import page_style_hash
from orders.web.staff_only import is_staff_path

STAFF_POLICY: dict[str, list[str]] = {
    "style-src": [str(CSP.SELF)],
    "img-src": [str(CSP.SELF), "data:"],
    "frame-src": [str(CSP.SELF)],
}
"""Django's admin brings its own stylesheets, and shows previews in a frame."""


class ContentPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's middleware, told which style stands in this very page. A policy that a view set itself is kept."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        brand = getattr(request, "brand", None)
        own = {"style-src": [page_style_hash(brand)]} if brand is not None else None
        if own is None and is_staff_path(request.path_info):
            own = STAFF_POLICY
        if own is not None and not hasattr(response, "_csp_config"):
            response.headers.setdefault(str(CSP.HEADER_ENFORCE), build_policy(conf.content_policy() | own))
        return super().process_response(request, response)
