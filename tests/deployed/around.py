"""What stands around the site: PostgreSQL with pgbouncer, Redis, nginx and Caddy, each as Debian has it."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.deployed import debian, readme

PASSWORD = "of-the-database"
DATABASE_URL = f"postgres://orders:{PASSWORD}@127.0.0.1:6432/orders"
CACHE_URL = "redis://127.0.0.1:6379/0"
HOSTS = ("track.example.com", "track2.example.com")
PGBOUNCER = """[databases]
orders = host=127.0.0.1 port=5432
orders2 = host=127.0.0.1 port=5432
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = 6432
auth_type = plain
auth_file = /etc/pgbouncer/users
pool_mode = transaction
server_login_retry = 1
pidfile = /tmp/pgbouncer.pid
logfile = /tmp/pgbouncer.log
unix_socket_dir =
"""


class Around:
    """The services of one root. Each `start_…` is over when the service answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._started: list[subprocess.Popen[bytes]] = []

    def start_database(self) -> None:
        debian.run(
            self.root,
            "pg_ctlcluster --skip-systemctl-redirect $(pg_lsclusters -h | cut -d' ' -f1) main start",
        )
        roles = f"CREATE ROLE orders LOGIN PASSWORD '{PASSWORD}'"
        for statement in (
            roles,
            "CREATE DATABASE orders OWNER orders",
            "CREATE DATABASE orders2 OWNER orders",
        ):
            debian.run(self.root, f'cd /tmp; sudo -u postgres psql -qc "{statement}"')
        (self.root / "etc/pgbouncer/pgbouncer.ini").write_text(PGBOUNCER)
        (self.root / "etc/pgbouncer/users").write_text(f'"orders" "{PASSWORD}"\n')
        debian.run(self.root, "cd /tmp; sudo -u postgres pgbouncer -qd /etc/pgbouncer/pgbouncer.ini")

    def restart_database(self) -> None:
        debian.run(
            self.root,
            "pg_ctlcluster --skip-systemctl-redirect $(pg_lsclusters -h | cut -d' ' -f1) main restart -m fast",
        )

    def kill_pgbouncer(self) -> None:
        debian.run(self.root, "kill -9 $(cat /tmp/pgbouncer.pid); rm -f /tmp/pgbouncer.pid")
        debian.run(self.root, "cd /tmp; sudo -u postgres pgbouncer -qd /etc/pgbouncer/pgbouncer.ini")

    def start_cache(self, *options: str) -> None:
        self.cache = self._spawn(
            "redis-server", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", *options
        )

    def stop_cache(self) -> None:
        self.cache.terminate()
        self.cache.wait(20)

    def freeze_cache(self) -> None:
        self.cache.send_signal(signal.SIGSTOP)

    def thaw_cache(self) -> None:
        self.cache.send_signal(signal.SIGCONT)

    def fill_cache(self) -> None:
        self._redis("config set maxmemory-policy noeviction", "config set maxmemory 1")

    def empty_cache(self) -> None:
        self._redis("config set maxmemory 0", "flushall")

    def start_nginx(self) -> None:
        folder = self.root / "etc/nginx"
        (block,) = readme.blocks(readme.under("nginx"), "nginx")
        (folder / "sites-enabled/default").unlink(missing_ok=True)
        for name, text in (("order-tracking", block), ("order-tracking-2", second_site(block))):
            (folder / "sites-available" / name).write_text(text)
            (folder / "sites-enabled" / name).symlink_to(f"../sites-available/{name}")
        for host in HOSTS:
            debian.run(
                self.root,
                f"mkdir -p /etc/letsencrypt/live/{host}; cd /etc/letsencrypt/live/{host}; openssl req -x509 -newkey "
                f"ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 9 -subj /CN={host} "
                f"-addext subjectAltName=DNS:{host} -keyout privkey.pem -out fullchain.pem 2>/dev/null",
            )
        debian.run(
            self.root,
            "mkdir -p /usr/local/share/ca-certificates; for host in /etc/letsencrypt/live/*; do "
            "cp $host/fullchain.pem /usr/local/share/ca-certificates/${host##*/}.crt; done; "
            "update-ca-certificates >/dev/null 2>&1; nginx -t -q; nginx",
        )

    def stop_nginx(self) -> None:
        debian.run(self.root, "nginx -s quit; while [ -e /run/nginx.pid ]; do sleep 0.1; done")

    def start_caddy(self) -> None:
        """Certificates of its own making, for its usual issuer cannot be asked here; the blocks are README's."""
        blocks = readme.blocks(readme.under("Caddy"), "caddy")
        block = next(each for each in blocks if self._caddy_takes(each))
        text = "{\n  local_certs\n  skip_install_trust\n}\n" + block + second_site(block)
        (self.root / "etc/caddy/Caddyfile").write_text(text)
        self._spawn("env", "HOME=/tmp", "caddy", "run", "--config", "/etc/caddy/Caddyfile")

    def _caddy_takes(self, block: str) -> bool:
        (self.root / "tmp/Caddyfile").write_text(block)
        return not debian.run(
            self.root, "caddy adapt --adapter caddyfile --config /tmp/Caddyfile", check=False
        ).returncode

    def close(self) -> None:
        for process in self._started:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for script in (
            "nginx -s stop",
            "pg_ctlcluster --skip-systemctl-redirect $(pg_lsclusters -h | cut -d' ' -f1) main stop -m immediate",
            "kill $(cat /tmp/pgbouncer.pid)",
        ):
            with contextlib.suppress(RuntimeError):
                debian.run(self.root, script, check=False)

    def _redis(self, *commands: str) -> None:
        for command in commands:
            debian.run(self.root, f"redis-cli {command}")

    def _spawn(self, *command: str) -> "subprocess.Popen[bytes]":
        with (self.root / "tmp/around.log").open("ab") as log:
            process = subprocess.Popen(["chroot", str(self.root), *command], stdout=log, stderr=log)
        self._started.append(process)
        time.sleep(1)
        return process


def second_site(text: str) -> str:
    """The same lines for another shop on the same machine."""
    return (
        text.replace("track.example.com", "track2.example.com")
        .replace("127.0.0.1:8000", "127.0.0.1:8001")
        .replace("order_tracking", "order_tracking_2")
        .replace("/srv/order-tracking", "/srv/order-tracking-2")
        .replace("order-tracking.socket", "order-tracking-2.socket")
        .replace("User=order-tracking", "User=order-tracking")
    )


def wait_until(true: Callable[[], bool], *, seconds: float = 60) -> None:
    give_up_at = time.monotonic() + seconds
    while not true():
        if time.monotonic() > give_up_at:
            raise TimeoutError("It did not come true.")
        time.sleep(0.1)
