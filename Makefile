# make demo    audit a document of the corpus          make test    run the tests
# make check   format, lint, types, layers, spelling   make score   recall and precision on gold lists
# make reports rebuild reports/                        make bench   time, memory, growth
# make corpus  write the generated documents           make score PER_FAMILY=20   score all of them, not a sample
# make baseline  a small sample of them, fails when a score fell by more than its interval
# Each of them makes .venv first when it is missing; PYTHON chooses the interpreter (3.11 or newer).

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SHARED ?= $(or $(GOUJI_SHARED),../shared)
DOCUMENTS ?=
PER_FAMILY ?= 2
DOCUMENT ?= corpus/department-final-accounts-01/document.txt

.PHONY: help setup demo check test reports corpus score baseline bench format clean
.DELETE_ON_ERROR:

help:
	@sed -n '1,6s/^# //p' Makefile

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=…")'
	@$(BIN)/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/auditor check $(DOCUMENT) --fail-on never

check: $(READY)
	$(BIN)/ruff format --check auditor tests corpus
	$(BIN)/ruff check auditor tests corpus
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/codespell

test: $(READY)
	$(BIN)/python -m pytest

reports: $(READY)
	$(BIN)/python corpus/reports.py

corpus: $(READY)
	$(BIN)/python corpus/make.py

score: $(READY)
	$(BIN)/python corpus/score.py --per-family $(PER_FAMILY) --check
	@if [ -f $(SHARED)/score/gold.py ]; then $(BIN)/python $(SHARED)/score/gold.py --root $(SHARED); \
	else echo '../shared is not here: only the corpus was scored'; fi
	@if [ -f $(SHARED)/score/plant.py ]; then for where in text tables; do \
	for document in $(SHARED)/documents/*-congress-20??.txt; do echo "planted in the $$where of $$document"; \
	$(BIN)/python $(SHARED)/score/plant.py $$document --in $$where --limit 60 --misses 5 || exit 1; done; done; fi

baseline: $(READY)
	$(BIN)/python corpus/score.py --quick --check

bench: $(READY)
	$(BIN)/python corpus/benchmarks/bench.py $(DOCUMENTS)

format: $(READY)
	$(BIN)/ruff check --fix auditor tests corpus
	$(BIN)/ruff format auditor tests corpus

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
