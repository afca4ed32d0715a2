"""`make deployed`: prepares what needs the network, then goes on in namespaces of its own, where all ports are free."""

import os
import sys
from typing import NoReturn

from tests.deployed import debian


def main() -> int:
    try:
        debian.prepare()
    except debian.NotHere as reason:
        print(reason)
        return 0 if "CI" not in os.environ else 1
    return _go_on_alone()


def _go_on_alone() -> NoReturn:
    alone = ["unshare", "--mount", "--net", "--ipc", "--propagation", "private"]
    os.execvp(alone[0], [*alone, sys.executable, "-m", "tests.deployed.run", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
