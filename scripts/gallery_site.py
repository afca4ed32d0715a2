"""The site on a port of its own, for as long as pictures of its gallery are taken."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

SAMPLE_SHOP = {
    "ENV_FILE": os.devnull,
    "DATABASE_URL": "sqlite:///:memory:",
    "STORE_NAME": "Casa Lumbre",
    "STORE_TIME_ZONE": "Europe/Madrid",
    "STORE_COUNTRY": "ES",
    "SUPPORT_EMAIL": "hello@casalumbre.example",
    "SUPPORT_URL": "https://casalumbre.example/contact",
}
"""A shop without a brand of its own; its database has no tables, and none are needed."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quietly(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: every address of the gallery is asked for, and all is well."""


@contextmanager
def gallery_site(*, shop: bool) -> Iterator[str]:
    """Sets Django up and serves the gallery to this machine; yields the site's address.

    `shop`: with the settings and the database of `.env`, otherwise a sample shop's.
    """
    server = _Server(("127.0.0.1", 0), _Quietly)
    url = f"http://127.0.0.1:{server.server_port}"
    own = {"DEBUG": "yes", "SITE_URL": url, "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    os.environ.update(own if shop else SAMPLE_SHOP | own)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracking_site.settings"
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - the environment comes first

    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()
