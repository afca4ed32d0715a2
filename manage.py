#!/usr/bin/env python
"""Django's command line for the order-tracking site."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run `make install`, then use `.venv/bin/python manage.py`."
        )
    from tracking_site.start import load_settings, mistakes_told_plainly

    with mistakes_told_plainly():
        load_settings()
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
