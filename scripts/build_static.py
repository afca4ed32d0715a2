"""Builds the static files, as `make install` does: python -m scripts.build_static

It needs no settings of a shop. What is built already is left alone; a folder appears whole or not at all.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tracking_site import static_files

MANIFEST = "staticfiles.json"
UNDONE = "making-"
OLD_FOLDERS = 1
"""How many of earlier versions stay, for processes that still run."""


def main() -> None:
    folder = static_files.built_folder()
    if folder.is_dir():
        os.utime(folder)  # of the versions that are kept it is the newest
        return
    static_files.BUILT.mkdir(exist_ok=True)
    earlier = _earlier()
    made = Path(tempfile.mkdtemp(prefix=UNDONE, dir=static_files.BUILT))
    _collect(made)
    if earlier:
        _keep_for_open_pages(earlier[0], made)
    made.chmod(0o755)
    try:
        made.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        shutil.rmtree(made)  # another process was quicker
    for old in earlier[OLD_FOLDERS:]:
        shutil.rmtree(old, ignore_errors=True)


def _earlier() -> list[Path]:
    """What is there of other versions, the newest first."""
    return sorted(static_files.BUILT.glob("static-*"), key=lambda path: path.stat().st_mtime, reverse=True)


def _collect(folder: Path) -> None:
    settings.configure(
        INSTALLED_APPS=[*static_files.APPS, "django.contrib.auth", "django.contrib.contenttypes"],
        STATIC_URL=static_files.URL,
        STATIC_ROOT=folder,
        STATICFILES_DIRS=[static_files.SOURCES],
        STORAGES=static_files.storage(debug=False),
    )
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def _keep_for_open_pages(old: Path, new: Path) -> None:
    """Pages of the version before are still open in browsers, and ask for their files by the names they had."""
    try:
        names = set(json.loads((old / MANIFEST).read_text(encoding="utf-8"))["paths"].values())
    except (OSError, ValueError, KeyError):
        return
    for name in names:
        for path in (old / f"{name}{packed}" for packed in ("", ".gz", ".br")):
            target = new / path.relative_to(old)
            if path.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)


if __name__ == "__main__":
    main()
