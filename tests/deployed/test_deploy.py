"""What README's Deploy prints, as far as it can be run in seconds; `make deployed` runs all of it."""

import contextlib
import http.client
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.deployed import readme
from tests.deployed.looking import Connection, look_at_every_page, order_link, slow_senders
from tests.sandbox import Sandbox
from tests.sandbox.server import Sandbox as Shop
from tests.support.live_site import LiveSite
from tests.support.processes import ROOT
from tracking_site.known_names import known_names

HOST = "track.example.com"
ANA = "ana@example.com"
MOST_STEPS = 12


def program(name: str) -> str:
    """Where it is; without it the test says so, and fails where nothing may be skipped."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/bin")
    if not found:
        assert "CI" not in os.environ, f"{name} is missing"
        pytest.skip(f"{name} is missing (apt-get install {name})")
    return found


def free_port() -> int:
    """Below those that the system gives to connections, so that none takes it before the proxy does."""
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@pytest.fixture(scope="module")
def shop() -> Iterator[Sandbox]:
    with Shop() as sandbox:
        sandbox.state.add_order("#7001", email=ANA)
        yield sandbox


@pytest.fixture(scope="module")
def site(shop: Sandbox) -> Iterator[LiveSite]:
    """Behind a proxy on this machine."""
    with LiveSite(
        shopify_url=shop.url,
        SITE_URL=f"https://{HOST}",
        ALLOWED_HOSTS=f"{HOST},127.0.0.1",
        TRUSTED_PROXIES="127.0.0.1",
    ) as site:
        yield site


def in_place(block: str, *, site: LiveSite, ports: dict[str, int], folder: Path) -> str:
    """The block with what is taken on this machine put elsewhere: ports and certificates."""
    for was, port in ports.items():
        assert was in block
        block = block.replace(was, was.replace(was.strip(" ;").split()[-1], str(port), 1))
    return block.replace("127.0.0.1:8000", site.url.removeprefix("http://")).replace(
        f"/etc/letsencrypt/live/{HOST}", str(folder)
    )


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, stdout=lines, stderr=lines, env={"HOME": str(log.parent), "PATH": "/usr/bin"}
        )
    try:
        give_up_at = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < give_up_at, log.read_text()
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def nginx(site: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx with README's block; the port on which it speaks TLS."""
    folder = tmp_path_factory.mktemp("nginx")
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
    ]
    subprocess.run(
        [*make, "2", "-subj", f"/CN={HOST}", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (block,) = readme.blocks(readme.under("nginx"), "nginx")
    port = free_port()
    block = in_place(block, site=site, ports={"listen 80": free_port(), "listen 443": port}, folder=folder)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{block}}}\n"
    )
    command = [program("nginx"), "-e", "stderr", "-c", str(folder / "conf"), "-p", str(folder)]
    with running(command, port, folder / "log"):
        yield port


@pytest.fixture(scope="module")
def caddy(site: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Caddy with README's block for its version, and a certificate of its own making."""
    folder = tmp_path_factory.mktemp("caddy")
    caddy, port = program("caddy"), free_port()

    def text(block: str) -> str:
        place = block.replace(f"{HOST} {{", f"{HOST}:{port} {{").replace(
            "127.0.0.1:8000", site.url.removeprefix("http://")
        )
        return f"{{\n admin off\n local_certs\n skip_install_trust\n http_port {free_port()}\n}}\n{place}"

    for block in readme.blocks(readme.under("Caddy"), "caddy"):
        (folder / "Caddyfile").write_text(text(block))
        adapt = [caddy, "adapt", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        if subprocess.run(adapt, capture_output=True, check=False).returncode == 0:
            break
    else:
        raise AssertionError("This Caddy takes no block of README's.")
    with running([caddy, "run", "--config", str(folder / "Caddyfile")], port, folder / "log"):
        yield port


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest) -> int:
    return int(request.getfixturevalue(request.param))


def test_every_page_comes_through_the_proxy_and_the_query_of_the_app_proxy_byte_for_byte(proxy: int) -> None:
    give_up_at = time.monotonic() + 20
    while not (link := order_link(HOST, "7001", ANA, port=proxy)):  # Caddy makes its certificate first
        assert time.monotonic() < give_up_at
        time.sleep(0.2)
    look_at_every_page(HOST, link, port=proxy)


def test_who_sends_slowly_holds_the_proxy_and_not_the_site(proxy: int) -> None:
    link = order_link(HOST, "7001", ANA, port=proxy)
    slow_senders(HOST, link, port=proxy)


def test_pictures_of_a_brand_get_through_the_proxy(proxy: int) -> None:
    with contextlib.closing(Connection(HOST, proxy)) as connection:
        connection.request("POST", "/admin/", b"x" * 6_300_000)
        assert connection.getresponse().status != http.client.REQUEST_ENTITY_TOO_LARGE


def test_a_newcomer_needs_few_steps() -> None:
    assert len(readme.steps()) <= MOST_STEPS


def test_every_command_about_the_site_names_its_user() -> None:
    commands = [line for block in readme.blocks("".join(readme.steps()), "sh") for line in block.splitlines()]
    ours = [
        line for line in commands if re.search(r"manage\.py|make |git clone", line) and "apt-get" not in line
    ]
    assert ours
    assert all(line.startswith("sudo -u order-tracking ") for line in ours)


def test_the_unit_is_hardened(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    _, unit = [block for step in readme.steps() for block in readme.blocks(step, "ini")]
    (tmp_path / "order-tracking.service").write_text(unit)
    done = subprocess.run(
        [
            analyze,
            "security",
            "--offline=true",
            "--no-pager",
            "--threshold=20",
            tmp_path / "order-tracking.service",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:]


COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_may_do_little(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["user"] not in {"", "0", "root"}
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "healthcheck" in service or name == "site"  # the image has one
    assert not set(service.get("environment", {})) & {"POSTGRES_PASSWORD", "SECRET_KEY"}


def test_all_data_of_the_containers_are_in_one_volume() -> None:
    assert list(COMPOSE["volumes"]) == ["database"]


def test_the_containers_are_given_settings_that_there_are() -> None:
    for name in ("migrate", "site", "worker"):
        given = {each.removesuffix("_FILE") for each in COMPOSE["services"][name]["environment"]}
        assert given <= known_names()


def test_the_image_takes_no_secret_in() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    taken = [line.removeprefix("!") for line in lines if line.startswith("!")]
    assert "*" in lines
    assert not set(taken) & {".env", "secrets", "var", ".git", "."}
    assert all((ROOT / name).exists() for name in taken)
