#!/usr/bin/env bash
# Writes requirements/*.txt from *.in, with hashes and without download addresses.
set -euo pipefail
compile() { .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
    --allow-unsafe --no-header "$@"; }
compile -o requirements/run.txt requirements/run.in
compile -o requirements/dev.txt requirements/dev.in
compile -o requirements/train.txt requirements/train.in
all=$(mktemp)
trap 'rm -f "$all"' EXIT
compile --no-annotate -o "$all" requirements/nodeps.in
.venv/bin/python - "$all" <<'TAKE'
import pathlib, re, sys
found = re.search(r"^rapidocr==.*?(?=^\S)", pathlib.Path(sys.argv[1]).read_text(), re.S | re.M)
pathlib.Path("requirements/nodeps.txt").write_text(found.group(0).rstrip().rstrip("\\").rstrip() + "\n")
TAKE
