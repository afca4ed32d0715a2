"""Runs a command on PostgreSQL and Redis: python -m tests.support.with_services pytest ..."""

import contextlib
import os
import subprocess
import sys

from tests.support import services


def main() -> int:
    environment = dict(os.environ)
    with contextlib.ExitStack() as running:
        environment["DATABASE_URL"] = running.enter_context(services.postgresql())
        try:
            environment["CACHE_URL"] = running.enter_context(services.redis())
        except services.NoRedisHere:
            if "CI" in os.environ:
                print("redis-server is missing, and here nothing may be skipped.", file=sys.stderr)
                return 1
            print(
                "NO REDIS HERE: these tests use PostgreSQL, and a cache in memory. (apt-get install redis-server)"
            )
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
