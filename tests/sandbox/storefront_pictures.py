"""Casa Lumbre's logo and square logo, drawn by us, and pictures as a shop should not have them."""

import io
import math
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from tests.sandbox.http import Request, Response, json_response

TERRACOTTA, CREAM = "#9C3D1F", "#F7F0E6"
GAP = 11.0
# The strokes of each letter on a line 24 units high, and how wide it is.
LETTERS: dict[str, tuple[str, float]] = {
    "C": ("M20.5 3.5A12 12 0 1 0 20.5 20.5", 21),
    "A": ("M0 24 10 0l10 24M3.6 15.6h12.8", 20),
    "S": (
        "M14 3.4C12.4 1.2 10 0 7.6 0 4 0 1.2 2.4 1.2 6c0 7.2 13.4 5 13.4 12.2 0 3.6-3.2 5.8-7 5.8-3.2 0-5.8-1.4-7.6-4",
        15,
    ),
    "L": ("M0 0v24h13", 13),
    "U": ("M0 0v15a8.5 8.5 0 0 0 17 0V0", 17),
    "M": ("M0 24V0l11.5 15L23 0v24", 23),
    "B": ("M0 0v24h9a6.2 6.2 0 0 0 0-12.4H0M8 11.6A5.8 5.8 0 0 0 8 0H0", 15),
    "R": ("M0 24V0h8a6.2 6.2 0 0 1 0 12.4H0M8 12.4 15 24", 15),
    "E": ("M13 0H0v24h13M0 11.8h11", 13),
}
FLAME = "M15 0c5 9 11 13.5 11 21a11 11 0 0 1-22 0C4 13.5 10 9 15 0z"


def answer_brand_picture(name: str, request: Request) -> Response:
    """One of `PICTURES`, whatever size was asked for."""
    if name == "elsewhere.svg":
        return Response(302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    if name not in PICTURES:
        return json_response({"errors": "Not Found"}, 404)
    content_type, draw = PICTURES[name]
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(200, draw(), content_type, headers)


@cache
def logo_svg() -> bytes:
    """The flame and the name in single strokes."""
    x, letters = 44.0, []
    for letter in "CASA LUMBRE":
        if letter == " ":
            x += GAP
            continue
        strokes, width = LETTERS[letter]
        letters.append(f'<path transform="translate({x:g} 8)" d="{strokes}"/>')
        x += width + GAP
    width = x - GAP + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} 40" width="{width:g}" height="40">'
        f'<title>Casa Lumbre</title><path fill="{TERRACOTTA}" transform="translate(0 4)" d="{FLAME}"/>'
        '<g fill="none" stroke="#2B2420" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(letters)}</g></svg>"
    ).encode()


def hostile_svg() -> bytes:
    """The logo, with everything in it that a drawing must not bring along."""
    return logo_svg().replace(
        b"<title>",
        b"<script>alert(1)</script><image href='https://evil.example/pixel.png' width='1' height='1'/>"
        b"<foreignObject><body onload='alert(2)'/></foreignObject>"
        b"<a href='javascript:alert(3)'><path onclick='alert(4)' d='M0 0h1'/></a><title>",
    )


@cache
def square_png() -> bytes:
    """The flame on terracotta, 512 by 512."""
    return _saved(_mark((512, 512), TERRACOTTA, CREAM), "PNG")


def _wide(kind: str) -> Callable[[], bytes]:
    @cache
    def draw() -> bytes:
        return _saved(_mark((640, 160), CREAM, TERRACOTTA), kind)

    return draw


@cache
def enormous_png() -> bytes:
    """Three megabytes of noise, as a phone's photograph would be."""
    side = 1000
    return _saved(Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)), "PNG")


def _mark(size: tuple[int, int], ground: str, flame: str) -> Image.Image:
    width, height = size[0] * 4, size[1] * 4
    image = Image.new("RGB", (width, height), ground)
    turns = [step * math.tau / 240 for step in range(240)]
    points = [
        (
            width / 2 + height * 0.34 * math.sin(turn) * math.sin(turn / 2) ** 1.5,
            height / 2 - height * 0.34 * math.cos(turn),
        )
        for turn in turns
    ]
    ImageDraw.Draw(image).polygon(points, fill=flame)
    return image.resize(size, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, kind: str) -> bytes:
    saved = io.BytesIO()
    image.save(saved, format=kind)
    return saved.getvalue()


PICTURES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "logo.svg": ("image/svg+xml", logo_svg),
    "logo.png": ("image/png", _wide("PNG")),
    "logo.jpg": ("image/jpeg", _wide("JPEG")),
    "logo.webp": ("image/webp", _wide("WEBP")),
    "square.png": ("image/png", square_png),
    "hostile.svg": ("image/svg+xml", hostile_svg),
    "enormous.png": ("image/png", enormous_png),
    "garbage.png": ("image/png", lambda: b"\x89PNG\r\n\x1a\nand then nothing of the kind"),
    "page.png": (
        "text/html; charset=utf-8",
        lambda: b"<!DOCTYPE html><html><body>Just a moment...</body></html>",
    ),
    "empty.png": ("image/png", bytes),
}
