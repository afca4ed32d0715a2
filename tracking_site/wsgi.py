"""The WSGI entry point that gunicorn serves."""

import os

import django
from django.core.wsgi import get_wsgi_application

from tracking_site.pool import lend_connections
from tracking_site.start import mistakes_told_plainly
from tracking_site.start_checks import check_start, load_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")

with mistakes_told_plainly():
    django.setup(set_prefix=False)
    check_start()
    lend_connections()
    django_application = get_wsgi_application()
    load_pages()

from orders.web.front import in_front_of

application = in_front_of(django_application)
