"""Bitmaps are redrawn in a process of their own, so that one that is ill costs neither the site's time nor its memory.

`python -m orders.branding.redrawing LIMITS` is that process: the picture comes on its standard input, and what was made
of it goes out by its standard output.
"""

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from orders.branding.picture import Box, SafeImage, UnusableImage

ROOT = Path(__file__).resolve().parents[2]
REFUSED = 3
"""The exit status where a sentence for the merchant came out instead of a picture."""
TOO_MUCH = (
    "Opening this picture takes more time or memory than a logo should. Save it anew, smaller and best as PNG, and "
    "try again."
)
PASSED_ON = ("PATH", "LD_LIBRARY_PATH")
"""Of our environment, which holds secrets, no more than a program needs to start."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a redrawing may cost: seconds of processor, seconds by the clock on the wall, and bytes of addresses."""

    cpu_seconds: int = 5
    seconds: float = 20.0
    memory: int = 1_000_000_000


def redraw_apart(content: bytes, *, box: Box, limits: Limits | None = None) -> SafeImage:
    """As `orders.branding.bitmaps.redraw`, in a process that is ended when it costs more than `limits`.

    Raises `UnusableImage` with a sentence for the merchant.
    """
    limits = limits or Limits()
    errand = json.dumps({"box": asdict(box), "cpu_seconds": limits.cpu_seconds, "memory": limits.memory})
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and no word of a stranger's among its arguments
            [sys.executable, "-m", __name__, errand],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusableImage(TOO_MUCH) from error
    if done.returncode == REFUSED:
        raise UnusableImage(done.stdout.decode())
    if done.returncode:
        raise UnusableImage(TOO_MUCH)
    size, _, drawn = done.stdout.partition(b"\n")
    width, height = map(int, size.split())
    return SafeImage(content=drawn, content_type="image/png", width=width, height=height)


def main(errand: str) -> int:
    """Redraw what comes in; what follows from it all is the exit status and what stands on standard output."""
    wanted = json.loads(errand)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted["cpu_seconds"], wanted["cpu_seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (wanted["memory"], wanted["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from orders.branding.bitmaps import redraw  # noqa: PLC0415 - not before there are limits

    out = sys.stdout.buffer
    try:
        safe = redraw(sys.stdin.buffer.read(), box=Box(**wanted["box"]))
    except UnusableImage as refusal:
        out.write(str(refusal).encode())
        return REFUSED
    out.write(f"{safe.width} {safe.height}\n".encode() + safe.content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
