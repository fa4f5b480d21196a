#!/bin/sh
# The programs that tests open documents with: installed where the user may, else named.
# A test whose program is missing is skipped with the package's name; with CI set it fails.
set -eu
packages=""
need() { command -v "$1" >/dev/null 2>&1 || packages="$packages $2"; }
need soffice "libreoffice-writer-nogui libreoffice-calc-nogui"
need pdftoppm poppler-utils
need qpdf qpdf
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests:$packages"
  apt-get update -qq
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
  echo "Some tests will be skipped. To run them: sudo apt-get install$packages"
fi
