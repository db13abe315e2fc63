# Each target installs what it needs: a virtual environment, the locked dependencies, a browser for the tests.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where no node and npm are on PATH, those of the development dependencies are used.
export PATH := $(PATH):$(CURDIR)/$(BIN)
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

.PHONY: run test test-all check bench format lock sbom clean plotly
.NOTPARALLEL:  # what npm installs may need the npm of the development dependencies

run: $(VENV)/run.stamp plotly  ## the app on http://127.0.0.1:8050
	@exec $(BIN)/python app.py

test: check built/plotly.js  ## style, types, all tests in a spread of states, browsers included
	$(BIN)/python -m tests.browser.chromium
	-$(BIN)/python -m tests.browser.engines firefox
	$(PYTEST)

test-all: check built/plotly.js  ## the same, and the tests walk through every state, and in Firefox and WebKit too
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.engines
	$(PYTEST) --all

check: $(VENV)/dev.stamp node_modules/.package-lock.json  ## style, types and what an operator copies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	npm run --silent check
	$(BIN)/python -m tests.deploy

bench: $(VENV)/dev.stamp built/plotly.js benchmarks/node_modules/.package-lock.json  ## speed, as ratios against peers in one run
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

# The bill of materials of the image, as two CycloneDX files: one for the Python packages, one for the npm package that the pages load.
sbom: $(VENV)/dev.stamp
	mkdir -p sbom
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible --output-file sbom/python.cdx.json
	npm sbom --package-lock-only --omit=dev --sbom-format cyclonedx > sbom/npm.cdx.json

clean:
	rm -rf $(VENV) node_modules benchmarks/node_modules built packed sbom

# Python compiles what is imported when it is: --no-compile spares the rest.
$(VENV)/run.stamp: requirements.txt
	@$(MAKE) --no-print-directory $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-compile -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-compile -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

# The small bundle of plotly.js, and the font of the pictures that links have, if there is an npm. Without it the pages
# load the full bundle from the package plotly, and links have no pictures.
plotly:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory built/plotly.js; fi \
	  || echo "npm could not build the small bundle of plotly.js: the pages load the full one."

built/plotly.js: serving/plotly.mjs node_modules/.package-lock.json
	node serving/plotly.mjs
	cp $(addprefix node_modules/dejavu-fonts-ttf/ttf/,DejaVuSans.ttf DejaVuSans-Bold.ttf) built/

# Lighthouse, which needs 200 packages more than anything else here.
benchmarks/node_modules/.package-lock.json: benchmarks/package.json benchmarks/package-lock.json
	cd benchmarks && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# plotly.js and esbuild, for the small bundle; axe-core, which the accessibility tests load into the pages; and what checks the
# scripts.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
