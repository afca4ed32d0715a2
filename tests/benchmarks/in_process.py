"""Importing this sets Django up with the site's own settings, over an empty database in a temporary folder.

It has to come before anything that needs Django, in a process of its own.
"""

import atexit
import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

from tests.support.live_site import site_environment
from tests.support.prepared import migrated_sqlite

_folder = tempfile.TemporaryDirectory(prefix="orders-benchmark-")
atexit.register(_folder.cleanup)
FOLDER = Path(_folder.name)
DATABASE = FOLDER / "orders.sqlite3"

os.environ.update(
    site_environment(
        url="http://127.0.0.1:8000",
        shopify_url="http://127.0.0.1:9",  # nobody is there, unless a measurement starts a sandbox
        database_url=migrated_sqlite(FOLDER),
    )
    | {
        "DJANGO_SETTINGS_MODULE": "tracking_site.settings",
        "LOG_LEVEL": "ERROR",
        "LOOK_UP_LIMIT_FACTOR": "1000000",
    }
)
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

from orders.web.front import in_front_of  # noqa: E402

django_application = WSGIHandler()
application = in_front_of(django_application)


def connect(shopify_url: str) -> None:
    """From now on Shopify is reached there."""
    settings.SHOPIFY_API_URL = shopify_url
