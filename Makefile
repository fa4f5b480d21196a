# make demo   set up and make everything from the example village
# make test   set up and run all tests
# make gates  format, lint, types, layers
# The first python3 that is 3.11 or later is used; another: make demo PYTHON=python3.13

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DEMO ?= docgen-demo
BIN := .venv/bin

.PHONY: demo test gates wheel clean

demo: .venv/ready
	@if [ -e "$(DEMO)/docgen.toml" ]; then $(BIN)/docgen -C "$(DEMO)" all; \
	else $(BIN)/docgen demo "$(DEMO)"; fi

test: .venv/ready-for-tests
	@sh tools/test-programs.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup

gates: .venv/ready-for-tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: .venv/ready-for-tests
	rm -rf dist
	$(BIN)/python -m build --wheel

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "docgen needs Python 3.11 or later."; exit 3; }
	@sh tools/make-venv.sh "$(PYTHON)"

.venv/ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -e . -c constraints.txt
	@touch $@

.venv/ready-for-tests: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -e ".[dev]" -c constraints.txt
	@touch $@ .venv/ready

clean:
	rm -rf .venv dist build
