"""Several machines that start together migrate one after the other."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.live_site import site_environment
from tests.support.processes import ROOT
from tests.support.services import create_database


def test_two_that_migrate_an_empty_database_at_once_both_succeed(tmp_path: Path) -> None:
    given = os.environ.get("DATABASE_URL", "")
    url = create_database(given) if given.startswith("postgres") else f"sqlite:///{tmp_path}/orders.sqlite3"
    environment = site_environment(
        url="http://127.0.0.1:8000", shopify_url="http://127.0.0.1:9", database_url=url
    )
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    errors = [each.communicate(timeout=120)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], errors
