#!/bin/sh
# csscompressor 0.9.5 makes valid CSS invalid: it keeps the spaces around + in calc(), and takes them in clamp(), min() and
# max(), where they are needed as well (https://www.w3.org/TR/css-values-4/#calc-syntax: "the + and - operators must be
# surrounded by whitespace"); "or (" in @supports becomes the function "or(". A browser drops declaration and rule.
#
# Seen:     p{width:clamp(1rem,2vw+1rem,3rem)}     @supports(a:b) or(c:d){p{color:red}}
# Expected: p{width:clamp(1rem,2vw + 1rem,3rem)}   @supports (a:b) or (c:d){p{color:red}}
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csscompressor==0.9.5 tinycss2==1.5.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import csscompressor
import tinycss2

print("csscompressor", version("csscompressor"))


def compress(css: str) -> str:
    done = csscompressor.compress(css)
    print(f"{css}\n  -> {done}")
    return done


kept = compress("p{width:calc(2vw + 1rem)}")
clamped = compress("p{width:clamp(1rem, 2vw + 1rem, 3rem)}")
asked = compress("@supports (a:b) or (c:d){p{color:red}}")

# How a CSS parser reads the middle of clamp(): "2vw" and "+1rem", two numbers in a row and no sum.
value = tinycss2.parse_one_declaration("width:" + clamped.partition("width:")[2].rstrip("}")).value
inside = [token.serialize() for token in value[0].arguments]
print("a parser reads", inside)
rule = tinycss2.parse_stylesheet(asked)[0]
functions = [token.name for token in rule.prelude if token.type == "function"]
print("a parser finds the functions", functions)
same = "2vw + 1rem" in kept and "+1rem" in inside and functions == ["or"]
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
