"""Pictures that a merchant hands in, made safe to serve: drawings are cleaned, bitmaps drawn anew."""

from orders.branding.drawings import clean
from orders.branding.models import BrandImage
from orders.branding.picture import Box, SafeImage, UnusableImage
from orders.branding.redrawing import redraw_apart

__all__ = ["ImageKind", "SafeImage", "UnusableImage", "make_safe"]

ImageKind = BrandImage.Kind

MOST_BYTES = 2_000_000
LOGO_BOX = Box(width=400, height=96, least_side=16, square=False)
ICON_BOX = Box(width=192, height=192, least_side=32, square=True)
BOXES = {ImageKind.LOGO: LOGO_BOX, ImageKind.LOGO_DARK: LOGO_BOX, ImageKind.ICON: ICON_BOX}
"""Pixels worth keeping: twice the CSS pixels that a logo takes of a page, for screens that show two for one."""


def make_safe(content: bytes, *, kind: ImageKind) -> SafeImage:
    """Turn an uploaded SVG, PNG, JPEG, WebP or GIF into one that is safe, and no larger than its place.

    Raises `UnusableImage` with a sentence for the merchant.
    """
    if not content:
        raise UnusableImage("The file is empty.")
    if len(content) > MOST_BYTES:
        raise UnusableImage("The file is larger than 2 MB. Save the picture smaller and try again.")
    return (clean if _looks_like_xml(content) else redraw_apart)(content, box=BOXES[kind])


def _looks_like_xml(content: bytes) -> bool:
    """Whether it is text that begins with a tag; what it really is, its parser decides."""
    start = content[:64].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return start.startswith(b"<")
