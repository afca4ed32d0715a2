#!/bin/sh
# Makes sure that a Chromium is there for the browser tests, and the fonts they show pages in. The one without windows
# does the same work in two thirds of the time; any other will do.
set -eu
folder=$(dirname "$0")
sh "$folder/install_fonts.sh"
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null; then
  sh "$folder/install_packages.sh" "Quick browser tests" chromium-headless-shell || true # not every system has it
fi
for name in ${CHROMIUM:-} chromium-headless-shell chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
exec sh "$folder/install_packages.sh" "The browser tests" chromium
