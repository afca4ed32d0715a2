#!/bin/sh
# Writes the hashed lock files from pyproject.toml. For maintainers; needs uv.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-annotate \
  --no-header --extra postgres --extra redis "$@"; }
lock --group dev pyproject.toml -o requirements-dev.txt
lock pyproject.toml -c requirements-dev.txt -o requirements.txt
