"""Requests and answers as plain values, between the socket and the store."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

JSON = "application/json; charset=utf-8"

type Ending = Literal["whole", "drop", "cut"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    is_local: bool

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's values."""
        return parse_qs(urlsplit(self.target).query)

    @property
    def media_type(self) -> str:
        """The body's type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().casefold()


@dataclass(slots=True)
class Response:
    """One answer. `ending` drop closes without a word, cut in the middle of the body."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    ending: Ending = "whole"
    delay: float = 0.0


def json_response(payload: object, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(status, json.dumps(payload, ensure_ascii=False).encode())
