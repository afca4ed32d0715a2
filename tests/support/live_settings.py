"""The site's own settings for sites that tests deploy; each test run collects static files into a folder of its own.

A site that collects its files anew rewrites them in place, and cuts off what another site on the same folder is just
sending.
"""

import os
from pathlib import Path

from tracking_site.settings import *  # noqa: F403 - all of them

STATIC_ROOT = Path(os.environ["TEST_STATIC_ROOT"])
