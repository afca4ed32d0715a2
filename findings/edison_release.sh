#!/bin/sh
# edison-parser 0.5 does not know the release character. In EDIFACT a question mark takes its meaning from the character behind
# it (ISO 9735, service string advice; "UNA:+.? '" is what holds where no UNA stands), so that an apostrophe in a text is ?'
# and ends nothing. The library, by its README one for EDIFACT messages that handles escaped separators, looks for a backslash
# there, which EDIFACT has not, and heeds no UNA. A driver's remark ends in front of the apostrophe, the rest is taken for a
# segment of its own, and validate() refuses the message.
#
# Seen:     FTX+AAI+++Left at the neighbour? and a segment "s door", for Left at the neighbour?'s door
# Expected: one segment, as pydifact and edifactlib read it
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edison-parser==0.5 pydifact==0.2.3 edifactlib==0.6.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

from edifactlib import Parser
from edison import BaseParser
from edison.tokenizer import tokenize_segments
from pydifact.segmentcollection import Interchange

print(*(f"{name} {version(name)}" for name in ("edison-parser", "pydifact", "edifactlib")))


class Status(BaseParser):
    schemas = {(0, 0): [[tag] for tag in ("UNA", "UNB", "UNH", "BGM", "FTX", "UNT", "UNZ")]}


def message(remark: str) -> str:
    body = f"UNH+1+IFTSTA:D:21A:UN'BGM+23+1001'FTX+AAI+++{remark}'UNT+4+1'"
    return f"UNA:+.? 'UNB+UNOC:3+CARRIER+SHOP+261201:1000+1'{body}UNZ+1+1'"


def read(remark: str) -> tuple[list[str], bool]:
    text = message(remark)
    segments = [segment for segment in tokenize_segments(text) if segment[:3] not in ("UNA", "UNB", "UNH", "UNT", "UNZ")]
    valid = Status.validate(text)
    first = next(segment.elements[-1] for segment in Interchange.from_str(text).segments if segment.tag == "FTX")
    second = next(s for s in Parser().parse(text, validate=False).messages[0].segments if s.tag == "FTX")
    other = second.data_elements[-1].components[0].content
    print(segments, "valid:", valid, "| by the others:", first, "|", other)
    assert first == other == remark.replace("?'", "'")
    return segments[1:], valid


plain = read("Left at the door")
released = read("Left at the neighbour?'s door")
same = plain == (["FTX+AAI+++Left at the door"], True) and released == (
    ["FTX+AAI+++Left at the neighbour?", "s door"],
    False,
)
print("as described" if same else "CHANGED")
raise SystemExit(0 if same else 1)
PYTHON
