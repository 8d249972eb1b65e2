# Outlay. `make demo` shows it working, `make test` proves it; both set themselves up in .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PEERS  := .venv-bench
AUDIT  := .venv-audit
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo pages charts test week chaos setup bench sessions audit lock clean

help:  ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | column -t -s '|'

demo: setup  ## Run the whole bot on a small wire of its own: no token, no network
	@$(BIN)/outlay demo

setup: $(VENV)/.ready  ## Leave .venv/bin/outlay

pages: $(VENV)/.ready  ## Add trafilatura, for sources with pages = true
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-pages.lock

charts: $(VENV)/.ready  ## Add matplotlib, for the command chart
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-charts.lock

test: $(VENV)/.ready-dev  ## Style, types, floors and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest

week: $(VENV)/.ready-dev  ## Poll 300 invented publishers for a simulated week; SEED=7 draws them
	@$(BIN)/python -m tests.week --seed $(or $(SEED),1)

chaos: $(VENV)/.ready-dev  ## Kill the bot while both platforms fail, and audit; SEED=7 KILLS=60 RECONCILE=off HISTORY=off PRICES=on
	@$(BIN)/python -m tests.chaos --seed $(or $(SEED),1) --kills $(or $(KILLS),1000) --reconcile $(or $(RECONCILE),on) --history $(or $(HISTORY),on) --prices $(or $(PRICES),off)

bench: $(VENV)/.ready-dev $(PEERS)/.ready  ## Measure: every figure beside its goal and the best peer
	$(BIN)/python -m tests.benchmarks $(if $(FEEDPARSER_SUITE),--feedparser-suite $(FEEDPARSER_SUITE)) $(if $(ARTICLE_BENCHMARK),--article-benchmark $(ARTICLE_BENCHMARK))

sessions: $(PEERS)/.ready  ## Write the table of trading sessions anew from exchange_calendars
	@$(PEERS)/bin/python -m tests.calendar

audit: $(VENV)/.ready-dev $(AUDIT)/.ready  ## Bill of materials, licences, known flaws; OFFLINE=1 asks for no flaws
	@$(BIN)/python -m tests.audit --tools $(AUDIT)/bin $(if $(OFFLINE),--offline)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Outlay needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ". Say: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

# Peers that cannot be had here are said not to be installed, and the rest is measured.
$(PEERS)/.ready: requirements-bench.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --require-hashes -r requirements-bench.lock && touch $@ \
		|| echo "The peers cannot be installed here: measuring without them."

$(AUDIT)/.ready: requirements-audit.lock | $(VENV)/bin/python
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --require-hashes -r requirements-audit.lock
	@touch $@

lock: ## Pin the dependencies again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra build --extra pages -c requirements.lock pyproject.toml -o requirements-pages.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra build --extra charts -c requirements-pages.lock pyproject.toml -o requirements-charts.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra build --extra dev --extra pages --extra charts -c requirements-pages.lock -c requirements-charts.lock pyproject.toml -o requirements-dev.lock
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], sep="\n")' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' - -o requirements-bench.lock
	$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["audit"], sep="\n")' | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' - -o requirements-audit.lock

clean:  ## Remove what set-up and tests left behind
	rm -rf $(VENV) $(PEERS) $(AUDIT) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
