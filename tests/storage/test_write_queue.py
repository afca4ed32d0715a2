"""Writers of one SQLite database wait for each other, whichever thread or process they are of."""

import fcntl
import os
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from orders.storage.write_queue import in_turn

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL needs no queue"),
]


def hold_file() -> int:
    """What another process would do that has the turn."""
    held = os.open(f"{connection.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    return held


def test_another_process_is_waited_for() -> None:
    entered = threading.Event()

    def write() -> None:
        with in_turn():
            entered.set()

    held = hold_file()
    writer = threading.Thread(target=write)
    writer.start()
    assert not entered.wait(0.2)
    os.close(held)  # it is done, or it died: either way the turn passes on
    assert entered.wait(5)
    writer.join()


def test_threads_write_one_at_a_time() -> None:
    inside: list[int] = []
    most: list[int] = []

    def write() -> None:
        for _ in range(20):
            with in_turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}


def test_the_turn_passes_on_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), in_turn(), transaction.atomic():
        1 / 0  # noqa: B018
    with in_turn():
        os.close(os.open(f"{connection.settings_dict['NAME']}-queue", os.O_RDWR))


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_a_database_in_memory_has_no_file_beside_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    with in_turn():
        assert list(tmp_path.iterdir()) == []
