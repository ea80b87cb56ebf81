# Probata. `make demo` and `make test` set everything up on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
LOCKS  := requirements/run.txt requirements/nodeps.txt requirements/dev.txt
DEMO   ?= demo
SEED   ?= 1

.PHONY: help setup demo test lint test-slow bench bench-pairs bench-devices bench-accuracy golden lock clean

help:            ## what each target does
	@grep -E '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(READY)  ## own virtual environment with pinned packages

$(READY): $(LOCKS) pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash tools/setup.sh
	@touch $@

demo: $(READY)   ## make an archive with known truth, investigate it, print the score and the report's path
	@$(BIN)/python tools/demo.py $(DEMO) --seed $(SEED)

lint: $(READY)   ## style, types, layers
	@$(BIN)/ruff format --check src tests tools
	@$(BIN)/ruff check src tests tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: lint       ## everything that must hold at each commit, in minutes
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 -m "not slow"

test-slow: $(READY)  ## exhaustive and long checks (50 kills, large archives)
	@OPENBLAS_NUM_THREADS=1 PROBATA_KILLS=50 $(BIN)/python -m pytest -n 2 -m slow

bench: $(READY)  ## speed beside the limit and the peers (PEERS=a Python that has them, PRNU=a checkout of prnu-python)
	@$(BIN)/python tools/bench.py $(if $(PEERS),--peers-python $(PEERS))
	@$(BIN)/python tools/bench_noise.py $(if $(PRNU),--peers-python $(PEERS) --peer-folder $(PRNU))
	@$(BIN)/python tools/bench_population.py

bench-pairs: $(READY)  ## near-duplicate search at 10,000 to 1,000,000
	@$(BIN)/python tools/bench_pairs.py

bench-devices: $(READY)  ## noise of a photograph, and devices of an archive of 55,000
	@$(BIN)/python tools/bench_devices.py

bench-accuracy: $(READY)  ## made archives by seeds kept for testing: found beside the truth
	@$(BIN)/python tools/bench_accuracy.py
	@$(BIN)/python tools/bench_cameras.py
	@$(BIN)/python tools/bench_statements.py --part test
	@$(BIN)/python tools/bench_consistency.py --part test
	@$(BIN)/python tools/bench_attributions.py --part dev
	@$(BIN)/python tools/bench_quotations.py

golden: $(READY) ## write the golden readings anew (after raising an analyser's version)
	@$(BIN)/python tools/golden.py

lock: $(READY)   ## write the locks anew, with hashes and without download addresses
	@bash tools/lock.sh

clean:           ## remove what make made
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
