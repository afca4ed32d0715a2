"""One request of a measurement, and the way to send it once."""

import http.client
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

# What readers' browsers send with every request, as far as it matters here.
ACCEPTED = {"Accept-Encoding": "gzip, br", "Accept-Language": "en-GB,en;q=0.9,es;q=0.8"}
GUNICORNS_OWN = {"server", "date", "connection", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, to be sent over and over. `form` makes it a POST; `status` is what must come back."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    status: int = 200

    @property
    def method(self) -> str:
        """As HTTP calls it."""
        return "POST" if self.form else "GET"

    @property
    def body(self) -> str:
        """The form as it is sent."""
        return urlencode(self.form)

    @property
    def headers(self) -> dict[str, str]:
        """What is sent with it."""
        return ACCEPTED | ({"Content-Type": "application/x-www-form-urlencoded"} if self.form else {})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, without the headers that gunicorn adds itself."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def connect(asked: Asked) -> http.client.HTTPConnection:
    """A connection to where it is asked."""
    host = asked.url.removeprefix("http://").partition("/")[0]
    return http.client.HTTPConnection(host, timeout=20)


def ask_once(asked: Asked) -> Answer:
    """Over a connection of its own; raises when the status is not the one expected."""
    with closing(connect(asked)) as connection:
        return ask(asked, connection)


def ask(asked: Asked, connection: http.client.HTTPConnection) -> Answer:
    """Over a connection that is kept; raises when the status is not the one expected."""
    path = "/" + asked.url.removeprefix("http://").partition("/")[2]
    connection.request(asked.method, path, asked.body if asked.form else None, asked.headers)
    with connection.getresponse() as response:
        body = response.read()
        if response.status != asked.status:
            raise RuntimeError(f"The server answered {response.status} where {asked.status} was expected.")
        headers = tuple((k, v) for k, v in response.getheaders() if k.lower() not in GUNICORNS_OWN)
        return Answer(response.status, headers, body)
