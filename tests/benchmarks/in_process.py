"""Importing this sets Django up with the site's own settings, over an empty database in a temporary folder.

It has to come before anything that needs Django, in a process of its own.
"""

import atexit
import os
import secrets
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

_folder = tempfile.TemporaryDirectory(prefix="orders-benchmark-")
atexit.register(_folder.cleanup)
FOLDER = Path(_folder.name)
DATABASE = FOLDER / "orders.sqlite3"

os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "tracking_site.settings",
        "ENV_FILE": os.devnull,
        "DEBUG": "no",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "CACHE_URL": "locmem://",
        "STORE_NAME": "Casa Lumbre",
        "STORE_TIME_ZONE": "Europe/Madrid",
        "STORE_COUNTRY": "ES",
        "SUPPORT_EMAIL": "hello@casalumbre.example",
        "SUPPORT_URL": "https://casalumbre.example/contact",
        "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
        "SHOPIFY_API_URL": "http://127.0.0.1:9",
        "SHOPIFY_CLIENT_ID": "sandbox-client",
        "SHOPIFY_CLIENT_SECRET": "sandbox-secret",
        "LOOK_UP_LIMIT_FACTOR": "1000000",
    }
)
settings.STATIC_ROOT = FOLDER / "static"
django.setup()
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
