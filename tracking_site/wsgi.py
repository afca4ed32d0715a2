"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")

django_application = get_wsgi_application()

from orders.web.kept_pages import KeptPages  # noqa: E402 - needs the settings to be set up
from orders.web.metrics_endpoint import MetricsEndpoint  # noqa: E402
from orders.web.request_id import RequestIds  # noqa: E402

application = RequestIds(MetricsEndpoint(KeptPages(django_application)))
