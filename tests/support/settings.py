"""Settings for tests: the site's own, with a complete and harmless environment set before they are read."""

import os
import tempfile
from pathlib import Path

os.environ.update(
    {
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "tests-only-and-of-nobody-" * 2,
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DEBUG": "no",
        "STORE_NAME": "Casa Lumbre",
        "SUPPORT_EMAIL": "hello@casalumbre.example",
        "SUPPORT_URL": "https://casalumbre.example/contact",
        "STORE_TIME_ZONE": "Europe/Madrid",
        "STORE_COUNTRY": "ES",
        "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
        "SHOPIFY_CLIENT_ID": "sandbox-client",
        "SHOPIFY_CLIENT_SECRET": "sandbox-secret",
    }
)
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

from tracking_site.settings import *  # noqa: F403 - the environment above has to come first

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True

if CACHES["default"]["LOCATION"].startswith("redis"):  # noqa: F405
    # Each test process has a database of its own, for tests begin with an empty cache.
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].rpartition("/")[0] + f"/{_number}"  # noqa: F405
    # A busy machine is no frozen cache; tests of that one make a cache of their own.
    CACHES["default"]["OPTIONS"] |= {"socket_timeout": 5, "socket_connect_timeout": 5}  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, because threads and processes share it as they do in life; one for each test process.
    _file = Path(tempfile.gettempdir()) / f"orders-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(_file)}  # noqa: F405
