"""How the site is served. Everything can be changed by environment variables, explained in `.env.example`."""

from tracking_site.environment import Environment

env = Environment.of_process()

wsgi_app = "tracking_site.wsgi:application"
bind = env.text("BIND", "127.0.0.1:8000")
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
