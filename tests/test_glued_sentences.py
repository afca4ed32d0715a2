"""No sentence is put together from translated parts: word order is each language's own.

Found by reading the code: a translated text that is added to another, put into an f-string, or joined; and in
templates two translations, or a translation and a value, that run on in one text without a mark between them.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRANSLATORS = {
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
SOURCES = [*(ROOT / "orders/presenters").glob("*.py"), *(ROOT / "orders/web").rglob("*.py")]
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts]

TRANSLATION = r"{%\s*translate\b[^%]*%}|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
VALUE = r"{{[^}]*}}"
RUNS_ON = re.compile(rf"(?:{TRANSLATION})\s*(?:{TRANSLATION}|{VALUE})|{VALUE}\s*(?:{TRANSLATION})", re.DOTALL)
ENDS = re.compile(r"[.:!?…。؟·]$")


def is_translated(node: ast.AST) -> bool:
    """Whether the expression is a call of gettext, perhaps filled in with `%`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return is_translated(node.left)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS


def glued_in_python(source: str) -> Iterator[int]:
    """The lines where a translated text becomes a part of another."""
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.AST] = []
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [node.left, node.right]
        elif isinstance(node, ast.JoinedStr):
            parts = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            parts = [each for argument in node.args for each in ast.walk(argument)]
        if any(is_translated(part) for part in parts):
            yield node.lineno  # type: ignore[attr-defined]  # all three have one


def glued_in_template(source: str) -> Iterator[str]:
    """The places where a translation and something else run on in one text."""
    source = re.sub(r"{%\s*(?:if|elif|else|endif|for|endfor|with|endwith)\b.*?%}", "\x00", source)
    for found in RUNS_ON.finditer(source):
        first = re.match(rf"(?:{TRANSLATION}|{VALUE})", found[0], re.DOTALL)
        assert first
        texts = re.findall(r'"([^"]*)"|\'([^\']*)\'', first[0])
        said = next((either or other for either, other in texts), "")
        if not ENDS.search(said):
            yield found[0]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_glues_sentences(path: Path) -> None:
    assert list(glued_in_python(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_glues_sentences(path: Path) -> None:
    assert list(glued_in_template(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        'a = gettext("Delivered ") + day',
        'a = f"{gettext("Delivered")} {day}"',
        'a = " ".join([gettext("Delivered"), day])',
        'a = " ".join(gettext(word) for word in words)',
        'a = gettext("On %(day)s") % {"day": day} + gettext(" at noon")',
    ],
)
def test_it_finds_glue_in_code(source: str) -> None:
    assert list(glued_in_python(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Delivered" %} {{ day }}</p>',
        '<p>{{ count }} {% translate "parcels" %}</p>',
        '{% translate "Delivered" %}{% translate "today" %}',
        "{{ name }}\n{% blocktranslate with a=b %}was here{% endblocktranslate %}",
    ],
)
def test_it_finds_glue_in_templates(source: str) -> None:
    assert list(glued_in_template(source))


@pytest.mark.parametrize(
    "source",
    [
        '<dt>{% translate "From" %}</dt><dd>{{ place }}</dd>',
        '{% translate "The carrier wrote:" %} {{ words }}',
        "{% blocktranslate %}Delivered {{ day }}{% endblocktranslate %}",
        '{% if a %}{% translate "One" %}{% else %}{% translate "Two" %}{% endif %}',
    ],
)
def test_it_lets_whole_sentences_be(source: str) -> None:
    assert not list(glued_in_template(source))
