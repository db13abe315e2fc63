# Each target does its own set-up from nothing: a virtual environment, the locked dependencies, a browser for the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench format lock clean

run: $(VENV)/run.stamp  ## the app on http://127.0.0.1:8050
	@exec $(BIN)/python app.py

test: check node_modules/.package-lock.json  ## style, types, all tests, a browser included
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp  ## speed, as ratios against peers in one run
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m benchmarks

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Compiles both locks from the direct dependencies in pyproject.toml.
lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

clean:
	rm -rf $(VENV) node_modules

$(VENV)/run.stamp: requirements.txt
	@$(MAKE) --no-print-directory $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

# axe-core, which the accessibility tests inject into the pages
node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo "The browser tests need npm (for axe-core): install Node.js, or on Debian: apt-get install npm"; exit 1; }
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
