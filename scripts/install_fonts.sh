#!/bin/sh
# Makes sure that the fonts are there which pages are tested in (tests/quality/fonts.py); of other fonts tests see none.
set -eu
exec sh "$(dirname "$0")/install_packages.sh" "The browser tests" fonts-dejavu-core fonts-liberation fonts-noto-core fonts-noto-cjk
