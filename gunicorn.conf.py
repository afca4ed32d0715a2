"""How the site is served. Everything can be changed by environment variables, explained in `.env.example`."""

import os
from typing import Any

from tracking_site import metrics_folder
from tracking_site.environment import Environment
from tracking_site.logs import FORMATS, build_configuration

env = Environment.of_process()

wsgi_app = "tracking_site.wsgi:application"
bind = [env.text("BIND", "127.0.0.1:8000")]
metrics_host = env.text("METRICS_HOST", "127.0.0.1")
if metrics_port := env.number("METRICS_PORT", default=0, least=0, most=65_535):
    bind.append(f"{metrics_host}:{metrics_port}")
workers = env.number("WEB_CONCURRENCY", default=2, least=1, most=64)
# Threads, so that a slow reader holds a thread and not the worker.
worker_class = env.choice("WORKER_CLASS", default="gthread", choices=("gthread", "sync"))
threads = env.number("WEB_THREADS", default=16, least=1, most=256)
timeout = 30
graceful_timeout = 15
keepalive = 5
preload_app = True
# `X-Forwarded-Proto` is believed from the same proxies whose `X-Forwarded-For` is.
forwarded_allow_ips = ",".join(env.networks("TRUSTED_PROXIES")) or "127.0.0.1"
limit_request_line = 2048
limit_request_fields = 50
control_socket_disable = True
accesslog = None  # request lines hold order links
log_level = env.choice("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
logconfig_dict = build_configuration(
    env.choice("LOG_FORMAT", default="plain", choices=FORMATS),
    level=log_level,
    loggers={
        "gunicorn.error": {"handlers": ["stderr"], "level": log_level, "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
)

metrics_folder.prepare(env)


def child_exit(_server: Any, worker: Any) -> None:
    """What a process that has ended counted stays; what it last measured does not."""
    if os.environ.get(metrics_folder.VARIABLE):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - reads the folder when imported

        mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    """Leave no folder behind."""
    metrics_folder.remove()
