"""As much of Liquid as the app proxy's front needs: it finds every tag and output there is, and carries them out.

A page of ours holds none. What is found was smuggled in by somebody's text, and is remembered for the tests to see.
"""

import re
from dataclasses import dataclass, field

MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%", re.DOTALL)
LAYOUT_NONE = re.compile(r"\{%-?\s*layout\s+none\s*-?%\}")
VALUES = {
    "shop.name": "Casa Lumbre",
    "shop.email": "owner@casalumbre.example",
    "customer.email": "customer@example.com",
}


@dataclass
class Rendered:
    """What became of a text: `executed` are the pieces that Liquid took for its own, in their order."""

    text: str
    uses_layout: bool = True
    executed: list[str] = field(default_factory=list)


def render(source: str) -> Rendered:
    """Carry out a Liquid source as the theme would: outputs become values, tags vanish, an open brace is an error."""
    done = Rendered("")

    def carry_out(found: re.Match[str]) -> str:
        piece = found[0]
        done.executed.append(piece)
        if LAYOUT_NONE.fullmatch(piece):
            done.uses_layout = False
            return ""
        if piece in ("{{", "{%"):
            return "Liquid syntax error: a tag was not properly terminated"
        if piece.startswith("{%"):
            return ""
        return VALUES.get(piece[2:-2].strip("- ").partition("|")[0].strip(), "")

    done.text = MARKUP.sub(carry_out, source)
    return done
