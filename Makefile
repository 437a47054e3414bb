# Duban's verbs. Each does its own set-up, skips what is already done, and can be run again at any time.
PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2
PYTEST ?=

export VENV
export PYTHONUTF8 = 1
BIN := $(VENV)/bin
HOUSE := $(PYTHON) tools/house.py

.DEFAULT_GOAL := help
.PHONY: help demo setup test lint types contracts migrations messages fmt check bench e2e docs surface lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the Yinchuan zone: set up, load, print the gap table, serve (SERVE=0 stops after the table; PORT=8000)
	@$(HOUSE) demo --host $(HOST) --port $(PORT) $(if $(filter 0 no,$(SERVE)),--no-serve)

setup:
	@$(HOUSE) prepare --dev

test: setup ## every test; PYTEST='-k gap' passes options on, DUBAN_DATABASE_URL chooses the database
	$(BIN)/pytest -n $(WORKERS) $(PYTEST)

lint: setup contracts ## ruff, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

contracts: setup ## which room may import which
	PYTHONPATH=tools $(BIN)/lint-imports

types: setup ## mypy, strict
	$(BIN)/mypy
	$(BIN)/mypy tools

migrations: setup ## fail when a model has no migration
	$(BIN)/duban manage makemigrations --check --dry-run

messages: setup ## fail on an untranslated, stale or bare Chinese sentence
	$(BIN)/python tools/messages.py check

fmt: setup ## put the code in order, and add new sentences to the English catalogue
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/surface.py

check: lint types migrations messages ## everything but the tests

bench: setup ## measure the promises of docs/reference/benchmarks.md
	$(BIN)/python -m benchmarks

e2e: setup ## the browser tests alone; they must run
	DUBAN_REQUIRE_BROWSER=1 $(BIN)/pytest -m browser $(PYTEST)

docs: setup ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

lock: setup ## compile requirements/*.txt and package-lock.json anew (LOCK=--upgrade)
	tools/lock.sh $(LOCK)

clean: ## remove what was built; keeps the database and the environment
	rm -rf site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
