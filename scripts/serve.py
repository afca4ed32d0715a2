"""The site as one program: gunicorn and the worker, started, signalled and ended together.

    python -m scripts.serve             gunicorn and as many workers as WORKERS says (default 1; 0 for pages only)

SIGTERM and SIGINT end all in order. SIGHUP exchanges all for new processes, with the code and the settings as they are
now: the new pages answer before the old ones end, and go on waiting if the new ones do not start. What dies is started
again alone.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from scripts.listening import CannotListen, close_sockets, open_sockets
from scripts.supervising import Part, Supervisor
from tracking_site import metrics_folder
from tracking_site.environment import Environment
from tracking_site.serving import read_serving, where_to_look
from tracking_site.start import load_settings, mistakes_told_plainly

SITE = "The site"


def site_parts(
    *, workers: int, gunicorn_options: Sequence[str] = (), descriptors: Sequence[int] = ()
) -> list[Part]:
    """Gunicorn and the workers, as the environment configures them."""
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    each = [
        Part(f"Worker {number}", [sys.executable, "manage.py", "worker"]) for number in range(1, workers + 1)
    ]
    return [Part(SITE, [gunicorn, *gunicorn_options], tuple(descriptors)), *each]


def main() -> int:
    """Serve until told to stop."""
    os.umask(0o077)  # the database and what lies beside it are nobody else's to read
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
    with mistakes_told_plainly():
        load_settings()
        env = Environment.of_process()
        serving = read_serving(env)
    try:
        sockets = open_sockets(serving)
    except CannotListen as reason:
        sys.exit(str(reason))
    print(
        where_to_look(site_url=settings.SITE_URL, allowed_hosts=settings.ALLOWED_HOSTS, bind=serving.bind),
        flush=True,
    )
    metrics_folder.prepare(env)  # pages and workers count together
    try:
        supervisor = Supervisor(os.environ, forget=metrics_folder.forget)
        descriptors = [each.fileno() for each in sockets]
        for part in site_parts(
            workers=serving.workers, gunicorn_options=sys.argv[1:], descriptors=descriptors
        ):
            supervisor.start(part)
        return supervisor.wait()
    finally:
        close_sockets(sockets, serving)
        metrics_folder.remove()


if __name__ == "__main__":
    sys.exit(main())
