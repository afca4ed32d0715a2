"""What a picture announces that it will cost, read from its first bytes on, before anything is unpacked."""

import re

MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
"""A JPEG's markers but those that stand between the bits of a scan: stuffed zeros and restarts."""
SCAN, END = 0xDA, 0xD9
ALONE = frozenset({0x01, 0xD8})
"""Markers without a length behind them."""


def count_scans(content: bytes) -> int:
    """How many times a decoder goes over the pixels of this JPEG; a thumbnail's within it do not count.

    Usual ones have one scan, progressive ones some ten; each may be a few bytes for all the pixels there are.
    """
    scans = position = 0
    while marker := MARKER.search(content, position):
        position = marker.end()
        kind = marker[1][0]
        if kind == END:
            break
        if kind not in ALONE:
            position += max(2, int.from_bytes(content[position : position + 2]))
        scans += kind == SCAN
    return scans
