"""What stands between gunicorn and Django, the outermost first."""

from orders.web.broken_requests import BrokenRequests
from orders.web.counting import CountsWritten
from orders.web.deliveries import Deliveries
from orders.web.kept_pages import KeptPages
from orders.web.metrics_endpoint import MetricsEndpoint
from orders.web.quick_look_up import QuickLookUps
from orders.web.request_id import RequestIds
from orders.web.wsgi_types import Application


def in_front_of(django: Application) -> Application:
    """The site as gunicorn calls it."""
    nearest = Deliveries(KeptPages(QuickLookUps(django)))
    return RequestIds(BrokenRequests(MetricsEndpoint(CountsWritten(nearest))))
