"""How the site is served. Everything can be changed by environment variables, explained in `.env.example`."""

import os

wsgi_app = "tracking_site.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that a slow reader holds a thread and not the worker.
worker_class = os.environ.get("WORKER_CLASS", "gthread")
threads = int(os.environ.get("WEB_THREADS", "16"))
timeout = 30
graceful_timeout = 15
keepalive = 5
preload_app = True
# `X-Forwarded-Proto` is believed from the same proxies whose `X-Forwarded-For` is.
forwarded_allow_ips = os.environ.get("TRUSTED_PROXIES", "") or "127.0.0.1"
limit_request_line = 2048
limit_request_fields = 50
accesslog = None  # request lines hold order links
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "tracking_site.logs.RedactingFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "ERROR", "propagate": False},
    },
}
