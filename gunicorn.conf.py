"""How the site is served. Everything can be changed by environment variables, explained in `.env.example`."""

from typing import Any

from tracking_site import handing_on, metrics_folder
from tracking_site.environment import Environment
from tracking_site.logs import FORMATS, build_configuration
from tracking_site.serving import read_serving
from tracking_site.start import mistakes_told_plainly

with mistakes_told_plainly():
    env = Environment.of_process()
    serving = read_serving(env)
    trusted_proxies = env.networks("TRUSTED_PROXIES")
    log_level = env.choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
    log_format = env.choice("LOG_FORMAT", default="plain", choices=FORMATS)

wsgi_app = "tracking_site.wsgi:application"
bind = handing_on.sockets() or [serving.bind, *filter(None, [serving.metrics_bind])]
workers = serving.processes
# Threads, so that a slow reader holds a thread and not the worker.
worker_class = serving.worker_class
threads = serving.threads
timeout = 30
graceful_timeout = 15
keepalive = 5
preload_app = True
# `X-Forwarded-Proto` is believed from the same proxies whose `X-Forwarded-For` is.
forwarded_allow_ips = ",".join(trusted_proxies) or "127.0.0.1"
limit_request_line = 8190  # links of mailings carry long queries, and Shopify's app proxy signs them all
limit_request_fields = 50
control_socket_disable = True
logger_class = "tracking_site.serving_log.WithoutAccess"
logconfig_dict = build_configuration(
    log_format,
    level=log_level,
    loggers={
        "gunicorn.error": {"handlers": ["stderr"], "level": log_level, "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
)

metrics_folder.prepare(env)


def on_starting(server: Any) -> None:
    """Sockets that were handed to us are not ours to remove."""
    server.systemd = bool(handing_on.sockets())


def post_worker_init(_worker: Any) -> None:
    """From now on requests are answered."""
    handing_on.say_ready()


def worker_exit(_server: Any, _worker: Any) -> None:
    """A process that ends writes what it has counted."""
    from orders.watching.counting import counts  # noqa: PLC0415 - Django is set up by now, and was not before

    counts.write()


def child_exit(_server: Any, worker: Any) -> None:
    metrics_folder.forget(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave no folder behind."""
    metrics_folder.remove()
