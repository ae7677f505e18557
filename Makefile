# Needs Python 3.11 or later, git and make. Everything else is fetched into .venv, pinned and hashed.
FITS := -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python $(FITS) && echo $$python && break; done)
BIN := .venv/bin
STAMP := .venv/.installed
LOCK := requirements/dev.txt
CONSUMERS := .consumers/.installed
PIP := -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := uv pip compile --universal --python-version 3.11 --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --quiet --custom-compile-command "make lock"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test slow check faults bench generate consumers lock clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: $(STAMP) ## See hacfg at work on a simulated pair
	$(BIN)/python examples/demo.py $(ARGS)

test: $(STAMP) ## Run the tests (ARGS="-k word" to choose)
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

slow: $(STAMP) ## Run all tests, the slow ones too, and search with fresh examples
	$(BIN)/python -m pytest -n auto --dist worksteal -m "slow or not slow" --hypothesis-profile=search $(ARGS)

check: $(STAMP) ## Run every check, then the tests: what a change has to pass
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m tools.generate --check
	@$(MAKE) --no-print-directory test

faults: $(STAMP) ## Let every fault happen at every call of every example's apply (ARGS="--every 50" for less)
	$(BIN)/python -m tests.faults $(ARGS)

bench: $(STAMP) ## Measure hacfg
	$(BIN)/python -m benchmarks $(ARGS)

generate: $(STAMP) ## Write the generated files anew
	$(BIN)/python -m tools.generate

consumers: $(CONSUMERS) ## Set up what reads hacfg's output in tests: a browser's driver, axe, mermaid, checkov

lock: $(STAMP) ## Pin the newest dependencies that are allowed, for every Python and system
	$(BIN)/$(COMPILE) pyproject.toml --extra dev --output-file $(LOCK)
	$(BIN)/$(COMPILE) requirements/browser.in --constraint $(LOCK) --output-file requirements/browser.txt
	$(BIN)/$(COMPILE) requirements/checkov.in --output-file requirements/checkov.txt
	cd requirements/npm && npm update --package-lock-only --omit-lockfile-registry-resolved --no-audit

clean: ## Remove everything that make and the tools made
	rm -rf .venv .consumers build dist mutants .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# Without build isolation and dependencies, so that nothing comes in beside the lock.
$(STAMP): $(LOCK) pyproject.toml
	@"$(PYTHON)" $(FITS) || { echo "hacfg needs Python 3.11 or later, with its venv module." \
		"Say where it is: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Setting up .venv with $$("$(PYTHON)" --version)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

# A browser itself is not fetched: the tests use the Chromium that is there.
$(CONSUMERS): $(STAMP) requirements/browser.txt requirements/checkov.txt requirements/npm/package-lock.json
	@$(BIN)/python $(PIP) -r requirements/browser.txt
	@$(PYTHON) -m venv .consumers/checkov
	@.consumers/checkov/bin/python $(PIP) -r requirements/checkov.txt
	@cp requirements/npm/package.json requirements/npm/package-lock.json .consumers
	@npm ci --prefix .consumers --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
