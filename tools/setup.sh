#!/usr/bin/env bash
# Sets up the virtual environment with pinned, hashed packages. Debian packages only where a step needs them:
# Pango, for the PDF of the report. Without it everything else works, and the report says that no PDF was made.
set -euo pipefail
python=${PYTHON:-python3}
venv=${VENV:-.venv}

say() { printf 'setup: %s\n' "$*" >&2; }

"$python" - <<'CHECK' || { say "Python 3.11 or newer is needed; found $("$python" --version 2>&1). Call: make PYTHON=python3.11 …"; exit 3; }
import sys
raise SystemExit(sys.version_info < (3, 11))
CHECK

if [ ! -x "$venv/bin/python" ]; then
    "$python" -m venv "$venv" || { say "the venv module is missing; on Debian: apt-get install python3-venv"; exit 3; }
fi
say "installing pinned packages into $venv (some minutes the first time)"
# --no-deps: the locks are complete, and older pips take a newer release for a package that is asked for with an extra.
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/run.txt
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/nodeps.txt
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable . 2>/dev/null \
    || "$venv/bin/python" -m pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .

if ! "$venv/bin/python" -W error -c 'import weasyprint' >/dev/null 2>&1; then
    packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    become=""
    [ "$(id -u)" = 0 ] || become="sudo -n"
    if command -v apt-get >/dev/null && $become true 2>/dev/null; then
        say "installing $packages for the PDF"
        { $become apt-get update -qq && $become apt-get install -y -qq $packages; } >/dev/null 2>&1 \
            || say "apt-get could not install $packages: reports will have no PDF until they are installed"
    else
        say "reports will have no PDF: ask an administrator for: apt-get install $packages"
    fi
fi
