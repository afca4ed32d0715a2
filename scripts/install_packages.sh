#!/bin/sh
# Makes sure that Debian packages are there, and says why: scripts/install_packages.sh "Arabic pages" fonts-noto-core
# Where there is no apt-get, or no right to use it, it says what is missing; whoever needs it will say what for.
set -eu
why=$1
shift
missing=
for package in "$@"; do
  if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
    missing="$missing $package"
  fi
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "$why need what Debian calls$missing; it could not be looked for, or not be installed, unasked." >&2
  exit 0
fi
echo "==> Installing$missing"
apt-get update -qq
# shellcheck disable=SC2086 # a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
