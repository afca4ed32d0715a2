"""The shop's logo and icon, as files of this site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from orders.branding.models import BrandImage

SUFFIXES = {"image/svg+xml": "svg", "image/png": "png"}
KEPT = "public, max-age=31536000, immutable"
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Even opened by itself, a picture may run nothing and fetch nothing."""


@require_safe
def brand_image(request: HttpRequest, kind: str, digest: str, suffix: str) -> HttpResponse:
    """A picture under the beginning of its content's SHA-256, so that it may be kept for ever."""
    picture = BrandImage.objects.filter(kind=kind, digest__startswith=digest).first()
    if picture is None or SUFFIXES.get(picture.content_type) != suffix:
        raise Http404
    headers = {"Cache-Control": KEPT, "Content-Security-Policy": INERT}
    return HttpResponse(bytes(picture.content), content_type=picture.content_type, headers=headers)
