"""A process that does nothing but send what is due, to be killed: `python -m tests.benchmarks.message_worker LEASE`."""

import os
import sys
import time

import django


def main() -> None:
    """Send until killed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracking_site.settings")
    django.setup()
    from orders.messages.sending import Sender

    sender, lease = Sender(), float(sys.argv[1])
    while True:
        if not sender.send_due(now=time.time(), lease=lease):
            time.sleep(0.02)


if __name__ == "__main__":
    main()
