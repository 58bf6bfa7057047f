# Another Python: make chat PYTHON=python3.12
PYTHON ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help chat test lint types evals gate bench clean setup setup-dev

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /make \1:  /p' Makefile

chat: setup  ## set everything up (the first time takes some minutes), read the articles, open the chat
	$(PY) -m rag models && $(PY) -m rag sync && $(PY) -m rag chat --open

test: setup-dev  ## all tests
	$(PY) -m rag models && FOOTNOTE_EMBEDDER=all-MiniLM-L6-v2 $(PY) -m rag models && $(PY) -m pytest

lint: setup-dev  ## ruff: rules and format
	$(PY) -m ruff check . && $(PY) -m ruff format --check .

types: setup-dev  ## mypy
	$(PY) -m mypy

evals: setup-dev  ## figures for retrieval and answers, beside the usual way (under 20 minutes on two cores)
	$(PY) -m rag models && $(PY) -m evals

gate: setup-dev  ## no figure below its floor, without a chat model
	$(PY) -m rag models && $(PY) -m evals.gate

bench: setup-dev  ## speed and memory
	$(PY) -m rag models && $(PY) -m benchmarks

clean:  ## remove .venv and the tools' caches; the index and the weights stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache build *.egg-info

setup:
	@$(PYTHON) scripts/setup_env.py

setup-dev:
	@$(PYTHON) scripts/setup_env.py dev
