"""The least that gunicorn can serve: one answer, read from the file that `BARE_ANSWER` names, for every request."""

import json
import os
from base64 import b64decode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_answer = json.loads(Path(os.environ["BARE_ANSWER"]).read_text(encoding="ascii"))
BODY = b64decode(_answer["body"])
STATUS: str = _answer["status"]
HEADERS: list[tuple[str, str]] = [(name, value) for name, value in _answer["headers"]]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers."""
    start_response(STATUS, list(HEADERS))
    return [BODY]
