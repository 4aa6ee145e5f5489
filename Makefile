# acore: every task a developer or a newcomer needs. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=
# Three files of tests side by side, on two cores too: most of them wait. They share no port, no folder, no server.
PYTEST := pytest -n 3 --dist loadfile --no-loadscope-reorder
UV_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --group build pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help install run run-discord demo doctor test test-fast test-integration check lint type format peers bench \
	bench-peers lock clean

help:  ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  %-18s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "acore needs Python 3.11 or newer; $(PYTHON) is older. Say which to use: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python can not make environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.core: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing acore (once) ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing acore and its development tools (once) ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.core

install: $(VENV)/.dev  ## install everything, development tools included

run: $(VENV)/.core  ## start: Discord if a token is set, else the playground (ARGS=--open opens the browser)
	@exec $(BIN)/acore run $(ARGS)

run-discord: $(VENV)/.core  ## start on Discord; needs a token
	@exec $(BIN)/acore run discord $(ARGS)

demo: $(VENV)/.core  ## a ten-line conversation, then end
	@$(BIN)/acore demo

doctor: $(VENV)/.core  ## say what works here and what does not
	@$(BIN)/acore doctor

test: $(VENV)/.dev  ## unit and integration tests; nothing beyond 127.0.0.1
	@$(BIN)/python -m $(PYTEST) $(ARGS)

test-fast: $(VENV)/.dev  ## the unit tests
	@$(BIN)/python -m $(PYTEST) tests/unit $(ARGS)

test-integration: $(VENV)/.dev  ## real sockets, real databases, a real browser
	@$(BIN)/python -m $(PYTEST) tests/integration $(ARGS)

check: lint type $(VENV)/.dev  ## lint, types, layers, and the tests with coverage
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m $(PYTEST) -q $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

lint: $(VENV)/.dev  ## ruff and the import layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache

type: $(VENV)/.dev  ## mypy --strict
	@$(BIN)/mypy

format: $(VENV)/.dev  ## format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

peers: $(VENV)/.dev  ## build llama.cpp's server (some minutes, once) and run the contract suite against it
	@$(PYTHON) -m venv .peers
	@.peers/bin/pip --disable-pip-version-check --quiet install --require-hashes -r requirements-peers.lock
	@.peers/bin/python scripts/tiny_model.py .peers/tiny.gguf
	@ACORE_PEERS=$(CURDIR)/.peers $(BIN)/python -m pytest tests/peers $(ARGS)

bench: $(VENV)/.dev  ## measure what the docs claim (ONLY=name for one)
	@$(BIN)/python -m benchmarks $(ONLY)

# docopt, which pipecat needs, has no wheel.
bench-peers: $(VENV)/.dev  ## the same beside openai, langchain, litellm and pipecat, installed for this run (ONLY=voice)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(BIN)/python -m venv "$$folder" && \
		"$$folder/bin/pip" --disable-pip-version-check --quiet install --require-hashes \
			--only-binary :all: --no-binary docopt -r requirements-bench-peers.lock && \
		for what in $(or $(ONLY),calls voice); do \
			$(BIN)/python -m benchmarks.peers_$$what "$$folder/bin/python" || exit 1; \
		done

lock: $(VENV)/.dev  ## resolve the dependencies anew
	@$(UV_LOCK) -o requirements.lock
	@$(UV_LOCK) --extra dev -o requirements-dev.lock
	@echo 'llama-cpp-python[server]\ngguf' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links - -o requirements-peers.lock
	@echo 'openai\nlangchain-openai\nlitellm\npipecat-ai' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links - -o requirements-bench-peers.lock

clean:  ## remove what building and testing left; never your data
	@rm -rf $(VENV) .peers build dist .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
