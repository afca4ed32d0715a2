"""Reads the key that what is stored is protected with."""

from django.core.exceptions import ImproperlyConfigured

from tracking_site.environment import Environment

LEAST_LENGTH = 32
LEAST_DIFFERENT = 5
"""Both as Django's own deployment check counts, but for the length: half of what it proposes is 128 bits."""
MAKE_ONE = "Make one with `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`"


def read_secret_key(env: Environment, *, debug: bool) -> str:
    """`SECRET_KEY`; while debugging any will do, and none need be given."""
    key = env.text("SECRET_KEY", "development-only-key-that-protects-nothing" if debug else "")
    if not key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set. {MAKE_ONE} and keep it in .env; "
            "changing it later only costs fetching orders again."
        )
    if not debug and (len(key) < LEAST_LENGTH or len(set(key)) < LEAST_DIFFERENT):
        raise ImproperlyConfigured(
            f"SECRET_KEY can be guessed: it must have at least {LEAST_LENGTH} characters, made by chance. {MAKE_ONE}."
        )
    return key
