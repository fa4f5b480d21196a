#!/bin/sh
# Make .venv with the given Python; on Debian the module for it is a package of its own.
set -eu
python=$1
if ! "$python" -m venv .venv 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  rm -rf .venv
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >/dev/null
    "$python" -m venv .venv
  else
    echo "Python's venv module is missing. Install it: sudo apt-get install python$version-venv" >&2
    exit 3
  fi
fi
