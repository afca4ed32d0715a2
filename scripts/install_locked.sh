#!/bin/sh
# Makes .venv and installs a hashed lock file into it: scripts/install_locked.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."
lock=${1:-requirements.txt}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; }

if [ ! -x .venv/bin/python ] || ! is_new_enough .venv/bin/python; then
  for candidate in ${PYTHON:-} python3.13 python3.12 python3.14 python3; do
    if is_new_enough "$candidate"; then python=$candidate; break; fi
  done
  if [ -z "${python:-}" ]; then
    echo "This project needs Python 3.12 or newer, and none was found; python3 is $(python3 -V 2>&1)." >&2
    echo "Install one (for instance 'pyenv install 3.13', or your system's python3.13 package), or name it: make PYTHON=/path/to/python3.13 ..." >&2
    exit 1
  fi
  echo "==> Making .venv with $("$python" -V)"
  rm -rf .venv
  "$python" -m venv .venv
fi

stamp=.venv/installed-$(basename "$lock")
if ! cmp -s "$lock" "$stamp"; then
  echo "==> Installing $(grep -c '^[a-z]' "$lock") packages from $lock"
  # Errors only; what goes well need not be read.
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$lock" || {
    echo "The installation failed; the lines above say why." >&2
    exit 1
  }
  cp "$lock" "$stamp"
fi

