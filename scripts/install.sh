#!/bin/sh
# Installs a hashed lock file into .venv and builds the static files: scripts/install.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
sh scripts/install_locked.sh "${1:-requirements.txt}"
.venv/bin/python -m scripts.build_static
