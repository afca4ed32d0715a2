"""`python -m tests.benchmarks.messaging`: exactly one message for each event, how many a second, what a refresh costs.

`storm`: orders change while workers are killed and the mail server fails. `rate`: against the same mails sent by a bare
loop over one connection. `refresh`: fetching and storing an order with messages on, against off.
"""

import argparse
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import inf

from tests.benchmarks import in_process  # first, for it sets Django up

# isort: split
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import translation

from orders.asking import gateway
from orders.domain.order import Order
from orders.gallery.builders import a_fulfillment, an_event, an_order, gid
from orders.messages import composing, outbox
from orders.messages.email import Mailer, build_mail
from orders.messages.events import EventKind
from orders.messages.models import Message, MessageEvent, State
from orders.messages.sending import Sender
from orders.messages.switching import read_switches, switch
from orders.shopify.results import Contact, FetchedOrder
from orders.storage import store
from orders.transport.deadline import Deadline
from tests.benchmarks.ending import stop_what_was_started
from tests.benchmarks.figures import print_machine, ratios, take_turns
from tests.sandbox import Sandbox
from tests.sandbox.building import Buyer
from tests.support.processes import ROOT
from tests.support.smtp_server import Received, SmtpServer

LEASE = 3.0
OPEN = ("waiting", "claimed", "sending")
FAULTS, KILLS, OUTAGES = 0.02, 0.006, 0.003
"""How often after a change the mail server fails at one mail, a worker is killed, the mail server is."""
LONGEST_OUTAGE = 2.0
MOST_WAITING = 200
"""Changes pause while so many messages wait: if the workers never kept up, each order would be told only of its end."""
STEPS = ("prepared", "shipped", "out", "delivered", "returned")
SAYS = {
    "shipped": "has shipped",
    "out": "out for delivery",
    "delivered": ": delivered",
    "returned": "back to us",
}
FRESH_SECONDS = 0.5
"""Between the last look at the order and the moment that the mail names as its own."""


def main() -> None:
    """Run what is asked for, by default all of it."""
    stop_what_was_started()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["rate", "refresh", "storm"])
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    print_machine()
    with Sandbox(demo_orders=False) as sandbox, SmtpServer(stall_seconds=2.0) as server:
        sandbox.state.buckets.resize(size=1_000_000, restore_rate=1_000_000)
        _connect(sandbox, server)
        for what in options.what:
            if what == "storm":
                storm(sandbox, server, changes=options.changes, seed=options.seed)
            elif what == "rate":
                rate(sandbox, server, mails=options.mails, rounds=options.rounds)
            else:
                refresh(sandbox, rounds=options.rounds)


def _connect(sandbox: Sandbox, server: SmtpServer) -> None:
    in_process.connect(sandbox.url)
    gateway.forget_client()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}/?timeout=1"
    settings.MAILERS = server.mailers
    settings.MESSAGES_FROM = "orders@casalumbre.example"


def step(name: str, number: int, now: datetime) -> Order:
    """An order at one of the steps of its life."""
    statuses = {
        "shipped": "FULFILLED",
        "out": "OUT_FOR_DELIVERY",
        "delivered": "DELIVERED",
        "returned": "RETURNING_TO_SENDER",
    }
    parcels = []
    if name != "prepared":
        events = [] if name == "shipped" else [an_event(statuses[name], now=now, hours_ago=0)]
        parcels = [a_fulfillment(number, now=now, display_status=statuses[name], hours_ago=0, events=events)]
    order = an_order(now=now, name=f"#{number}", fulfillments=parcels)
    return replace(order, id=gid("Order", number), number=number, updated_at=now)


def put(name: str, number: int, *, email: str = "ana@example.com") -> int:
    """Store it, as a refresh does."""
    now = datetime.now(UTC)
    fetched = FetchedOrder(order=step(name, number, now), contact=Contact(email=email))
    return store.put_if_newer(fetched, fetched_at=now.timestamp())


def _add(sandbox: Sandbox, numbers: range) -> None:
    placed = datetime.now(UTC) - timedelta(days=2)
    for number in numbers:
        buyer = Buyer(email="ana@example.com", locale="en")
        sandbox.state.add_order(f"#{number}", buyer=buyer, legacy_id=number, at=placed)
        put("prepared", number)


# A storm ------------------------------------------------------------------------------------------------------------


@dataclass
class Storm:
    """What happened to which order, and when."""

    lives: dict[int, list[tuple[float, str]]] = field(default_factory=dict)

    def untold(self, subjects: Collection[str]) -> list[int]:
        """Orders of whose last step no mail tells."""
        told: dict[int, set[str]] = defaultdict(set)
        for subject in subjects:
            told[_number_in(subject)] |= {step for step, words in SAYS.items() if words in subject}
        ends = {number: life[-1][1] for number, life in self.lives.items() if len(life) > 1}
        return [number for number, end in ends.items() if end not in told[number]]

    def is_true(self, subject: str, at: float) -> bool:
        """Whether what a mail said was so within the second that began at `at`, or just before."""
        life = self.lives[_number_in(subject)]
        until = [moment for moment, _ in life[1:]] + [inf]
        return any(
            SAYS.get(name, "?") in subject
            for (_, name), end in zip(life, until, strict=True)
            if end >= at - FRESH_SECONDS
        )


def _number_in(subject: str) -> int:
    found = re.search(r"#(\d+)", subject)
    assert found, subject
    return int(found[1])


def storm(sandbox: Sandbox, server: SmtpServer, *, changes: int, seed: int) -> None:
    """Orders change at random, workers die at random, and so do the mail server's answers."""
    dice = random.Random(seed)
    orders = max(10, changes // (len(STEPS) - 1))
    numbers = range(100_000, 100_000 + orders)
    Message.objects.all().delete()  # what an earlier part has claimed would be waited for, and count
    _add(sandbox, numbers)
    switch(on=list(EventKind), channels=["email"], quiet_minutes=0, now=time.time())
    weather = Storm({number: [(time.time(), "prepared")] for number in numbers})
    arrivals: list[float] = []
    server.on_received = lambda: arrivals.append(time.time())
    first = len(server.received)
    environment = os.environ | {
        "EMAIL_URL": settings.EMAIL_URL,
        "MESSAGES_FROM": settings.MESSAGES_FROM,
        "SHOPIFY_API_URL": sandbox.url,
    }
    workers = [_start(environment) for _ in range(2)]
    began = time.monotonic()
    try:
        kills, outages = _blow(weather, server, workers, environment, changes=changes, dice=dice)
        Message.objects.exclude(state__in=["sent", "failed", "dropped"]).update(due_at=time.time())
        _drain()
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    print(
        f"Seed {seed}, {time.monotonic() - began:.0f} s, "
        f"{kills} workers killed, the mail server {outages} times"
    )
    _tell_storm(weather, server.received[first:], arrivals)


def _blow(
    weather: Storm,
    server: SmtpServer,
    workers: list["subprocess.Popen[bytes]"],
    environment: dict[str, str],
    *,
    changes: int,
    dice: random.Random,
) -> tuple[int, int]:
    """As many changes as asked for, and what goes wrong meanwhile; returns how often workers and server were killed."""
    numbers = list(weather.lives)
    kills = outages = made = 0
    while made < changes:
        number = dice.choice(numbers)
        life = weather.lives[number]
        if life[-1][1] == STEPS[-1]:
            number = next(each for each in numbers if weather.lives[each][-1][1] != STEPS[-1])
            life = weather.lives[number]
        name = STEPS[STEPS.index(life[-1][1]) + 1]
        put(name, number)
        life.append((time.time(), name))
        made += 1
        if made % 20 == 0:
            _let_them_keep_up()
        if dice.random() < FAULTS:
            server.faults.append(
                dice.choice(["data: 451 later", "drop", "keep and drop", "stall", "450 busy"])
            )
        if dice.random() < KILLS:
            victim = workers.pop(dice.randrange(len(workers)))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            workers.append(_start(environment))
            kills += 1
        if dice.random() < OUTAGES:
            server.go_away(dice.uniform(0.2, LONGEST_OUTAGE))
            outages += 1
    server.faults.clear()
    time.sleep(LONGEST_OUTAGE)
    return kills, outages


def _let_them_keep_up() -> None:
    while Message.objects.filter(state__in=OPEN).count() > MOST_WAITING:
        time.sleep(0.05)


def _start(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.benchmarks.message_worker", str(LEASE)]
    return subprocess.Popen(command, env=environment, cwd=ROOT)


def _drain() -> None:
    """Until nothing waits any more; what is put off is made due at once."""
    give_up_at = time.monotonic() + 900
    while time.monotonic() < give_up_at:
        open_ones = Message.objects.filter(state__in=OPEN)
        if not open_ones.exists():
            return
        open_ones.filter(leased_until=0).update(due_at=time.time())
        time.sleep(0.5)


def _tell_storm(weather: Storm, received: Sequence[Received], arrivals: Sequence[float]) -> None:
    seen = Counter(str(mail.mail["Message-ID"]).strip("<>") for mail in received)
    subjects = [str(mail.mail["Subject"]) for mail in received]
    rows = list(Message.objects.all())
    states = Counter(row.state for row in rows)
    named = {row.message_id: row for row in rows if row.unanswered}
    doubled = {name for name, count in seen.items() if count > 1}
    unseen = [row for row in rows if row.state == State.SENT and row.message_id not in seen]
    failed = Message.objects.filter(state=State.FAILED).values_list("order__shopify_id", "reason")
    given_up = {int(gid.rpartition("/")[2]): reason for gid, reason in failed}
    untold = weather.untold(subjects)
    made = [mail.mail["Date"].datetime.timestamp() for mail in received]
    untrue = [subject for subject, at in zip(subjects, made, strict=True) if not weather.is_true(subject, at)]
    slowest = max((arrived - at for at, arrived in zip(made, arrivals, strict=True)), default=0.0)
    print(f"State changes {sum(len(life) - 1 for life in weather.lives.values()):>8}")
    print(f"Events noted  {MessageEvent.objects.count():>8}, in messages {len(rows)}: {dict(states)}")
    print(f"Mails arrived {len(received):>8}, different {len(seen)}")
    print(f"Doubled       {len(doubled):>8}, of which not named {len(doubled - set(named))}")
    print(f"Lost          {len(unseen) + sum(number not in given_up for number in untold):>8}")
    print(
        f"Given up      {len(given_up):>8}, of which {sum(number in given_up for number in untold)} not told"
    )
    print(f"Never ended   {sum(states[each] for each in OPEN):>8}")
    print(
        f"Untrue        {len(untrue):>8}, as of each mail's own Date; the slowest took {slowest:.0f} s from there"
    )
    for subject in untrue:
        print(f"  {subject}: {weather.lives[_number_in(subject)]}")
    for name in sorted(doubled):
        row = named.get(name)
        print(f"  {name} came {seen[name]} times; answers that never came: {row.unanswered if row else 0}")
    for number, reason in sorted(given_up.items()):
        print(f"  The order #{number}: {reason}")


# How many a second --------------------------------------------------------------------------------------------------


def rate(sandbox: Sandbox, server: SmtpServer, *, mails: int, rounds: int) -> None:
    """The worker's way against a bare loop that makes the same mails and sends them over one connection."""
    numbers = range(200_000, 200_000 + mails)
    _add(sandbox, numbers)
    switch(on=list(EventKind), channels=["email"], quiet_minutes=0, now=time.time())

    def with_outbox() -> float:
        _make_due(numbers)
        sender = Sender()
        began = time.perf_counter()
        while sender.send_due(now=time.time()):
            pass
        passed = time.perf_counter() - began
        sender.close()
        return mails / passed

    def bare(*, ready: bool) -> float:
        _make_due(numbers)
        claimed = outbox.claim(most=mails, now=time.time())
        made = [_make(each) for each in claimed] if ready else None
        mailer = Mailer()
        began = time.perf_counter()
        for index, each in enumerate(claimed):
            mailer.send(made[index] if made else _make(each))
        passed = time.perf_counter() - began
        mailer.close()
        return mails / passed

    figures = take_turns(
        {
            "worker": with_outbox,
            "bare loop": lambda: bare(ready=False),
            "bare loop, mails made beforehand": lambda: bare(ready=True),
        },
        rounds=rounds,
    )
    print(f"Mails a second, {mails} at a time")
    for name, found in figures.items():
        against = ratios(figures["worker"], found)
        print(f"  {name:<34} {sorted(found)[len(found) // 2]:>7.0f}   worker / this {against.text(2)}")


def _make(claimed: outbox.Claimed) -> EmailMessage:
    switches = read_switches()
    matter = composing.read_matter(claimed, switches, wish="every_step", now=time.time())
    letter = composing.compose_mail(matter, switches, language="en", address="ana@example.com")
    return build_mail(letter, to="ana@example.com")


def _make_due(numbers: range) -> None:
    Message.objects.all().delete()
    for number in numbers:
        put("prepared", number)
        put("shipped", number)
    translation.activate("en")


# What a refresh costs -----------------------------------------------------------------------------------------------


def refresh(sandbox: Sandbox, *, rounds: int) -> None:
    """Fetching and storing an order whose parcel has news each time, in processor time, the sandbox's with it.

    Each turn has an order of its own, for orders grow.
    """
    numbers = itertools.count(300_000)

    def fetch(*, on: bool) -> float:
        number = next(numbers)
        _add(sandbox, range(number, number + 1))
        (record,) = [order for order in sandbox.state.orders if order.id == gid("Order", number)]
        parcel = sandbox.state.fulfill(record)
        kinds = list(EventKind)
        switch(on=kinds if on else [], off=[] if on else kinds, channels=["email"], quiet_minutes=10, now=0)
        began = time.process_time()
        for _ in range(40):
            sandbox.state.add_event(parcel, "IN_TRANSIT", city="Madrid")
            asked_at = time.time()
            fetched = gateway.client().get_order(record.id, deadline=Deadline.after(10))
            store.put_if_newer(fetched, fetched_at=asked_at)
        return (time.process_time() - began) / 40

    figures = take_turns({"off": lambda: fetch(on=False), "on": lambda: fetch(on=True)}, rounds=rounds)
    print(
        "A refresh with messages on, by the time with them off:",
        ratios(figures["on"], figures["off"]).text(2),
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
