"""How the site is served: read by gunicorn and the supervisor, and checked by everything that starts."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tracking_site.environment import Environment
from tracking_site.web_addresses import is_host

MOST_WORKERS = 16
ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^:\[\]/]*)):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Serving:
    """Addresses as gunicorn takes them, and how many of everything."""

    bind: str
    metrics_bind: str
    """Empty when the metrics have no port of their own."""
    processes: int
    threads: int
    worker_class: str
    workers: int


def read_serving(env: Environment) -> Serving:
    """The variables under `Serving` and the metrics' address; raises `ImproperlyConfigured`."""
    bind = _bind(env.text("BIND", "127.0.0.1:8000"))
    metrics_bind = ""
    metrics_host = _metrics_host(env.text("METRICS_HOST", "127.0.0.1"))
    if port := env.number("METRICS_PORT", default=0, least=0, most=65_535):
        metrics_bind = f"{metrics_host}:{port}"
        if bind.endswith(f":{port}") and not bind.startswith("unix:"):
            raise ImproperlyConfigured(f"METRICS_PORT must be another port than that of BIND, {port}.")
    return Serving(
        bind=bind,
        metrics_bind=metrics_bind,
        processes=env.number("WEB_CONCURRENCY", default=2, least=1, most=64),
        threads=env.number("WEB_THREADS", default=16, least=1, most=256),
        worker_class=env.choice("WORKER_CLASS", default="gthread", choices=("gthread", "sync")),
        workers=env.number("WORKERS", default=1, least=0, most=MOST_WORKERS),
    )


def where_to_look(*, site_url: str, allowed_hosts: Sequence[str], bind: str) -> str:
    """What whoever starts the site should know: its address, and how to look at it on the machine itself."""
    host = urlsplit(site_url).netloc
    if bind.startswith("unix:"):
        look = f"curl --unix-socket {bind.removeprefix('unix:')} {site_url.replace('https:', 'http:', 1)}/"
        return f"Open {site_url}, which your proxy passes on to {bind}. Here, without the proxy: {look}"
    name, _, port = bind.rpartition(":")
    name = "127.0.0.1" if name in {"", "0.0.0.0", "[::]"} else name  # noqa: S104 - only compared
    here = f"http://{name}:{port}"
    if site_url == here:
        return f"Open {here}"
    passed_on = f"Open {site_url}, which your proxy passes on to {here}. Here, without the proxy: "
    if name.strip("[]") in allowed_hosts or "*" in allowed_hosts:
        return f"{passed_on}open {here}"
    hosts = ",".join((*allowed_hosts, name.strip("[]")))
    return f"{passed_on}curl -H 'Host: {host}' {here}/, or set ALLOWED_HOSTS={hosts} and open {here}"


def _bind(value: str) -> str:
    if value.startswith("unix:"):
        path = Path(value.removeprefix("unix:"))
        if not path.is_absolute() or not path.parent.is_dir() or path.is_dir():
            raise ImproperlyConfigured(
                f"BIND must name a socket in a folder that is there, such as unix:/run/order-tracking/site, "
                f"not {value!r}."
            )
        return value
    match = ADDRESS.fullmatch(value)
    host = (match["six"] or match["host"] or "0.0.0.0") if match else ""  # noqa: S104 - what ":8000" means
    if not match or not is_host(host) or not 0 < int(match["port"]) <= 65_535:
        raise ImproperlyConfigured(
            f"BIND must be an address with a port, such as 127.0.0.1:8000, or unix:/path/of/a/socket, not {value!r}."
        )
    return value


def _metrics_host(value: str) -> str:
    """As it stands before a port: an IPv6 address in brackets."""
    bare = value.removeprefix("[").removesuffix("]")
    if not is_host(bare):
        raise ImproperlyConfigured(
            f"METRICS_HOST must be an address such as 127.0.0.1 or ::1, not {value!r}."
        )
    try:
        return f"[{bare}]" if ipaddress.ip_address(bare).version == 6 else bare
    except ValueError:
        return bare
