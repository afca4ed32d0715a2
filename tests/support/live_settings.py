"""The site's own settings for sites that tests deploy, with the static files of `tests.support.prepared`."""

import os
from pathlib import Path

from tracking_site.settings import *  # noqa: F403 - all of them

STATIC_ROOT = Path(os.environ["TEST_STATIC_ROOT"])
