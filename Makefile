# Every command says what it does, and a failed one what to do next. Plain dbt works as well:
# `. .venv/bin/activate && dbt build`.

PYTHON ?= python3
BIN := .venv/bin
LANDING := $(or $(INFRA_SPEND_LANDING),data/landing)
WAREHOUSE := $(or $(INFRA_SPEND_DUCKDB),data/warehouse.duckdb)
export DBT_TARGET_PATH ?= target
# What dbt has parsed with Elementary's hooks would run them without it, so each mode has a folder.
MODE_TARGET_PATH = $(DBT_TARGET_PATH)$(shell test ! -d dbt_packages/elementary || echo /elementary)
# native: monitors are the project's own, and no network is asked for Elementary.
MONITORS ?=
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PATH := $(CURDIR)/$(BIN):$(PATH)

say = @printf '\n\033[1m==> %s\033[0m\n'
or_else = || { printf '\n%s\n' "$(1)" >&2; exit 1; }

.PHONY: help setup input elementary build observe test lint unit spark docs dashboards serve review
.PHONY: dagster bench lock clean

help:
	@echo 'make build   set up, obtain input, build and test the warehouse on DuckDB'
	@echo 'make test    everything that CI runs'
	@echo 'make observe what the last build tested and found, as Elementary shows it'
	@echo 'make spark   build the same warehouse on a local Spark with Iceberg tables'
	@echo 'make docs    one site: models, lineage of columns, entities, rules'
	@echo 'make dashboards, make serve   the boards as a static site; the same with filters'
	@echo 'make review  what the commits since BASE=main do to marts, contracts, boards and figures'
	@echo 'make dagster install the extra beside and run its jobs once: models as assets, two schedules'
	@echo 'make bench   measure speed and memory against a hand-written query'
	@echo 'make lock    resolve the dependencies of pyproject.toml again'
	@echo 'make clean   remove what was built; the landing zone stays'

# Set-up -------------------------------------------------------------------------------------------

setup: $(BIN)/.installed

$(BIN)/.installed: requirements.lock pyproject.toml
	$(say) 'Setting up .venv (one to three minutes, only when the lock file has changed)'
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
		$(call or_else,Python 3.11 or 3.12 is needed: name it with PYTHON=, such as make build PYTHON=python3.11)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		$(call or_else,No virtual environment could be made: install the venv module of your Python.)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock \
		$(call or_else,The dependencies did not install: check that pip reaches a package index and run this again.)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . \
		$(call or_else,The project itself did not install: read the message above and run this again.)
	@touch $@

# DuckDB -------------------------------------------------------------------------------------------

input: setup
	$(say) 'Looking for input in $(LANDING)'
	@if ls -d $(LANDING)/*/*/billing_period=* >/dev/null 2>&1; then \
		echo 'found; it is used as it is'; \
	else \
		echo 'none; a simulated company is written there (half a minute; no figure is real)'; \
		infra-spend simulate --out $(LANDING) || exit 1; \
	fi

elementary: setup
	$(say) 'Looking for Elementary'
	@test "$(MONITORS)" = native && echo 'native monitors, as asked for' || infra-spend elementary

build: input elementary
	$(say) 'Building and testing the warehouse on DuckDB'
	@dbt build --target-path $(MODE_TARGET_PATH) \
		$(call or_else,The build failed: the message above names the model or test; \
infra-spend doctor checks the set-up.)
	@infra-spend publish
	@infra-spend overview
	@echo
	@echo 'The warehouse is $(WAREHOUSE); marts.duckdb beside it is for readers. Next:'
	@echo '  duckdb $(dir $(WAREHOUSE))marts.duckdb "from marts.fct_costs_daily"    any DuckDB client reads it'
	@echo '  make observe                                         what was tested, and what was found'
	@echo '  make docs                                            what every model and column means'
	@echo '  infra-spend ingest --help                            load your own bills'

# Checks -------------------------------------------------------------------------------------------

# Tests have a landing zone and a warehouse of their own, so that yours are never touched.
TEST := INFRA_SPEND_LANDING=data/test/landing INFRA_SPEND_DUCKDB=data/test/warehouse.duckdb \
	DBT_TARGET_PATH=target/test

test: setup
	@$(MAKE) --no-print-directory build lint unit MONITORS=native $(TEST)
	$(say) 'All checks passed'

lint: setup
	$(say) 'Checking Python: ruff, mypy'
	@ruff check . $(call or_else,ruff check --fix mends most of it.)
	@ruff format --check . $(call or_else,ruff format mends it.)
	@mypy $(call or_else,mypy names file and line above.)
	$(say) 'Checking the architecture: dbt-bouncer'
	@dbt parse --quiet --target-path target
	@dbt-bouncer run --config-file dbt-bouncer.yml --output-only-failures \
		$(call or_else,docs/style.md says how code reads here.)
	$(say) 'Checking SQL: sqlfluff (a few minutes)'
	@sqlfluff lint models tests --disable-progress-bar \
		$(call or_else,sqlfluff fix FILE mends most of it.)

unit: setup
	$(say) 'Testing Python, ingest, mutations and both engines: pytest (most of an hour)'
	@pytest $(call or_else,pytest -k NAME -x runs one test alone.)

# Other jobs ---------------------------------------------------------------------------------------

spark: input
	$(say) 'Building and testing the warehouse on a local Spark (a quarter of an hour)'
	@dbt build --target spark --target-path $(DBT_TARGET_PATH)/spark \
		$(call or_else,The Spark build failed: docs/spark.md lists what it needs.)

observe: setup
	$(say) 'Writing what the last build found'
	@DBT_TARGET_PATH=$(MODE_TARGET_PATH) infra-spend observe \
		$(call or_else,Run make build first: the report shows what it tested.)

SITE := $(DBT_TARGET_PATH)/site

# dbt-colibri traces columns and dbterd draws marts by the tests of their references.
docs: input
	$(say) 'Writing the documentation'
	@dbt docs generate --static --quiet $(call or_else,Run make build first: the documentation shows what was built.)
	@rm -rf $(SITE) && mkdir -p $(SITE)/entities && cp $(DBT_TARGET_PATH)/static_index.html $(SITE)/models.html
	@colibri generate --disable-telemetry --manifest $(DBT_TARGET_PATH)/manifest.json \
		--catalog $(DBT_TARGET_PATH)/catalog.json --output-dir $(SITE)/lineage >$(SITE)/lineage.log 2>&1 \
		$(call or_else,The lineage of columns was not written: $(SITE)/lineage.log says why.)
	@dbterd run --artifacts-dir $(DBT_TARGET_PATH) --output $(SITE)/entities --target json \
		--select schema:marts --entity-name-format model \
		--algo 'test_relationship:(name:refers_to|c_from:column_name|c_to:field)' >$(SITE)/entities.log 2>&1 \
		$(call or_else,The entities were not found: $(SITE)/entities.log says why.)
	@python -m infra_spend.site $(DBT_TARGET_PATH) $(SITE)

BASE ?= main

review: setup
	@infra-spend review --base $(BASE)

dashboards: setup
	$(say) 'Rendering the boards'
	@infra-spend dashboards --out $(DBT_TARGET_PATH)/dashboards

serve: setup
	$(say) 'Serving the boards with their filters, until Ctrl-C'
	@INFRA_SPEND_MARTS=$(abspath $(dir $(WAREHOUSE)))/marts.duckdb \
		dct serve --project-dir dashboards --host 127.0.0.1

DAGSTER := $(DBT_TARGET_PATH)/dagster

# Its packages are many, and only its users need them: an environment of its own, the same pins.
dagster: setup
	$(say) 'Setting up Dagster in $(DAGSTER) and running its jobs once (minutes)'
	@uv venv --quiet --allow-existing --python $(BIN)/python $(DAGSTER)
	@uv pip install --quiet --python $(DAGSTER)/bin/python --constraint requirements.lock \
		--editable '.[dagster,spark,dev]' \
		$(call or_else,Dagster did not install: read the message above and run this again.)
	@DAGSTER_DISABLE_TELEMETRY=1 PATH=$(abspath $(DAGSTER))/bin:$$PATH \
		pytest -n 0 tests/python/test_dagster_jobs.py

bench: setup
	$(say) 'Measuring (most of an hour); the results go into benchmarks/README.md'
	@python -m benchmarks --write

# All but dagster.
EXTRAS := spark monitor boards lineage metrics dev

lock: setup
	$(say) 'Resolving pyproject.toml, and what the FOCUS validator needs, into requirements.lock'
	@uv pip compile pyproject.toml $(addprefix --extra ,$(EXTRAS)) --universal --python-version 3.11 \
		--generate-hashes --quiet --no-header --output-file requirements.lock
	@cd tests/python/focus_validator && uv pip compile requirements.in --universal \
		--python-version 3.12 --generate-hashes --quiet --no-header --output-file requirements.lock

clean:
	@rm -rf target logs dbt_packages data/warehouse.duckdb data/spark data/test
	@echo 'Removed what was built; data/landing stays'
