"""A QR code that a phone's camera reads off paper."""

from io import BytesIO

import segno

QUIET_ZONE = 4
"""White modules around it, as ISO/IEC 18004 asks; the ground is white too, whatever the page's colours are."""
ERROR_LEVEL = "m"
"""A seventh of it may be unreadable, which is what a fold or a stain costs."""


def draw_qr_code(address: str) -> str:
    """`address` as an SVG element of digits and drawing commands, safe in HTML and complete as a file of its own."""
    drawing = BytesIO()
    code = segno.make_qr(address, error=ERROR_LEVEL)
    code.save(drawing, kind="svg", xmldecl=False, nl=False, omitsize=True, border=QUIET_ZONE, light="#fff")
    return drawing.getvalue().decode()
