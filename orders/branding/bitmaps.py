"""Bitmaps drawn anew: decoded within limits, shrunk to their place, and saved as PNG without anything else inside."""

import io
import struct
import zlib

from PIL import Image, ImageOps

from orders.branding.announced import count_scans
from orders.branding.picture import Box, SafeImage, UnusableImage, refuse_a_strip

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
JPEG_START = b"\xff\xd8"
MOST_PIXELS = 8_000_000
MOST_SIDE = 6000
MOST_PIXELS_IN_SCANS = 100_000_000
"""A progressive JPEG of the most pixels in twelve scans; what programs write has about ten. A PNG's seven passes share
its pixels, and of a GIF or WebP that moves only the first picture is unpacked."""

DECODING_FAILED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
TOO_LARGE_SENTENCE = (
    "The picture has more than 8 million pixels. Save it smaller, at most 2,800 by 2,800, and try again."
)


def redraw(content: bytes, *, box: Box) -> SafeImage:
    """Decode a PNG, JPEG, WebP or GIF and save its first frame as PNG, at most as large as the box needs.

    Raises `UnusableImage` with a sentence for the merchant.
    """
    image = _decode(content, box=box)
    if box.square and image.width != image.height:
        side = max(image.size)
        image = ImageOps.pad(image, (side, side), color=(0, 0, 0, 0))
    image.thumbnail((box.width, box.height), Image.Resampling.LANCZOS)
    return SafeImage(content=_save(image), content_type="image/png", width=image.width, height=image.height)


def _decode(content: bytes, *, box: Box) -> Image.Image:
    """The picture as RGBA, the right way up; its size is looked at before a single pixel is unpacked."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _check_size(image.width, image.height, box=box)
            _check_scans(content, pixels=image.width * image.height)
            image.verify()
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            return ImageOps.exif_transpose(image).convert("RGBA")
    except TOO_LARGE as error:
        raise UnusableImage(TOO_LARGE_SENTENCE) from error
    except DECODING_FAILED as error:
        raise UnusableImage(
            "This is not a picture that can be read. Use an SVG or PNG; JPEG, WebP and GIF work too."
        ) from error


def _check_size(width: int, height: int, *, box: Box) -> None:
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise UnusableImage(TOO_LARGE_SENTENCE)
    if min(width, height) < box.least_side:
        raise UnusableImage(
            f"The picture is only {width} by {height} pixels and would look blurred. "
            f"Use one of at least {box.least_side} by {box.least_side}, better {box.width} wide."
        )
    refuse_a_strip(width, height)


def _check_scans(content: bytes, *, pixels: int) -> None:
    if content.startswith(JPEG_START) and count_scans(content) * pixels > MOST_PIXELS_IN_SCANS:
        raise UnusableImage(
            "This JPEG is stored in so many steps that opening it would take too long. "
            "Save it anew, best as PNG, and try again."
        )


def _save(image: Image.Image) -> bytes:
    """PNG of the bare pixels: a new picture, so that no text, profile, thumbnail or position comes along."""
    opaque = image.getchannel("A").getextrema() == (255, 255)
    bare = Image.new("RGBA", image.size)
    bare.paste(image)
    saved = io.BytesIO()
    (bare.convert("RGB") if opaque else bare).save(saved, format="PNG", optimize=True)
    return saved.getvalue()
