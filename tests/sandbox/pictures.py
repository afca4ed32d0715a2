"""Product pictures of our own: a few plain drawings as SVG, so that no page needs the internet."""

from tests.sandbox.http import Request, Response, json_response

# Background, light and dark tone of the glaze.
PALETTES = {
    "mug": ("#f3ece2", "#c8643c", "#8f4227"),
    "plate": ("#eaefec", "#8fa79a", "#5f7a6c"),
    "bowl": ("#efe9f0", "#a887a8", "#775777"),
    "vase": ("#e8eef2", "#5d86a0", "#3c6078"),
    "candle": ("#f6efdd", "#e3c078", "#b48a3c"),
    "lamp": ("#f4efe9", "#d9a441", "#6b5644"),
    "throw": ("#efece6", "#b9a58a", "#8a7658"),
    "cushion": ("#f2e9e6", "#c98f80", "#97604f"),
    "tray": ("#eceae4", "#a98d62", "#78603c"),
    "pitcher": ("#e6efee", "#5fa09a", "#3a7570"),
    "gift-card": ("#f5ece8", "#c8643c", "#f5ece8"),
    "pattern": ("#eef0f3", "#6c7a92", "#47536a"),
    "stool": ("#f1ede7", "#b58a5c", "#83603a"),
    "rug": ("#f0eae4", "#b7623f", "#32485c"),
}
SHAPES = {
    "mug": '<path fill="none" stroke="{dark}" stroke-width="34" d="M520 340h60a85 85 0 0 1 0 180h-60"/>'
    '<path fill="{light}" d="M220 270h310v260a95 95 0 0 1-95 95H315a95 95 0 0 1-95-95z"/>'
    '<path fill="{dark}" d="M220 270h310v46H220z"/>',
    "plate": '<circle cx="400" cy="400" r="250" fill="{light}"/><circle cx="400" cy="400" r="168" fill="none" '
    'stroke="{dark}" stroke-width="14"/>',
    "bowl": '<path fill="{light}" d="M150 350h500a250 210 0 0 1-500 0z"/>'
    '<path fill="{dark}" d="M330 550h140v40H330z"/>',
    "vase": '<path fill="{light}" d="M340 180h120l-18 100c110 60 130 150 90 240-22 50-60 90-82 110H350'
    'c-22-20-60-60-82-110-40-90-20-180 90-240z"/><path fill="{dark}" d="M340 180h120l-5 36H345z"/>',
    "candle": '<path fill="{light}" d="M300 330h200v290H300z"/><path fill="{dark}" d="M394 270h12v60h-12z"/>'
    '<path fill="{dark}" d="M400 170c40 50 40 90 0 104-40-14-40-54 0-104z"/>',
    "lamp": '<path fill="{light}" d="M290 190h220l80 210H210z"/><path fill="{dark}" d="M388 400h24v180h-24z"/>'
    '<path fill="{dark}" d="M300 580h200v36H300z"/>',
    "throw": '<path fill="{light}" d="M180 230h440v320H180z"/><path stroke="{dark}" stroke-width="14" '
    'd="M180 310h440M180 390h440M180 470h440"/><path stroke="{dark}" stroke-width="10" '
    'd="M210 550v60M290 550v60M370 550v60M450 550v60M530 550v60M600 550v60"/>',
    "cushion": '<path fill="{light}" d="M210 220q190 40 380 0 40 190 0 380-190-40-380 0-40-190 0-380z"/>'
    '<path fill="none" stroke="{dark}" stroke-width="12" d="M250 260l300 300M550 260L250 560"/>',
    "tray": '<rect x="140" y="330" width="520" height="160" rx="70" fill="{light}"/>'
    '<rect x="190" y="370" width="420" height="80" rx="40" fill="{dark}"/>',
    "pitcher": '<path fill="none" stroke="{dark}" stroke-width="32" d="M500 300h50a70 70 0 0 1 40 130l-80 60"/>'
    '<path fill="{light}" d="M290 210l240-20-30 110c60 80 70 200 20 320H290c-60-130-50-240 20-330z"/>',
    "gift-card": '<rect x="150" y="260" width="500" height="300" rx="28" fill="{light}"/>'
    '<path stroke="{dark}" stroke-width="20" d="M330 260v300M150 380h500"/>',
    "pattern": '<path fill="{light}" d="M240 170h250l90 90v370H240z"/><path fill="{dark}" d="M490 170l90 90h-90z"/>'
    '<path stroke="#fff" stroke-width="14" d="M300 360h220M300 430h220M300 500h140"/>',
    "stool": '<rect x="220" y="270" width="360" height="56" rx="28" fill="{light}"/>'
    '<path stroke="{dark}" stroke-width="30" stroke-linecap="round" d="M280 326l-40 290M520 326l40 290M260 480h280"/>',
    "rug": '<rect x="160" y="240" width="480" height="320" fill="{light}"/><path fill="none" stroke="{dark}" '
    'stroke-width="16" d="M200 280h400v240H200zM400 300l90 100-90 100-90-100z"/>',
}
UNKNOWN_SIZE = 800


def answer_picture(slug: str, request: Request) -> Response:
    """One drawing, at the width asked for (it is the same drawing at any)."""
    drawing = draw(slug, _width(request))
    if drawing is None:
        return json_response({"errors": "Not Found"}, 404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(200, drawing.encode(), "image/svg+xml", headers)


def draw(slug: str, width: int) -> str | None:
    """The SVG of a product, or None where nobody drew it."""
    if slug not in SHAPES:
        return None
    background, light, dark = PALETTES[slug]
    shape = SHAPES[slug].format(light=light, dark=dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" viewBox="0 0 800 800">'
        f'<rect width="800" height="800" fill="{background}"/>'
        f'<ellipse cx="400" cy="640" rx="250" ry="22" fill="{dark}" opacity=".12"/>{shape}</svg>'
    )


def _width(request: Request) -> int:
    for text in request.query.get("width", []):
        if text.isdigit() and 0 < int(text) <= 4096:
            return int(text)
    return UNKNOWN_SIZE
