"""The least that Django can serve: no middleware, one view, the same answer as `bare_wsgi`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from tests.benchmarks.bare_wsgi import BODY, HEADERS

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="bare", USE_I18N=False
)


def page(request: HttpRequest) -> HttpResponse:
    """Answers."""
    return HttpResponse(BODY, headers=dict(HEADERS))


urlpatterns = [re_path("", page)]
application = get_wsgi_application()
