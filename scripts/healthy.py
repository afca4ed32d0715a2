"""Whether the site in this container answers: the exit status says it. python -m scripts.healthy"""

import http.client
import os
import sys

PORT = int(os.environ.get("BIND", ":8000").rpartition(":")[2])


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
    try:
        connection.request("GET", "/healthz")
        return int(connection.getresponse().status != http.client.OK)
    except OSError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
