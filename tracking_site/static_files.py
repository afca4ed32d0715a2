"""Where the static files are that `make install` builds: a folder named for what they are built of.

The name is the stamp: a start finds the folder of its own version or none. Files of another version stay beside it, so
that processes of that version, still running, go on serving what they began with.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tracking_site.paths import BASE_DIR

URL = "/static/"
SOURCES = BASE_DIR / "static"
BUILT = BASE_DIR / "built"
APPS = ("django.contrib.admin", "django.contrib.staticfiles", "django_htmx")
"""The applications whose static files there are."""
PACKAGES = ("django", "django-htmx", "whitenoise", "brotli")
"""What the built files depend on besides our sources."""


@cache
def built_folder() -> Path:
    """Where the files of this version belong, whether they are built or not."""
    digest = hashlib.sha256(" ".join(f"{package} {version(package)}" for package in PACKAGES).encode())
    for path in sorted(path for path in SOURCES.rglob("*") if path.is_file()):
        digest.update(f"\0{path.relative_to(SOURCES)}\0".encode() + path.read_bytes())
    return BUILT / f"static-{digest.hexdigest()[:16]}"


def storage(*, debug: bool) -> dict[str, Any]:
    """Django's settings for it: packed and named for their content, except while debugging."""
    packed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {"staticfiles": {"BACKEND": plain if debug else packed}}
