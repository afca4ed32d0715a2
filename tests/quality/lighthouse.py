"""Lighthouse with its mobile settings against the deployed site: `make lighthouse`; fails below the targets."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.quality.chromium import ARGUMENTS, NoChromium, find_chromium
from tests.quality.demo_site import DemoSite

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = ROOT / "var" / "tools" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES: tuple[str, ...] = ("performance", "accessibility", "best-practices", "seo")
ORDER_CATEGORIES: tuple[str, ...] = CATEGORIES[
    :3
]  # an order's page asks not to be indexed, which is what SEO would count against it
ORDERS = (("#1010", "ines.soler@example.com"), ("#1061", "gonzalo.pardo@example.com"))
TARGET = 100
ATTEMPTS = 3
"""Lighthouse now and then misses the beginning of a page (NO_NAVSTART) and asks to be run again."""


def main() -> int:
    """Print a table of scores; 1 when one is below its target, 2 when there is nothing to measure with."""
    try:
        chromium = find_chromium()
    except NoChromium as error:
        print(error, file=sys.stderr)
        return 2
    if not LIGHTHOUSE.exists():
        print(f"{LIGHTHOUSE} is missing.", file=sys.stderr)
        return 2
    misses: list[str] = []
    print(f"{'page':<22}" + "".join(f"{category:>16}" for category in CATEGORIES))
    with DemoSite() as demo:
        pages = {"look-up": (demo.url + "/", CATEGORIES)}
        pages |= {f"order {name}": (demo.link(name, contact), ORDER_CATEGORIES) for name, contact in ORDERS}
        for name, (url, wanted) in pages.items():
            report = run_lighthouse(url, chromium=chromium)
            scores = {key: round(report["categories"][key]["score"] * 100) for key in CATEGORIES}
            cells = (f"{scores[key]}{'' if key in wanted else ' (not asked)'}" for key in CATEGORIES)
            print(f"{name:<22}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
            misses += [
                f"{name}: {line}" for key in wanted if scores[key] < TARGET for line in explain(report, key)
            ]
    print(*misses, sep="\n", end="\n" if misses else "")
    return int(bool(misses))


def run_lighthouse(url: str, *, chromium: str) -> dict[str, Any]:
    """The report of one page, as Lighthouse writes it; raises when it cannot be had."""
    with TemporaryDirectory(prefix="lighthouse-") as folder:
        out = Path(folder) / "report.json"
        command = ["node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags={' '.join(('--headless=new', *ARGUMENTS))}"]
        environment = os.environ | {"CHROME_PATH": chromium}
        for attempt in range(1, ATTEMPTS + 1):
            done = subprocess.run(command, env=environment, check=attempt == ATTEMPTS, timeout=180)
            if done.returncode == 0:
                break
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def explain(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost a category points."""
    weights = {ref["id"]: ref["weight"] for ref in report["categories"][category]["auditRefs"]}
    return [
        f"{category}: {audit['title']} ({audit.get('displayValue') or audit['score']})"
        for key, audit in report["audits"].items()
        if weights.get(key) and audit["score"] is not None and audit["score"] < 1
    ]


if __name__ == "__main__":
    sys.exit(main())
