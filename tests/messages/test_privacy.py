"""After a run with mails, SMS, bounces and added addresses, no address stands in clear in database, logs or metrics."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from prometheus_client import generate_latest
from pytest_django.fixtures import Settings

from orders.access import links
from orders.gallery.builders import NOW
from orders.messages.events import EventKind
from orders.messages.sealing import mask
from orders.messages.switching import switch
from orders.watching.metrics import REGISTRY
from tests.messages.post_office import ANA, PostOffice, delivered, prepared, shipped
from tests.support.sms_gateway import SmsServer

BEA = "bea@example.org"
CARLA = "carla@example.net"
PHONE = "600111222"
HOUR = timedelta(hours=1)


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsServer]:
    with SmsServer() as running:
        settings.SMS_GATEWAY = running.settings
        yield running


def held_in_clear() -> bytes:
    """All that the database holds, compressed snapshots as they are, from the file itself where there is one."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(":memory:")) as copy:
            connection.connection.backup(copy)
            return "\n".join(copy.iterdump()).encode()
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows).encode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("backend", ["smtp", "outbox"])
def test_no_address_is_held_in_clear(
    office: PostOffice,
    gateway: SmsServer,
    client: Client,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    backend: str,
) -> None:
    switch(on=list(EventKind), channels=["email", "sms"], quiet_minutes=10, now=0)
    if backend == "outbox":
        settings.MAILERS = {"default": {"BACKEND": "orders.messages.catching.EmailBackend"}}
        settings.SMS_GATEWAY = {"kind": "outbox"}
    with caplog.at_level(logging.DEBUG), time_machine.travel(NOW, tick=False):
        pk = office.hears(prepared(), NOW - HOUR)
        page = f"/o/{links.issue_link(pk, origin='look_up', now=NOW.timestamp())}/messages/"
        client.post(page, {"email": BEA})
        client.post("/link/", {"email": CARLA})
        client.post("/link/", {"email": ANA})
        office.server.faults.extend(["550 5.1.1 no such user", "drop", "data: 451 later"])
        office.hears(shipped())
        office.sends()
        office.hears(replace(delivered(), updated_at=NOW + HOUR), NOW + HOUR)
        office.sends(NOW + 2 * HOUR)
    # The server of the test logs what it hears; it is not the site.
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    held = held_in_clear() + said.encode() + generate_latest(REGISTRY)
    assert b"shipped:1" in held
    for address in (ANA, BEA, CARLA, PHONE):
        assert address.encode() not in held, address
        assert address.encode().hex().encode() not in held.lower(), address


def test_the_outbox_masks_whom_it_was_for() -> None:

    assert mask("Ana <ana@example.com>") == "a…@e…"
    assert mask("+34600111222") == "…22"
