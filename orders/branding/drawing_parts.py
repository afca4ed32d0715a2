"""What of an SVG may stay: the elements, attributes, values and style rules that draw, each on a list."""

import re
from collections.abc import Iterator, Mapping

from orders.branding.picture import UnusableImage

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DRAWING = _words("path rect circle ellipse line polyline polygon text use")
TEXT = _words("text tspan")
HOLDING = _words("svg g defs symbol clipPath mask marker style")
PAINTING = _words("linearGradient radialGradient stop filter")
FILTERS = _words(
    """
    feBlend feColorMatrix feComposite feDropShadow feFlood feGaussianBlur feMerge feMergeNode feMorphology feOffset
    """
)
GROUPS_IN_DISGUISE = _words("a switch")
ELEMENTS = DRAWING | TEXT | HOLDING | PAINTING | FILTERS

PRESENTATION = _words(
    """
    clip-path clip-rule color color-interpolation color-interpolation-filters display dominant-baseline fill
    fill-opacity fill-rule filter flood-color flood-opacity font-family font-size font-stretch font-style font-variant
    font-weight isolation letter-spacing marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
    overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-rendering transform
    vector-effect visibility word-spacing
    """
)
GEOMETRY = _words(
    """
    class clipPathUnits cx cy d dx dy edgeMode filterUnits fr fx fy gradientTransform gradientUnits height id in in2
    k1 k2 k3 k4 lengthAdjust markerHeight markerUnits markerWidth maskContentUnits maskUnits mode offset operator
    orient pathLength points preserveAspectRatio primitiveUnits r radius refX refY result rotate rx ry spreadMethod
    stdDeviation textLength type values viewBox width x x1 x2 y y1 y2
    """
)
FUNCTIONS = _words(
    """
    color hsl hsla hwb lab lch matrix oklab oklch rgb rgba rotate rotateX rotateY scale scaleX scaleY skew skewX skewY
    translate translateX translateY
    """
)

PLAIN = re.compile(r"[\w\s#.,%()+\-/'\"!]*")
FUNCTION = re.compile(r"(?<![\w-])([\w-]*)\(")
INNER_REFERENCE = re.compile(r"url\(\s*(['\"]?)#[\w.-]+\1\s*\)")
FRAGMENT = re.compile(r"#[\w.-]+")
SELECTOR = re.compile(r"[\w\s.#,>*+~-]+")
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d)?\s*(?:px|pt|mm|cm|in|pc)?\s*")

MOST_UNITS = 100_000  # further than any drawing program goes


def split(tag: str) -> tuple[str, str]:
    """Namespace and name of a tag or attribute as ElementTree writes it."""
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    return namespace, name


def kept_name(tag: str) -> str | None:
    """What an element is called in the cleaned drawing; None when it goes, with all that is inside."""
    namespace, name = split(tag)
    if namespace not in ("", SVG):
        return None
    if name in GROUPS_IN_DISGUISE:
        return "g"
    return name if name in ELEMENTS else None


def kept_attributes(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes that draw. A reference stays only when it leads to a part of the same drawing."""
    for full_name, value in attributes.items():
        namespace, name = split(full_name)
        if name == "href" and namespace in ("", XLINK):
            if FRAGMENT.fullmatch(value.strip()):
                yield "href", value.strip()
        elif namespace == XML and name == "space":
            yield "xml:space", "preserve"
        elif namespace:
            continue
        elif name == "style":
            if kept := kept_declarations(value):
                yield "style", kept
        elif name in PRESENTATION | GEOMETRY and is_plain(value):
            yield name, value


def kept_declarations(text: str) -> str:
    """Of the declarations of a style, those that only draw."""
    declarations = (declaration.partition(":") for declaration in COMMENT.sub(" ", text).split(";"))
    return ";".join(
        f"{name.strip().lower()}:{value.strip()}"
        for name, _, value in declarations
        if name.strip().lower() in PRESENTATION and value.strip() and is_plain(value)
    )


def kept_rules(css: str) -> str:
    """Of a style element, the plain rules; at-rules (imports, fonts, media, animations) go."""
    rules = []
    for rule in AT_RULE.sub(" ", COMMENT.sub(" ", css)).split("}"):
        selector, _, declarations = rule.partition("{")
        kept = kept_declarations(declarations)
        if kept and SELECTOR.fullmatch(selector):
            rules.append(f"{' '.join(selector.split())}{{{kept}}}")
    return "".join(rules)


def is_plain(value: str) -> bool:
    """Whether a value only draws: no character that could begin anything else, no function but colours and
    transformations, no reference but to a part of the same drawing."""
    inside = INNER_REFERENCE.sub(" ", value)
    return (
        PLAIN.fullmatch(inside) is not None
        and "//" not in inside
        and all(name in FUNCTIONS or not name for name in FUNCTION.findall(inside))
    )


def read_view_box(attributes: Mapping[str, str]) -> tuple[float, float, float, float]:
    """Left, top, width and height of the drawing, from its view box or its size; raises `UnusableImage`."""
    numbers = attributes.get("viewBox", "").replace(",", " ").split()
    try:
        left, top, width, height = (float(number) for number in numbers)
    except ValueError:
        left = top = 0.0
        width, height = (_length(attributes.get(side, "")) for side in ("width", "height"))
    is_sized = 0 < width <= MOST_UNITS and 0 < height <= MOST_UNITS
    if not (is_sized and abs(left) <= MOST_UNITS and abs(top) <= MOST_UNITS):
        raise UnusableImage(
            "This SVG does not say how large it is (it has no viewBox). Export it again with its size, or use a PNG."
        )
    return left, top, width, height


def _length(text: str) -> float:
    """A length without its unit; 0 when there is none, or one that depends on what is around the drawing."""
    found = LENGTH.fullmatch(text)
    return float(found[1]) if found else 0.0
