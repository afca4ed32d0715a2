#!/bin/sh
# Makes sure that a Chromium is there for the browser tests, and the fonts they show pages in. The one without windows
# does the same work in two thirds of the time; any other will do. Where CHROMIUM names one, none but that is taken.
set -eu
folder=$(dirname "$0")
sh "$folder/install_fonts.sh"
if [ -n "${CHROMIUM:-}" ]; then
  command -v "$CHROMIUM" >/dev/null && exit 0
  case $CHROMIUM in
    chromium | chromium-headless-shell) exec sh "$folder/install_packages.sh" "The browser tests" "$CHROMIUM" ;;
  esac
  exit 0 # what cannot be installed by its name, the tests will miss and say so
fi
if ! command -v chromium-headless-shell >/dev/null; then
  sh "$folder/install_packages.sh" "Quick browser tests" chromium-headless-shell || true # not every system has it
fi
for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done
exec sh "$folder/install_packages.sh" "The browser tests" chromium
