# What a contributor runs. Needs Python 3.11 or newer with pip, and nothing else: the first run makes $(VENV).
# Another interpreter, in a folder of its own: make test PYTHON=python3.13 VENV=.venv-3.13

VENV ?= .venv
PYTHON ?=
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test test-lowest test-newest pythons lint format docs bench package lock clean

help: ## What can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-18s%s\n", $$1, $$2}'

demo: $(VENV)/.for-use ## Make the example company with its past, check it, and print its reports
	@rm -rf build/acme
	$(BIN)/python examples/history.py build/acme
	$(BIN)/prodops -C build/acme lint
	$(BIN)/prodops -C build/acme status
	$(BIN)/prodops -C build/acme diff last-quarter --kind launch
	$(BIN)/prodops -C build/acme roadmap slips
	$(BIN)/prodops -C build/acme roadmap plan
	$(BIN)/prodops -C build/acme roadmap rank
	$(BIN)/prodops -C build/acme launch readiness || [ $$? -eq 1 ] # 1 says that something holds one up
	$(BIN)/prodops -C build/acme onboard new-hire delphine
	$(BIN)/prodops -C build/acme onboard status

test: $(VENV)/.for-work ## Run the whole suite (ARGS="-k words" for a part of it)
	$(BIN)/python -m pytest --numprocesses auto $(ARGS)

test-lowest: ## Run the suite at the lowest versions pyproject.toml allows (needs uv)
	uv venv --quiet --clear --seed --python 3.11 .venv-lowest
	uv pip install --quiet --python .venv-lowest --resolution lowest-direct --group dev --editable .
	.venv-lowest/bin/python -m pytest --numprocesses auto $(ARGS)

test-newest: ## Run the suite at the newest versions there are (needs uv)
	uv venv --quiet --clear --seed .venv-newest
	uv pip install --quiet --python .venv-newest --upgrade --group dev --editable .
	.venv-newest/bin/python -m pytest --numprocesses auto $(ARGS)

pythons: ## An environment for every Python there is; test_determinism compares what they print
	@for minor in 11 12 13 14; do \
	  if "python3.$$minor" -c '' >/dev/null 2>&1; then \
	    $(MAKE) --no-print-directory .venv-3.$$minor/.for-use VENV=.venv-3.$$minor PYTHON=python3.$$minor || exit 1; \
	  fi; \
	done

lint: $(VENV)/.for-work ## Format, style, types, layers, generated docs, examples; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy examples/*.py
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	for example in examples/*/; do echo "$$example"; $(BIN)/prodops -C "$$example" lint || exit 1; done

format: $(VENV)/.for-work ## Format the code and fix what can be fixed safely
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(VENV)/.for-work ## Write the generated part of docs/ anew
	$(BIN)/python docs/generate.py

bench: $(VENV)/.for-work ## Measure (ARGS=--smoke for a minute's worth)
	$(BIN)/python benchmarks/run.py $(ARGS)

package: $(VENV)/.for-work ## Build dist/*.tar.gz and dist/*.whl, and list the wheel
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/python -m zipfile -l dist/*.whl

lock: ## Resolve the dependencies anew (needs uv)
	uv lock --upgrade --default-index https://pypi.org/simple
	uv export --locked --no-emit-project --no-annotate --quiet --output-file requirements/dev.txt

clean: ## Remove what was made: the environment, packages, caches
	rm -rf .venv .venv-3.* .venv-lowest .venv-newest build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: .for-use runs prodops, .for-work also develops it, at the versions of the lock ---------

$(VENV)/.for-use: pyproject.toml | $(BIN)/python
	@echo "Installing prodops into $(VENV) ..."
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.for-work: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing prodops and its development tools into $(VENV) ..."
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.for-use

# An interpreter is suitable when it runs and says so: a name on the PATH may be a stub that does not.
# Where ensurepip was split off (Debian's python3-venv), the interpreter's own pip fills the environment.
$(BIN)/python:
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11 python); do \
	  if "$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$python" --version) ..."; \
	    rm -f $(BIN)/python*; \
	    if "$$python" -c 'import ensurepip' >/dev/null 2>&1; then exec "$$python" -m venv "$(VENV)"; fi; \
	    "$$python" -m venv --without-pip "$(VENV)" || exit 1; \
	    "$$python" -m pip --python "$(BIN)/python" install --quiet pip && exit 0; \
	    rm -f $(BIN)/python*; exit 1; \
	  fi; \
	done; \
	echo "prodops needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3" >&2; exit 1
