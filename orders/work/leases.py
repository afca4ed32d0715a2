"""What a worker holds stays its own while it lives, and is free soon after it died: short leases, renewed meanwhile."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from django.db import Error, connection

from orders import clock
from orders.storage import due
from orders.storage.trouble import in_its_own_words

logger = logging.getLogger("orders.worker")

LEASE_SECONDS = 12.0
"""A worker that was killed leaves what it held for no longer than this and a second."""
RENEWALS_A_LEASE = 4
"""Two of them may fail, or be late on a busy machine, and the lease still holds."""
LAST_RENEWAL_SECONDS = 2.0


class Held[Claim: Any]:
    """`with Held(claimed, renew=...) as held:` around the work; `held.let_go()` is the claim as it stands then.

    A claim is known by the very time its lease ends, so a renewed one is another value. Renewing is a thread's, which
    begins with waiting: a short piece of work costs no statement more. `renew` is told the claim and its new end.
    """

    def __init__(self, claimed: Claim, *, renew: Callable[[Claim, float], bool], lease: float) -> None:
        self._claimed = claimed
        self._renew = renew
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.let_go()

    def let_go(self) -> Claim:
        """End the renewing, and return the claim to be given back or finished by."""
        self._over.set()
        self._thread.join(LAST_RENEWAL_SECONDS)
        return self._claimed

    def _keep(self) -> None:
        renewed = False
        try:
            while not self._over.wait(self._lease / RENEWALS_A_LEASE):
                renewed = True
                if not self._renew_once():
                    return
        finally:
            if renewed:
                connection.close()  # this thread's own

    def _renew_once(self) -> bool:
        """False once it is not ours any more: stored meanwhile, or taken over."""
        until = due.build_lease(clock.seconds(), self._lease)
        try:
            if not self._renew(self._claimed, until):
                return False
        except Error as trouble:
            logger.warning("A lease could not be renewed yet. The database: %s", in_its_own_words(trouble))
            connection.close()
            return True
        self._claimed = replace(self._claimed, leased_until=until)
        return True
