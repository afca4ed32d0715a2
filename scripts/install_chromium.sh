#!/bin/sh
# Makes sure that a Chromium is there for the browser tests, and the fonts they show pages in.
set -eu
sh "$(dirname "$0")/install_fonts.sh"
for name in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
exec sh "$(dirname "$0")/install_packages.sh" "The browser tests" chromium
