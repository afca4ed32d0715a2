"""How often one may look up, or try to sign in (docs/decisions/0007).

Only the sender's own networks can refuse him. What strangers do to an order, to an email or to the shop as a whole
makes a miss weigh more, so that fewer guesses come from each network; it refuses nobody who has not guessed.
Links that a shopper already holds are never limited.
"""

import secrets
from collections.abc import Sequence

from orders.access import buckets
from orders.access.buckets import Allowance, Bucket
from orders.storage.write_queue import in_turn

# The sender's own networks, the narrowest first: an IPv4 /24 has the first bucket only, an IPv6 /64 also those of the
# /56 and the /48 around it.
PER_NETWORK = (
    Allowance("address", capacity=20, seconds=15.0),
    Allowance("network_56", capacity=40, seconds=7.5),
    Allowance("network_48", capacity=80, seconds=3.75),
)
# What one network guesses at, in the widest sense of a network.
PER_ORDER = Allowance("order", capacity=10, seconds=300.0)
PER_CONTACT = Allowance("contact", capacity=10, seconds=300.0)
# What all networks together miss. A full one refuses nobody; it makes misses heavier.
MISSES_ON_ORDER = Allowance("order_misses", capacity=30, seconds=20.0)
MISSES_ON_CONTACT = Allowance("contact_misses", capacity=30, seconds=20.0)
MISSES_IN_ALL = Allowance("all_misses", capacity=300, seconds=0.2)

ONE_FOUND_IN = 50
"""Many shoppers share a mobile carrier's address and look up after the same mailing, so that of so many found look-ups
one, by chance, is charged. The others write nothing here.
"""
BESIEGED_GUESS_WEIGHT = 10 / 3
"""While an order or a contact is guessed at from everywhere: three guesses a network instead of ten."""
BESIEGED_WEIGHT = 4.0
"""While misses come from everywhere: five a network instead of twenty."""

SIGN_IN_PER_NETWORK = (
    Allowance("sign_in_address", capacity=8, seconds=60.0, adjustable=False),
    Allowance("sign_in_56", capacity=10, seconds=50.0, adjustable=False),
    Allowance("sign_in_48", capacity=12, seconds=40.0, adjustable=False),
)
# An account has more room than a network, so that nobody is kept out of theirs from one network.
SIGN_IN_PER_NAME = Allowance("sign_in_name", capacity=12, seconds=50.0, adjustable=False)
# A password costs a third of a second to check: no more than that every three seconds, whoever knocks.
SIGN_IN_IN_ALL = Allowance("sign_in_all", capacity=16, seconds=3.0, adjustable=False)

# The second step. Six digits can be guessed by somebody who has the password, so an account has few guesses: six, then
# twelve an hour, of which in a day one in a thousand is right. Recovery codes and passkeys cannot be guessed and are
# not counted there, so that somebody who guesses does not keep the owner out of these.
SECOND_STEP_PER_NETWORK = (
    Allowance("second_address", capacity=8, seconds=60.0, adjustable=False),
    Allowance("second_56", capacity=10, seconds=50.0, adjustable=False),
    Allowance("second_48", capacity=12, seconds=40.0, adjustable=False),
)
SECOND_STEP_PER_ACCOUNT = Allowance("second_account", capacity=6, seconds=300.0, adjustable=False)
SECOND_STEP_IN_ALL = Allowance("second_all", capacity=30, seconds=10.0, adjustable=False)
# A question to a passkey is answered once; a browser keeps what it was asked for no more than ten minutes.
CHALLENGE = Allowance("passkey_challenge", capacity=1, seconds=3600.0, adjustable=False)

# Asking for one's link by mail, and adding an address: counted apart from look-ups, and the same for every outcome.
ASK_PER_NETWORK = (
    Allowance("ask_address", capacity=20, seconds=15.0),
    Allowance("ask_56", capacity=40, seconds=7.5),
    Allowance("ask_48", capacity=80, seconds=3.75),
)
# Software that asks for a shop: a burst of ten seconds' work, then four a second for as long as it likes.
API_PER_TOKEN = Allowance("api_token", capacity=240, seconds=0.25, adjustable=False)
API_STRANGER = (
    Allowance("api_address", capacity=30, seconds=10.0, adjustable=False),
    Allowance("api_56", capacity=60, seconds=5.0, adjustable=False),
    Allowance("api_48", capacity=120, seconds=2.5, adjustable=False),
)
QUESTION_PER_ADDRESS = Allowance("question", capacity=1, seconds=86_400.0, adjustable=False)


class LookUp:
    """One look-up and the buckets that it meets. Ask `seconds_to_wait` first; then say how it ended."""

    def __init__(self, *, networks: Sequence[str], order_key: str, contact: str) -> None:
        """`networks` are the sender's, the narrowest first."""
        widest = networks[-1]
        self._own = tuple(map(Bucket.of, PER_NETWORK, networks))
        self._guesses = (
            Bucket.of(PER_ORDER, f"{widest} {order_key}"),
            Bucket.of(PER_CONTACT, f"{widest} {contact}"),
        )
        # Beside those of the guesses, and for all.
        self._shared = (
            Bucket.of(MISSES_ON_ORDER, order_key),
            Bucket.of(MISSES_ON_CONTACT, contact),
            Bucket.of(MISSES_IN_ALL, ""),
        )
        self._levels: dict[str, float] = {}
        self._charged: dict[Bucket, float] = {}

    def seconds_to_wait(self, *, now: float) -> float | None:
        """None when it may go ahead, else how long it may not. Only reads, so that to refuse costs little."""
        self._levels = buckets.look((*self._own, *self._guesses, *self._shared), now=now)
        over = max(
            bucket.seconds_until(self._levels, weight=weight) for bucket, weight in self._weights().items()
        )
        return buckets.at_least_a_second(over)

    def note_found(self, *, now: float) -> None:
        """The pair was right, and known here."""
        if not secrets.randbelow(ONE_FOUND_IN):
            buckets.fill(dict.fromkeys(self._own, 1.0), now=now)

    def charge_miss(self, *, now: float) -> float | None:
        """Count a miss, before the shop is asked. None when there was room, as mostly after `seconds_to_wait`."""
        weights = self._weights()
        shared = {bucket: 1.0 for bucket in self._shared if not bucket.is_full(self._levels)}
        with in_turn():
            wait = buckets.charge(weights, besides=shared, now=now)
        if wait is None:
            self._charged = weights | shared
        return wait

    def take_miss_back(self, *, now: float) -> None:
        """It was none: the shop knew the pair, or could not be asked."""
        buckets.fill({bucket: -weight for bucket, weight in self._charged.items()}, now=now)

    def _weights(self) -> dict[Bucket, float]:
        """What a miss weighs now in each bucket that may refuse it."""
        on_order, on_contact, in_all = (bucket.is_full(self._levels) for bucket in self._shared)
        weights = dict.fromkeys(self._own, BESIEGED_WEIGHT if in_all else 1.0)
        for bucket, besieged in zip(self._guesses, (on_order, on_contact), strict=True):
            weights[bucket] = BESIEGED_GUESS_WEIGHT if besieged else 1.0
        return weights


def charge_asking(*, networks: Sequence[str], now: float) -> float | None:
    """Count one wish for a mail. None when it may go ahead, else the seconds until one may."""
    return buckets.charge(dict.fromkeys(map(Bucket.of, ASK_PER_NETWORK, networks), 1.0), now=now)


def charge_question(address_hash: str, *, now: float) -> float | None:
    """Count one question to an address whether it wants news: one a day, whoever adds it. None when it may go."""
    return buckets.charge({Bucket.of(QUESTION_PER_ADDRESS, address_hash): 1.0}, now=now)


def charge_sign_in(*, networks: Sequence[str], name: str | None, now: float) -> float | None:
    """Count one attempt to sign in, right or wrong; `name` is whose password may have been guessed, None for a passkey.

    None when it may go ahead, else the seconds until one may.
    """
    met = [*map(Bucket.of, SIGN_IN_PER_NETWORK, networks), Bucket.of(SIGN_IN_IN_ALL, "")]
    if name is not None:
        met.append(Bucket.of(SIGN_IN_PER_NAME, name))
    return buckets.charge(dict.fromkeys(met, 1.0), now=now)


def charge_second_step(*, networks: Sequence[str], account: str | None, now: float) -> float | None:
    """Count one attempt at the second step, right or wrong; `account` is whose code may have been guessed at.

    None when it may go ahead, else the seconds until one may.
    """
    met = [*map(Bucket.of, SECOND_STEP_PER_NETWORK, networks), Bucket.of(SECOND_STEP_IN_ALL, "")]
    if account is not None:
        met.append(Bucket.of(SECOND_STEP_PER_ACCOUNT, account))
    return buckets.charge(dict.fromkeys(met, 1.0), now=now)


def spend_challenge(challenge: str, *, now: float) -> bool:
    """Whether nobody has answered this question to a passkey before; from now on somebody has."""
    return buckets.charge({Bucket.of(CHALLENGE, challenge): 1.0}, now=now) is None


def charge_api_token(token: str, *, now: float) -> float | None:
    """Count one request of a token. None when it may go ahead, else the seconds until one may."""
    return buckets.charge({Bucket.of(API_PER_TOKEN, token): 1.0}, now=now)


def charge_api_stranger(*, networks: Sequence[str], now: float) -> float | None:
    """Count one request without a token that is known. None when it may be told so, else the seconds to wait."""
    return buckets.charge(dict.fromkeys(map(Bucket.of, API_STRANGER, networks), 1.0), now=now)
