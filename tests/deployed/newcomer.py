"""Somebody who has nothing but the README, and does what it prints, step by step."""

import re
import secrets
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.deployed import around, debian, readme
from tests.deployed.unit import Unit
from tests.support.processes import ROOT

HOME = "srv/order-tracking"
ISSUED = "/usr/local/share/ca-certificates/*.crt"
STAFF = (
    "DJANGO_SUPERUSER_PASSWORD=of-the-staff-1 DJANGO_SUPERUSER_USERNAME=staff "
    "DJANGO_SUPERUSER_EMAIL=staff@shop.example"
)


@dataclass(slots=True)
class Newcomer:
    """Deploys one site in a root; `took` says how long each step needed."""

    root: Path
    shopify_url: str
    took: list[tuple[str, float]] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    site: Unit | None = None

    def deploy(self) -> None:
        self.bring_repository()
        for number, step in enumerate(readme.steps(), start=1):
            began = time.monotonic()
            self._take(step)
            self.took.append((f"step {number}", time.monotonic() - began))

    def close(self) -> None:
        """Stop the site, if it came so far."""
        if self.site:
            self.site.close()

    def _take(self, step: str) -> None:
        for unit in readme.blocks(step, "ini"):
            named = re.search(r"`/etc/systemd/system/([\w.-]+)`", step)
            assert named
            self.units[named[1]] = unit
        for script in readme.blocks(step, "sh"):
            for line in script.splitlines():
                self._do(line)
        if ".env.example .env" in step:
            self.fill_in(self.root / HOME / ".env", SITE_URL="https://track.example.com")

    def _do(self, line: str) -> None:
        if line == "systemctl daemon-reload":
            return
        if line.startswith("systemctl enable --now "):
            assert set(line.split()[3:]) == set(self.units)
            self.site = Unit(
                self.root,
                self.units["order-tracking.service"],
                listen=self.units["order-tracking.socket"],
                log=self.root / "tmp/site.log",
            )
            self.site.start()
            return
        line = line.replace("REPOSITORY", "/repository")
        if line.endswith("createsuperuser"):  # which asks; a person answers
            line = line.replace("sudo -u order-tracking", f"sudo -u order-tracking {STAFF}") + " --no-input"
        if line.endswith("subscribe_webhooks"):  # the certificate is of our own making
            debian.run(
                self.root, f"cat {ISSUED} >> $(find /{HOME}/.venv -path '*site-packages/certifi/cacert.pem')"
            )
        place = f"/{HOME}" if (self.root / HOME).is_dir() else "/"
        debian.run(self.root, f"cd {place}; {line}")

    def fill_in(self, file: Path, **settings: str) -> None:
        """What a person writes into `.env`."""
        settings = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SHOPIFY_STORE_DOMAIN": "demo-store.myshopify.com",
            "SHOPIFY_CLIENT_ID": "sandbox-client",
            "SHOPIFY_CLIENT_SECRET": "sandbox-secret",
            "SHOPIFY_API_URL": self.shopify_url,
            "TRUSTED_PROXIES": "127.0.0.1",
            "DATABASE_URL": around.DATABASE_URL,
            "CACHE_URL": around.CACHE_URL,
            "WORKERS": "2",
            "LOOK_UP_LIMIT_FACTOR": "100000",
        } | settings
        text = file.read_text()
        for name, value in settings.items():
            text, found = re.subn(rf"^#?{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
            assert found == 1, name
        file.write_text(text)

    def bring_repository(self) -> None:
        """What is committed here, as a branch to clone and to pull."""
        subprocess.run(
            ["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(self.root / "repository")], check=True
        )
        commit = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.strip()
        subprocess.run(
            ["git", "checkout", "-q", "-B", "deployed", commit], cwd=self.root / "repository", check=True
        )
