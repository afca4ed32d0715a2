#!/bin/sh
# Puts one npm package into var/tools, if that version is not there yet: scripts/install_tool.sh vnu-jar@26.9.27
set -eu
cd "$(dirname "$0")/.."
name=${1%@*}
version=${1##*@}
manifest=var/tools/node_modules/$name/package.json
if grep -q "\"version\": \"$version\"" "$manifest" 2>/dev/null; then
  exit 0
fi
if ! command -v npm >/dev/null; then
  echo "npm is missing, and $1 comes from there. Install Node.js with npm (Debian: apt-get install npm)." >&2
  exit 1
fi
echo "==> Installing $1 into var/tools"
mkdir -p var/tools
# Its install scripts would fetch more than is needed.
npm install --prefix var/tools --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error "$1"
