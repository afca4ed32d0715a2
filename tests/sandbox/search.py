"""Shopify's search syntax, as far as `orders(query:)` needs it: a small parser to a tree of terms."""

import re
from dataclasses import dataclass
from typing import Literal

type Comparator = Literal["=", "<", ">", "<=", ">="]
type Node = Term | Not | And | Or
type Mark = Literal["(", ")", "-", "AND", "OR", "NOT"]

COMPARATORS: tuple[Comparator, ...] = ("<=", ">=", "<", ">")
FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*:(?=\S)")
WORD = re.compile(r"(?:[^\s()\\]|\\.)+")
QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    """`field:value`, or with field "" a word to be found anywhere. `is_prefix` for `word*`."""

    field: str
    value: str
    comparator: Comparator = "="
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """Everything the inner one does not match."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """All of them; an empty one matches everything."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    parts: tuple["Node", ...]


def parse_search(text: str) -> Node:
    """The tree of a search. Never raises: what cannot be read is taken as words, as Shopify seems to do."""
    return _Parser(_tokens(text)).parse()


def terms_of(node: Node) -> list[Term]:
    """Every term of a tree, in the order written."""
    if isinstance(node, Term):
        return [node]
    if isinstance(node, Not):
        return terms_of(node.inner)
    return [term for part in node.parts for term in terms_of(part)]


def _tokens(text: str) -> list[Term | Mark]:
    tokens: list[Term | Mark] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character.isspace() or character == "\\":
            position += 1
        elif character == "(":
            tokens.append("(")
            position += 1
        elif character == ")":
            tokens.append(")")
            position += 1
        elif character == "-" and text[position + 1 : position + 2].strip():
            tokens.append("-")
            position += 1
        else:
            token, position = _term_at(text, position)
            tokens.append(token)
    return tokens


def _term_at(text: str, position: int) -> tuple[Term | Mark, int]:
    field = ""
    comparator: Comparator = "="
    matched_field = FIELD.match(text, position)
    if matched_field:
        field = matched_field.group()[:-1].lower()
        position = matched_field.end()
        comparator = next((each for each in COMPARATORS if text.startswith(each, position)), "=")
        position += 0 if comparator == "=" else len(comparator)
    quoted = QUOTED.match(text, position)
    if quoted:
        value = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
        return Term(field, ESCAPED.sub(r"\1", value), comparator), quoted.end()
    word = WORD.match(text, position)
    raw, end = (word.group(), word.end()) if word else ("", position + 1)
    if not field and raw == "AND":
        return "AND", end
    if not field and raw == "OR":
        return "OR", end
    if not field and raw == "NOT":
        return "NOT", end
    is_prefix = raw.endswith("*") and not raw.endswith("\\*")
    value = ESCAPED.sub(r"\1", raw.removesuffix("*") if is_prefix else raw)
    return Term(field, value, comparator, is_prefix), end


class _Parser:
    """OR binds weaker than AND, and AND may be left out."""

    def __init__(self, tokens: list[Term | Mark]) -> None:
        self._tokens = tokens
        self._position = 0

    def parse(self) -> Node:
        parts = []
        while self._position < len(self._tokens):
            parts.append(self._either())
            if self._peek() == ")":
                self._position += 1
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _either(self) -> Node:
        parts = [self._all()]
        while self._peek() == "OR":
            self._position += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in (None, "OR", ")"):
            if self._peek() == "AND":
                self._position += 1
                continue
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Node:
        token = self._tokens[self._position]
        self._position += 1
        if token in ("NOT", "-"):
            return Not(self._one()) if self._peek() not in (None, "OR", "AND", ")") else And(())
        if token == "(":
            inner = self._either()
            if self._peek() == ")":
                self._position += 1
            return inner
        return token if isinstance(token, Term) else And(())

    def _peek(self) -> Term | Mark | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None
