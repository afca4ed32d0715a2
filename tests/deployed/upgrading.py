"""From the version before the socket unit to this one: filled, under load, and without a gap."""

import time
from pathlib import Path

from tests.deployed import around, debian, readme
from tests.deployed.looking import order_link
from tests.deployed.newcomer import HOME, Newcomer
from tests.deployed.striking import ANA, Row, Run, usual_wishes
from tests.deployed.unit import Unit

HOST = around.HOSTS[0]
NEW_PORT = "8002"


def run_upgrade(root: Path, services: around.Around, newcomer: Newcomer) -> list[Row]:
    """The old one as its README had it, with what a user needed besides; then docs/operations.md, Upgrade."""
    install_old(root, newcomer)
    (old_unit,) = readme.blocks(readme.deploy_section(debian.old_file("README.md")), "ini")
    old = Unit(root, old_unit, log=root / "tmp/old.log")
    old.start()
    try:
        around.wait_until(lambda: bool(order_link(HOST, "7001", ANA)))
        link = order_link(HOST, "7001", ANA)
        in_home(root, "sudo -u order-tracking .venv/bin/python manage.py sync_orders --since 2026-01-01")
        units = [block for step in readme.steps() for block in readme.blocks(step, "ini")]
        socket, service = (unit.replace("127.0.0.1:8000", f"127.0.0.1:{NEW_PORT}") for unit in units)
        new = Unit(root, service, listen=socket, log=root / "tmp/site.log")
        run = Run(root, services, old, HOST, usual_wishes(link))

        def exchange() -> None:
            in_home(root, "sudo -u order-tracking git pull -q")
            in_home(root, "sudo -u order-tracking make install")
            new.start()
            curl = f"curl -sSf --retry 60 --retry-all-errors -o /dev/null -H 'Host: {HOST}' "
            debian.run(root, curl + f"http://127.0.0.1:{NEW_PORT}/readyz")
            debian.run(
                root,
                f"sed -i 's/127.0.0.1:8000/127.0.0.1:{NEW_PORT}/' /etc/nginx/sites-available/order-tracking; "
                "nginx -s reload",
            )
            time.sleep(1)
            old.stop()

        try:
            run.strike(f"upgrade from {debian.OLD}, another port, then nginx", exchange, hold=3)
        finally:
            new.close()
        return run.rows
    finally:
        old.close()


def install_old(root: Path, newcomer: Newcomer) -> None:
    first, second, _, fourth = (step for step in readme.steps()[:4])
    newcomer.bring_repository()
    for script in readme.blocks(first, "sh") + readme.blocks(second, "sh"):
        debian.run(root, f"{script.replace('REPOSITORY', '/repository')}")
    in_home(root, f"sudo -u order-tracking git reset -q --hard {debian.OLD}")
    in_home(root, "sudo -u order-tracking make install")
    in_home(root, "sudo -u order-tracking install -d -m 700 var")
    in_home(root, readme.blocks(fourth, "sh")[0])
    newcomer.fill_in(
        root / HOME / ".env",
        SITE_URL=f"https://{HOST}",
        DATABASE_URL="sqlite:///var/orders.sqlite3",
        WORKERS="1",
    )


def in_home(root: Path, line: str) -> None:
    debian.run(root, f"cd /{HOME}; {line}")
