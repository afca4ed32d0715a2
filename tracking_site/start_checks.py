"""What is looked at before the first request: what cannot work is refused, what is only unwell is said in the log."""

import logging
import os
import stat
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.template.loader import get_template

from tracking_site.paths import BASE_DIR

ASK_SECONDS = 1.0
logger = logging.getLogger("tracking_site")


def check_start() -> None:
    """Raises `ImproperlyConfigured` where no page could be served until a person does something."""
    _check_static_files()
    _check_tables()
    _look_at_cache()
    _look_at_env_file()


def _check_static_files() -> None:
    if not settings.DEBUG and not Path(settings.STATIC_ROOT).is_dir():
        raise ImproperlyConfigured("The static files of this version are not built. Run `make install`.")


def _check_tables() -> None:
    """An absent database is not refused: it may come, and until then pages say calmly that they cannot be served."""
    try:
        executor = MigrationExecutor(connection)
        lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        logger.warning("The database does not answer yet: %s", str(error).strip().partition("\n")[0])
        return
    finally:
        connections.close_all()  # processes are forked from this one, and none may share a connection
    if lacking:
        raise ImproperlyConfigured("The database lacks tables of this version. Run `manage.py migrate`.")


def _look_at_cache() -> None:
    location = str(settings.CACHES["default"].get("LOCATION", ""))
    if not location.startswith(("redis://", "rediss://")):
        return
    import redis  # noqa: PLC0415 - an extra, and only here needed

    try:
        with redis.Redis.from_url(
            location, socket_timeout=ASK_SECONDS, socket_connect_timeout=ASK_SECONDS
        ) as client:
            client.ping()
    except redis.RedisError as error:
        logger.warning(
            "The cache at CACHE_URL does not answer (%s); pages are made anew for each request.", error
        )


def _look_at_env_file() -> None:
    path = Path(os.environ.get("ENV_FILE") or BASE_DIR / ".env")
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH:
        logger.warning("%s can be read by every user of this machine. Run `chmod 600` on it.", path)


def load_pages() -> None:
    """All code and templates now, once for all processes, which share the memory: no shopper waits for it, and an
    upgrade exchanges the files under those that still run.
    """
    import_module(settings.ROOT_URLCONF)
    folder = BASE_DIR / "templates"
    for path in sorted(folder.rglob("*.html")):
        get_template(str(path.relative_to(folder)))
