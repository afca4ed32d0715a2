"""What a test hands to the processes it starts: a closed environment, so that nothing of this machine gets in."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def closed_environment() -> dict[str, str]:
    """Where programs are, that there is no `.env`, and what tells a process that its coverage is wanted."""
    measure = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull} | measure
