#!/bin/sh
# Makes sure that Chromium, Firefox and WebKitGTK are there for tests/engines/; WebKitGTK draws on a display, which Xvfb is.
set -eu
folder=$(dirname "$0")
sh "$folder/install_chromium.sh"
exec sh "$folder/install_packages.sh" "The journeys in three engines" firefox-esr webkit2gtk-driver xvfb
