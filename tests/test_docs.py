"""The documents name everything there is, and nothing that is not."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from orders.watching.metrics import REGISTRY
from orders.watching.metrics_state import StateCollector
from tests.support.processes import ROOT, closed_environment

OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
READERS = [
    *sorted((ROOT / "tracking_site").glob("*.py")),
    ROOT / "gunicorn.conf.py",
    ROOT / "scripts/serve.py",
]
DOCUMENTS = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
] + sorted((ROOT / "docs").rglob("*.md"))
DJANGO_COMMANDS = {"migrate", "collectstatic", "check", "makemigrations", "createsuperuser", "changepassword"}
SETTING = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
EXAMPLE_LINE = re.compile(r"^(#?)([A-Z_]+)=(.*)$", re.MULTILINE)
# Lines of .env.example that show an example, because the default is "none".
EXAMPLES = {"TRUSTED_PROXIES", "CARRIER_LINKS"}


def settings_read() -> set[str]:
    """The names that the code asks the environment for."""
    return {name for path in READERS for name in SETTING.findall(path.read_text("utf-8"))}


def commands() -> set[str]:
    """Our own management commands."""
    folder = ROOT / "orders/management/commands"
    return {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> set[str]:
    """Every address the site answers, as the documents write it."""
    found: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + re.sub(r"<\w+:(\w+)>", r"<\1>", plain(str(entry.pattern)))
        if isinstance(entry, URLPattern):
            found.add(address)
        elif entry.app_name == "admin":
            found.add(address)  # what is below is Django's own
        else:
            found |= routes(entry, address)
    return found


def plain(pattern: str) -> str:
    """A regular expression's address as a reader writes it: named parts in angle brackets."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).strip("^$").replace("\\.", ".")


def rows(section: str) -> str:
    """The first cells of the tables of a section of the operations page."""
    text = OPERATIONS.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return "\n".join(line.split("|")[1] for line in text.splitlines() if line.startswith("|"))


def names_in(section: str) -> set[str]:
    """What stands in backticks in those cells; of a command its first word."""
    return {re.split(r"[ {]", name)[0] for name in re.findall(r"`([^`]+)`", rows(section))}


def test_every_setting_is_documented_and_no_other() -> None:
    assert names_in("Settings") == settings_read()


def test_the_example_lists_every_setting_and_no_other() -> None:
    assert {name for _, name, _ in EXAMPLE_LINE.findall(EXAMPLE)} == settings_read()


def test_every_command_is_documented_and_no_other() -> None:
    assert names_in("Commands") - DJANGO_COMMANDS == commands() - DJANGO_COMMANDS


def test_every_address_is_documented_and_no_other() -> None:
    assert names_in("Addresses") == routes() | {"/metrics"}


@pytest.mark.django_db
def test_every_metric_is_documented_and_no_other() -> None:
    counted = {
        f"{family.name}_total" if family.type == "counter" else family.name for family in REGISTRY.collect()
    }
    read = {family.name for family in StateCollector().collect()}
    documented = {name for name in names_in("Metrics") if "==" not in name}
    assert {f"order_tracking_{name}" for name in documented} == counted | read


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_tells_to_run_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = re.findall(r"`make ([a-z]+)|^\s*make ([a-z]+)$", text, re.MULTILINE)
    assert {inline or block for inline, block in told} <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands() | DJANGO_COMMANDS
    for script in re.findall(r"\bscripts/\w+\.\w+", text):
        assert (ROOT / script).is_file(), script


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_within_the_repository_leads_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+?)(?:#[\w-]*)?\)|src=\"([^\"]+)\"", text):
        path = target[0] or target[1]
        if not path.startswith("http"):
            assert (document.parent / path).exists(), path


def read_settings(variables: dict[str, str]) -> dict[str, object]:
    """What the site and gunicorn make of these variables, in a process of their own."""
    program = """
import json, runpy
from tracking_site import settings
server = runpy.run_path("gunicorn.conf.py")
values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
values |= {name: server[name] for name in ("bind", "workers", "threads", "worker_class", "forwarded_allow_ips")}
print(json.dumps(values, default=str, sort_keys=True))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=closed_environment() | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, object] = json.loads(done.stdout)
    return read


def test_the_example_shows_the_defaults() -> None:
    lines = EXAMPLE_LINE.findall(EXAMPLE)
    needed = {
        "SECRET_KEY": "made-by-chance-" * 4,
        "SHOPIFY_CLIENT_ID": "id",
        "SHOPIFY_CLIENT_SECRET": "secret",
    }
    on = {name: value for off, name, value in lines if not off and value} | needed
    all_on = {name: value for _, name, value in lines if value and name not in EXAMPLES} | needed
    assert read_settings(all_on) == read_settings(on)


def test_the_examples_that_are_no_defaults_can_be_read() -> None:
    lines = {name: value for _, name, value in EXAMPLE_LINE.findall(EXAMPLE) if value}
    needed = {
        "SECRET_KEY": "made-by-chance-" * 4,
        "SHOPIFY_CLIENT_ID": "id",
        "SHOPIFY_CLIENT_SECRET": "secret",
    }
    assert read_settings(lines | needed)["TRUSTED_PROXIES"] == ["127.0.0.1/32"]
