# Two commands for a newcomer: `make run` and `make test`. The rest is for those who change the code.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DATELINE_HOME ?= $(CURDIR)/newsroom

.PHONY: run test test-long check bench pictures fix lock clean format lint types contracts migrations

run: $(VENV)/.run-installed  ## the sample newspaper at http://127.0.0.1:8000/
	@DATELINE_NAME="$${DATELINE_NAME:-The Harbour Courier}" DATELINE_MOTTO="$${DATELINE_MOTTO:-Every claim has a name}" $(BIN)/dateline up --sample

test: $(VENV)/.dev-installed  ## the whole suite, on SQLite and, where one answers, on PostgreSQL
	@$(BIN)/python scripts/run_tests.py

check: format lint types contracts migrations test  ## what CI runs

format: $(VENV)/.dev-installed
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev-installed
	@$(BIN)/ruff check .

types: $(VENV)/.dev-installed
	@$(BIN)/mypy

contracts: $(VENV)/.dev-installed
	@$(BIN)/lint-imports --no-cache

migrations: $(VENV)/.dev-installed
	@$(BIN)/python -m dateline.ops.manage makemigrations --check --dry-run

fix: $(VENV)/.dev-installed  ## format and mend what a machine can mend
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(VENV)/.dev-installed  ## speed and size, as a table and as bench/results.json
	@$(BIN)/python -m bench

pictures: $(VENV)/.dev-installed  ## the screenshots in docs/pictures
	@$(BIN)/python scripts/pictures.py

lock: $(VENV)/.dev-installed  ## pin every dependency again, with hashes, naming no index
	@$(BIN)/python scripts/lock.py

$(VENV)/.run-installed: requirements.lock pyproject.toml
	@scripts/install "$(PYTHON)" $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev-installed: requirements-dev.lock pyproject.toml
	@scripts/install "$(PYTHON)" $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run-installed

clean:  ## remove the environment and the sample newsroom
	rm -rf $(VENV) newsroom
