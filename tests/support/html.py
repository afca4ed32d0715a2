"""Reading our own HTML in tests: elements with their attributes and text, and the rules every page keeps."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "img", "input", "link", "meta", "wbr"})
OWN_ADDRESS = "http://testserver/"
INLINE_CODE = ("style", "onclick", "onload", "onerror", "onsubmit", "onchange")


@dataclass
class Element:
    """An element; `text` is all the text inside it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, tag: str | None = None, **attributes: str) -> Iterator["Element"]:
        """Every element below with this tag and these attributes (`class_` holds one class)."""
        for child in self.children:
            if (tag is None or child.tag == tag) and child.has(**attributes):
                yield child
            yield from child.all(tag, **attributes)

    def first(self, tag: str | None = None, **attributes: str) -> "Element":
        """The first such element; fails when there is none."""
        found = next(self.all(tag, **attributes), None)
        assert found is not None, f"no <{tag}> with {attributes}"
        return found

    def has(self, **attributes: str) -> bool:
        """Whether the attributes are there with these values."""
        wanted = attributes.pop("class_", None)
        if wanted is not None and wanted not in self.attributes.get("class", "").split():
            return False
        return all(
            self.attributes.get(name.rstrip("_").replace("_", "-")) == value
            for name, value in attributes.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        assert max(names.values(), default=0) <= 1, f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.open[-1])
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read_html(html: str) -> Element:
    """The document as a tree; fails on tags that do not nest."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], "an element was never closed"
    return reader.root


def assert_sound(html: str) -> Element:
    """What holds on every page and fragment: unique ids, references that lead somewhere, no inline code, safe links."""
    document = read_html(html)
    elements = list(document.all())
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), f"an id is used twice: {[i for i, n in Counter(ids).items() if n > 1]}"
    whole = any(element.tag == "html" for element in elements)
    assert sum(element.tag == "style" for element in elements) == int(whole), (
        "a page has one style, a fragment none"
    )
    for element in elements:
        assert not set(element.attributes) & set(INLINE_CODE), f"inline code on <{element.tag}>"
        assert element.tag != "script" or element.attributes.get("src"), "an inline script"
        if whole:
            _assert_references(element, set(ids))
        if element.tag == "a":
            _assert_link(element)
        if element.tag == "img":
            assert {"alt", "width", "height"} <= set(element.attributes)
        if element.tag == "time":
            assert element.attributes.get("datetime")
    return document


def _assert_references(element: Element, ids: set[str]) -> None:
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for reference in element.attributes.get(name, "").split():
            assert reference in ids, f"{name}={reference!r} leads nowhere"
    href = element.attributes.get("href", "")
    if href.startswith("#"):
        assert href[1:] in ids, f"{href} leads nowhere"


def _assert_link(link: Element) -> None:
    href = link.attributes["href"]
    assert link.text.strip(), "a link without words"
    assert href.startswith(("http://", "https://", "mailto:", "/", "#", "?", "../?", "refresh/"))
    if href.startswith("http") and not href.startswith(OWN_ADDRESS):
        assert link.attributes.get("rel") == "nofollow noopener noreferrer"
