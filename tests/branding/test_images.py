"""Pictures from outside: what is kept of them, what is taken out, and what is refused with which sentence."""

import io
import random
import re
import struct
import time
import zlib
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, PngImagePlugin

from orders.branding.bitmaps import redraw
from orders.branding.images import LOGO_BOX, ImageKind, SafeImage, UnusableImage, make_safe

SVG = "http://www.w3.org/2000/svg"
SHAPE = '<path d="M0 0h10v10z" fill="#c00"/>'


def drawing(inside: str = SHAPE, *, attributes: str = 'viewBox="0 0 100 20"', before: str = "") -> bytes:
    return f'{before}<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'.encode()


def cleaned(inside: str = SHAPE, **options: str) -> str:
    return make_safe(drawing(inside, **options), kind=ImageKind.LOGO).content.decode()


def bitmap(
    width: int = 400, height: int = 100, *, mode: str = "RGBA", as_format: str = "PNG", **save: Any
) -> bytes:
    colours: dict[str, float | tuple[int, ...]] = {
        "RGBA": (200, 0, 0, 128),
        "RGB": (200, 0, 0),
        "CMYK": (0, 200, 200, 0),
        "P": 3,
        "L": 90,
    }
    colour = colours[mode]
    saved = io.BytesIO()
    Image.new(mode, (width, height), colour).save(saved, format=as_format, **save)
    return saved.getvalue()


def opened(safe: SafeImage) -> Image.Image:
    image = Image.open(io.BytesIO(safe.content))
    image.load()
    return image


def refusal(content: bytes, *, kind: ImageKind = ImageKind.LOGO) -> str:
    with pytest.raises(UnusableImage) as refused:
        make_safe(content, kind=kind)
    return str(refused.value)


# Drawings ----------------------------------------------------------------------------------------------------------


def test_a_plain_drawing_keeps_its_shapes_colours_and_gradients() -> None:
    inside = (
        '<defs><linearGradient id="sun"><stop offset="0" stop-color="#fa0"/></linearGradient>'
        '<clipPath id="edge"><rect width="5" height="5"/></clipPath></defs>'
        '<g transform="translate(2 3) rotate(45)" clip-path="url(#edge)">'
        '<circle cx="5" cy="5" r="4" fill="url(#sun)" style="stroke:#123;stroke-width:2"/></g>'
    )
    kept = ET.fromstring(cleaned(inside))
    circle = kept.find(f".//{{{SVG}}}circle")
    assert circle is not None
    assert circle.attrib == {
        "cx": "5", "cy": "5", "r": "4", "fill": "url(#sun)", "style": "stroke:#123;stroke-width:2",
    }  # fmt: skip
    assert kept.find(f".//{{{SVG}}}stop[@stop-color='#fa0']") is not None
    assert kept.find(f"{{{SVG}}}g[@clip-path='url(#edge)']") is not None


def test_classes_as_drawing_programs_write_them_keep_their_rules() -> None:
    inside = (
        f"<style><![CDATA[ .st0{{fill:#E30613;}} /* red */ .st1, .st2 {{ opacity:.5 }} ]]></style>{SHAPE}"
    )
    assert "<style>.st0{fill:#E30613}.st1, .st2{opacity:.5}</style>" in cleaned(inside)


def test_words_in_a_drawing_stay_with_the_space_between_them() -> None:
    assert "<text>Casa <tspan>Lumbre</tspan> &amp; co</text>" in cleaned(
        "<text>Casa <tspan>Lumbre</tspan> &amp; co</text>"
    )


def test_a_shape_that_is_used_twice_stays_used_twice() -> None:
    kept = cleaned('<defs><rect id="tile" width="4" height="4"/></defs><use xlink:href="#tile" x="6"/>')
    assert '<use href="#tile" x="6"/>' in kept


def test_the_size_of_a_drawing_fits_the_place_of_a_logo() -> None:
    safe = make_safe(drawing(attributes='viewBox="0 0 100 20"'), kind=ImageKind.LOGO)
    assert (safe.content_type, safe.width, safe.height) == ("image/svg+xml", 400, 80)


@pytest.mark.parametrize(
    ("attributes", "view_box"),
    [
        ('viewBox="-5,-5 50 25"', "-5 -5 50 25"),
        ('width="120" height="30"', "0 0 120 30"),
        ('width="120.5px" height="30mm"', "0 0 120.5 30"),
    ],
)
def test_a_drawing_gets_a_view_box_from_what_it_says_of_its_size(attributes: str, view_box: str) -> None:
    assert ET.fromstring(cleaned(attributes=attributes)).attrib["viewBox"] == view_box


@pytest.mark.parametrize(
    "attributes",
    ["", 'width="100%" height="100%"', 'viewBox="0 0 0 10"', 'viewBox="0 0 nan 10"', 'viewBox="nan 0 9 9"',
     'viewBox="0 0 1e9 1e9"', 'viewBox="a b c d"', 'viewBox="0 0 10"', 'width="-4" height="3"'],
)  # fmt: skip
def test_a_drawing_of_no_size_is_refused(attributes: str) -> None:
    assert "does not say how large it is" in refusal(drawing(attributes=attributes))


def test_the_harmless_doctype_of_older_programs_is_left_out() -> None:
    doctype = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    assert "DOCTYPE" not in cleaned(before=f'<?xml version="1.0"?>{doctype}')


def test_a_drawing_in_utf_16_is_read() -> None:
    content = drawing("<text>Lumbré</text>").decode().encode("utf-16")
    assert "Lumbré" in make_safe(content, kind=ImageKind.LOGO).content.decode()


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a SYSTEM "http://x.example"> %a;',
     '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">', "<!ATTLIST svg onload CDATA 'x()'>"],
)  # fmt: skip
def test_declared_entities_are_refused(declaration: str) -> None:
    assert "declares entities" in refusal(
        drawing("<text>&a;</text>", before=f"<!DOCTYPE svg [{declaration}]>")
    )


NASTY = {
    "script": "<script>alert(1)</script>",
    "script elsewhere": '<script href="https://evil.example/x.js"/>',
    "script of another namespace": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "handler": '<g onload="alert(1)" onclick="alert(1)"><path d="M0" onmouseover="alert(1)"/></g>',
    "handler, strangely written": '<g ONLOAD="alert(1)" onbegin="alert(1)"/>',
    "link to a script": '<a href="javascript:alert(1)"><path d="M1"/></a>',
    "link, older writing": '<a xlink:href="https://evil.example/"><path d="M1"/></a>',
    "page inside": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><b>evil</b></body></foreignObject>',
    "frame": '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
    "picture elsewhere": '<image href="https://evil.example/pixel.png"/>',
    "picture inside": '<image xlink:href="data:image/svg+xml;base64,PHN2Zz4="/>',
    "use elsewhere": '<use href="https://evil.example/a.svg#x"/>',
    "use of data": '<use href="data:image/svg+xml,evil#x"/>',
    "use of a file": '<use xlink:href="/evil.svg#x"/>',
    "filter picture": '<filter id="f"><feImage href="https://evil.example/x"/></filter>',
    "paint elsewhere": '<path d="M1" fill="url(https://evil.example/a#b)"/>',
    "paint, quoted": "<path d='M1' fill='url(\"//evil.example/a#b\")'/>",
    "paint, escaped": '<path d="M1" fill="u\\72l(https://evil.example)"/>',
    "paint, in capitals": '<path d="M1" filter="URL(//evil.example/#a)"/>',
    "style attribute": '<path d="M1" style="background:url(https://evil.example);fill:url(//evil.example/#a)"/>',
    "style attribute, commented": '<path d="M1" style="fill:ur/**/l(//evil.example/)"/>',
    "image set": '<path d="M1" style="mask:image-set(\'//evil.example/a\' 1x)"/>',
    "import": "<style>@import url(https://evil.example/a.css);</style>",
    "import, quoted": "<style>@import '//evil.example/a.css'; path{fill:red}</style>",
    "font": "<style>@font-face{font-family:x;src:url(https://evil.example/f.woff2)}</style>",
    "rule": "<style>path{fill:url(https://evil.example/#a);background:url(//evil.example)}</style>",
    "rule in a media query": "<style>@media all{path{fill:url(//evil.example/#a)}}</style>",
    "rule in escapes": "<style>path{fill:\\75\\72\\6c(https://evil.example)}</style>",
    "rule after an open comment": "<style>/* path{fill:url(//evil.example)}</style>",
    "closing in style": "<style>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</style>",
    "elements in style": "<style><script>alert(1)</script>a{fill:red}</style>",
    "binding": '<path d="M1" style="-moz-binding:url(https://evil.example/x#y);behavior:url(evil.htc)"/>',
    "animated link": '<a><set attributeName="href" to="javascript:alert(1)"/><animate attributeName="xlink:href"/></a>',
    "animated handler": '<rect width="1"><animate onbegin="alert(1)" attributeName="x" dur="1s"/></rect>',
    "audio": '<audio xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/a.mp3"/>',
    "base": '<g xml:base="https://evil.example/"><use href="#a"/></g>',
    "metadata": "<metadata><rdf xmlns='http://evil.example/rdf'>evil</rdf></metadata><title>evil</title>",
    "comment": "<!-- evil <script>alert(1)</script> -->",
    "instruction": '<?xml-stylesheet href="https://evil.example/a.css"?>',
    "cursor": '<path d="M1" cursor="url(https://evil.example/c.cur)"/>',
    "unknown attribute": '<path d="M1" ping="https://evil.example" data-x="evil" formaction="javascript:alert(1)"/>',
}
FORBIDDEN = re.compile(
    r"evil|alert|script|javascript|\bon\w+=|https?:(?!//www\.w3\.org/2000/svg\")|//(?!www\.w3\.org/2000/svg\")|data:"
    r"|<(?:image|a|set|animate|foreignObject|feImage)\b|@|/\*|\\|<!--|base=|cursor|behavior|binding",
    re.IGNORECASE,
)


@pytest.mark.parametrize("inside", NASTY.values(), ids=NASTY)
def test_nothing_but_drawing_is_left_of_a_hostile_drawing(inside: str) -> None:
    kept = cleaned(SHAPE + inside)
    assert FORBIDDEN.findall(kept.partition("?>")[2]) == []
    assert 'd="M0 0h10v10z"' in kept


def test_a_style_sheet_before_the_drawing_is_left_out() -> None:
    assert "evil" not in cleaned(
        before='<?xml-stylesheet type="text/css" href="https://evil.example/a.css"?>'
    )


def test_shapes_within_a_link_stay_without_the_link() -> None:
    kept = ET.fromstring(cleaned('<a href="https://shop.example"><rect width="3" height="3"/></a>'))
    assert kept.find(f"{{{SVG}}}g/{{{SVG}}}rect") is not None


@pytest.mark.parametrize(
    "inside",
    ["", "<script>alert(1)</script>", '<image href="data:image/png;base64,AAAA"/>', "<g><g/></g>",
     '<use href="https://evil.example/a.svg#a"/>'],
)  # fmt: skip
def test_a_drawing_of_nothing_is_refused(inside: str) -> None:
    assert "Nothing in this SVG can be shown" in refusal(drawing(inside))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg", "broken"),
        (drawing("<path d='M0'>"), "broken"),
        (drawing("<text>&nbsp;</text>"), "broken"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + drawing(), "broken"),
        (drawing().replace(b"#c00", b"\xff\xfe"), "broken"),
        (b"<html><body>Not found</body></html>", "not an SVG drawing"),
        (b'<svg xmlns="http://example.com/other" viewBox="0 0 9 9"><path d="M0"/></svg>', "not an SVG drawing"),
        (drawing("<g/>" * 3000), "too intricate"),
        (drawing("<g>" * 100 + "</g>" * 100), "too intricate"),
        (drawing("<g>" * 20_000), "too intricate"),
        (drawing(SHAPE + "<!--" + "x" * 100_000 + "-->"), "larger than 100 KB"),
        (drawing(attributes='viewBox="0 0 1000 10"'), "twenty times"),
    ],
)  # fmt: skip
def test_a_drawing_that_cannot_be_used_is_refused_with_its_reason(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_copies_of_copies_are_refused() -> None:
    levels = '<g id="a0"><path d="M0"/></g>' + "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    assert "too intricate" in refusal(drawing(levels))


def test_very_many_copies_are_refused() -> None:
    assert "too intricate" in refusal(drawing('<path id="a" d="M0"/>' + '<use href="#a"/>' * 301))


def test_what_drawing_programs_note_for_themselves_is_left_out() -> None:
    notes = 'xmlns:ink="http://www.inkscape.org/namespaces/inkscape" ink:label="Ours" ink:export="/home/us"'
    kept = cleaned(f'<g {notes}><path d="M0" ink:type="arc"/><ink:grid/></g>')
    assert not re.search("ink|Ours|home", kept)
    assert '<path d="M0"/>' in kept


@pytest.mark.parametrize(
    "filling",
    ["a" * 90_000, "@" * 90_000, "/*" * 45_000, "@a{" * 30_000, "{" * 90_000, "url( " * 18_000, "a{b" * 30_000],
    ids=["letters", "at signs", "open comments", "open at-rules", "braces", "references", "open rules"],
)  # fmt: skip
def test_no_style_takes_long_to_read(filling: str) -> None:
    before = time.perf_counter()
    cleaned(f'<style>{filling}</style><path d="M0" fill="red"/>')
    assert time.perf_counter() - before < 2


# Bitmaps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_format", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGBA"), ("GIF", "P")],
)  # fmt: skip
def test_every_usual_format_becomes_png(as_format: str, mode: str) -> None:
    safe = make_safe(bitmap(mode=mode, as_format=as_format), kind=ImageKind.LOGO)
    assert safe.content_type == "image/png"
    assert opened(safe).format == "PNG"


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (ImageKind.LOGO, (2000, 500), (384, 96)),
        (ImageKind.LOGO_DARK, (2000, 100), (400, 20)),
        (ImageKind.LOGO, (100, 40), (100, 40)),
        (ImageKind.ICON, (512, 512), (192, 192)),
        (ImageKind.ICON, (64, 64), (64, 64)),
    ],
)
def test_a_bitmap_is_shrunk_to_its_place_and_never_grown(
    kind: ImageKind, given: tuple[int, int], kept: tuple[int, int]
) -> None:
    safe = make_safe(bitmap(*given), kind=kind)
    assert (safe.width, safe.height) == kept == opened(safe).size


def test_an_icon_that_is_not_square_gets_an_invisible_edge() -> None:
    icon = opened(make_safe(bitmap(400, 200, mode="RGB"), kind=ImageKind.ICON))
    assert icon.size == (192, 192)
    assert icon.getpixel((96, 0)) == (0, 0, 0, 0)
    assert icon.getpixel((96, 96)) == (200, 0, 0, 255)


def test_transparency_stays_and_what_has_none_is_saved_without() -> None:
    assert opened(make_safe(bitmap(mode="RGBA"), kind=ImageKind.LOGO)).mode == "RGBA"
    assert opened(make_safe(bitmap(mode="RGB"), kind=ImageKind.LOGO)).mode == "RGB"


def test_metadata_is_left_out() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody's name")
    notes.add_itxt("XML:com.adobe.xmp", "<x>somebody's place</x>")
    exif = Image.Exif()
    exif[0x010E] = "somebody's place"
    content = bitmap(pnginfo=notes, exif=exif, icc_profile=b"somebody's profile", dpi=(300, 300))
    assert b"somebody" in content
    safe = make_safe(content + b"somebody's tail", kind=ImageKind.LOGO)
    assert b"somebody" not in safe.content
    assert opened(safe).info == {}


def test_a_photograph_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    safe = make_safe(bitmap(40, 80, mode="RGB", as_format="JPEG", exif=exif), kind=ImageKind.LOGO)
    assert (safe.width, safe.height) == (80, 40)


def test_the_first_picture_of_a_moving_one_is_taken() -> None:
    saved = io.BytesIO()
    red, blue = (Image.new("RGB", (60, 30), colour) for colour in ("red", "blue"))
    red.save(saved, format="GIF", save_all=True, append_images=[blue], duration=100)
    still = opened(make_safe(saved.getvalue(), kind=ImageKind.LOGO))
    assert getattr(still, "n_frames", 1) == 1
    assert still.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(4000, 4000), (7000, 100), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)],
)
def test_a_bitmap_of_too_many_pixels_is_refused_before_it_is_unpacked(width: int, height: int) -> None:
    assert re.search("more than 8 million pixels|cannot|can be read", refusal(png_that_claims(width, height)))


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"", ImageKind.LOGO, "empty"),
        (b"hello", ImageKind.LOGO, "not a picture"),
        (b"%PDF-1.7 ...", ImageKind.LOGO, "not a picture"),
        (b"x" * 2_000_001, ImageKind.LOGO, "larger than 2 MB"),
        (bitmap(400, 8), ImageKind.LOGO, "only 400 by 8 pixels"),
        (bitmap(16, 16), ImageKind.ICON, "only 16 by 16 pixels"),
        (bitmap(2000, 20), ImageKind.LOGO, "twenty times"),
        (bitmap(mode="RGB", as_format="BMP"), ImageKind.LOGO, "not a picture"),
        (bitmap(mode="RGB", as_format="TIFF"), ImageKind.LOGO, "not a picture"),
        (bitmap()[:-40], ImageKind.LOGO, "not a picture"),
        (bitmap()[:20], ImageKind.LOGO, "not a picture"),
        (png_that_claims(100, 100), ImageKind.LOGO, "not a picture"),
    ],
)  # fmt: skip
def test_a_bitmap_that_cannot_be_used_is_refused_with_its_reason(
    content: bytes, kind: ImageKind, sentence: str
) -> None:
    assert sentence in refusal(content, kind=kind)


@pytest.mark.parametrize("as_format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_damaged_bitmaps_are_refused_or_redrawn_and_nothing_else_happens(as_format: str) -> None:
    chance = random.Random(4)
    whole = bitmap(80, 40, mode="RGB", as_format=as_format)
    for _ in range(300):
        damaged = bytearray(whole[: chance.randrange(1, len(whole) + 1)])
        for _ in range(chance.randrange(4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            assert redraw(bytes(damaged), box=LOGO_BOX).content_type == "image/png"
        except UnusableImage:
            continue


def test_the_digest_names_the_content_that_is_kept() -> None:
    safe = make_safe(bitmap(), kind=ImageKind.LOGO)
    assert safe.digest == sha256(safe.content).hexdigest()
