"""SVG drawings cleaned: only elements, attributes and values that draw are kept, and nothing that reaches outside.

Two filters, one after the other: the list of what may stay (`drawing_parts`), then Cloudflare's svg-hush over the
result. A drawing is served with a policy that forbids it everything besides; this makes sure that none is needed.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring
from xml.parsers import expat

from py_svg_hush import filter_svg

from orders.branding import drawing_parts as parts
from orders.branding.picture import Box, SafeImage, UnusableImage, refuse_a_strip

MOST_BYTES = 100_000
MOST_DEPTH = 60
MOST_ELEMENTS = 3000
MOST_COPIES = 300

UNREADABLE = "This SVG file is broken and cannot be read. Export it again, or use a PNG."
TOO_INTRICATE = "This SVG is too intricate for its place. Simplify it, or export it as PNG."


def clean(content: bytes, *, box: Box) -> SafeImage:
    """The drawing without anything that is not drawing, as an SVG with a view box.

    Raises `UnusableImage` with a sentence for the merchant.
    """
    if len(content) > MOST_BYTES:
        raise UnusableImage("The SVG is larger than 100 KB. Simplify it, or export it as PNG.")
    root = _parse(content)
    left, top, width, height = parts.read_view_box(root.attrib)
    refuse_a_strip(width, height)
    kept = _kept(root)
    _check_copies(kept)
    factor = box.factor(width, height)
    shown = max(1, round(width * factor)), max(1, round(height * factor))
    kept.attrib |= {
        "xmlns": parts.SVG,
        "viewBox": " ".join(f"{number:g}" for number in (left, top, width, height)),
        "width": str(shown[0]),
        "height": str(shown[1]),
    }
    if not any(element.tag in parts.DRAWING and (element.attrib or element.text) for element in kept.iter()):
        raise UnusableImage(
            "Nothing in this SVG can be shown: it holds no shapes, only things such as a photograph or a script. "
            "Use a PNG."
        )
    return SafeImage(_hush(kept), "image/svg+xml", *shown)


def _parse(content: bytes) -> Element:
    """The root element; raises `UnusableImage` for what is no SVG, declares entities or nests without end."""
    try:
        _Inspection().read(content)
        root = fromstring(content)  # noqa: S314 - inspected just now: no entities, no great depth
    except (expat.ExpatError, ParseError, ValueError, LookupError) as error:
        raise UnusableImage(UNREADABLE) from error
    namespace, name = parts.split(root.tag)
    if name != "svg" or namespace not in ("", parts.SVG):
        raise UnusableImage("This file is not an SVG drawing. Use an SVG or a PNG.")
    return root


class _Inspection:
    """A first reading that builds nothing: it stops at what would be dangerous to build."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, content: bytes) -> None:
        self._parser.Parse(content, True)  # noqa: FBT003 - it takes no keyword

    def _doctype(self, name: str, system: str | None, public: str | None, has_declarations: int) -> None:  # noqa: ARG002
        # The bare DOCTYPE of SVG 1.1, which drawing programs used to write, declares nothing and is left out.
        if has_declarations:
            raise UnusableImage(
                "This SVG declares entities (<!DOCTYPE … [ … ]>), which are refused. "
                "Export it without them, for example as “plain” or “optimised” SVG."
            )

    def _start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self._depth += 1
        self._elements += 1
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS:
            raise UnusableImage(TOO_INTRICATE)

    def _end(self, name: str) -> None:  # noqa: ARG002
        self._depth -= 1


def _kept(element: Element) -> Element:
    """A copy with only what may stay. Groups that did something else as well (links, switches) stay as groups."""
    name = parts.kept_name(element.tag) or "g"
    kept = Element(name, dict(parts.kept_attributes(element.attrib)))
    if name == "style":
        kept.text = parts.kept_rules("".join(element.itertext()))
        return kept
    if name in parts.TEXT:
        kept.text = element.text
    for child in element:
        if parts.kept_name(child.tag) is not None:
            kept.append(_kept(child))
            kept[-1].tail = child.tail if name in parts.TEXT else None
    return kept


def _check_copies(root: Element) -> None:
    """Refuse copies of copies: each level would multiply what a browser has to draw."""
    copies = [element for element in root.iter("use") if "href" in element.attrib]
    sources = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    for copy in copies:
        source = sources.get(copy.attrib["href"].removeprefix("#"))
        if source is not None and next(_copies_in(source), None) is not None:
            raise UnusableImage(TOO_INTRICATE)
    if len(copies) > MOST_COPIES:
        raise UnusableImage(TOO_INTRICATE)


def _copies_in(element: Element) -> Iterator[Element]:
    return element.iter("use")


def _hush(root: Element) -> bytes:
    try:
        return filter_svg(tostring(root, encoding="utf-8"))
    except ValueError as error:
        raise UnusableImage(UNREADABLE) from error
