"""The registry declares what ingest can give and what FOCUS defines."""

import re

import pytest
import yaml
from conftest import PROJECT

from infra_spend.export_focus import pascal_case
from infra_spend.ingest.casts import DECIMAL
from infra_spend.ingest.formats.known import FORMATS
from infra_spend.registry import load_tables

TABLES = load_tables(PROJECT)
SOURCES = [
    source
    for path in (PROJECT / "models").glob("**/_sources.yml")
    for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
]


def test_formats_and_tables_name_each_other() -> None:
    declared = {(table.source, table.identifier) for table in TABLES.values()}
    assert declared == {(known.name, name) for known in FORMATS.values() for name in known.marks}


def test_no_two_tables_share_a_folder_or_a_view() -> None:
    declared = [
        table.get("identifier", table["name"]) for source in SOURCES for table in source["tables"]
    ]
    assert len(declared) == len(set(declared)) > len(FORMATS)


def test_every_source_table_and_column_is_described() -> None:
    tables = [table for source in SOURCES for table in source["tables"]]
    columns = [column for table in tables for column in table["columns"]]
    for each in [*SOURCES, *tables, *columns]:
        assert re.fullmatch(r"\S.*[.}]\s*", each.get("description", "")), each["name"]
    for table in tables:
        assert table["description"].startswith("One row per ")


@pytest.mark.parametrize("identifier", TABLES)
def test_a_table_is_told_by_columns_that_every_export_of_it_has(identifier: str) -> None:
    """So that an export that is not recognised always lacks a required column."""
    required = {column.name for column in TABLES[identifier].columns.values() if column.required}
    for known in FORMATS.values():
        assert known.marks.get(identifier, frozenset()) <= required


@pytest.mark.parametrize("identifier", TABLES)
def test_every_column_that_ingest_relies_on_is_declared(identifier: str) -> None:
    table = TABLES[identifier]
    names = {table.billing_period_column, *table.summed_columns, *table.one_of}
    names |= {table.currency_column, table.one_currency_per} - {None}
    names |= next(
        known.marks[identifier] for known in FORMATS.values() if identifier in known.marks
    )
    assert names <= set(table.columns)
    assert (table.currency_column is None) == (table.one_currency_per is None)
    assert table.columns[table.billing_period_column].never_null


@pytest.mark.parametrize("identifier", TABLES)
def test_every_type_is_a_portable_word(identifier: str) -> None:
    words = {"string", "timestamp", "boolean", "bigint", "map"}
    for column in TABLES[identifier].columns.values():
        assert column.data_type in words or DECIMAL.fullmatch(column.data_type)
        assert re.fullmatch(r"[a-z0-9_]+", column.name)


@pytest.mark.parametrize(
    ("dataset", "identifier"),
    [
        ("Cost and Usage", "focus_charges"),
        ("Contract Commitment", "focus_contract_commitments"),
        ("Invoice Detail", "focus_invoice_details"),
    ],
)
def test_focus_columns_are_those_of_the_specification(dataset: str, identifier: str) -> None:
    registry = pytest.importorskip("focus_data_toolkit.schema.registry")
    for version in ("1.2", "1.3", "1.4"):
        declared = {
            pascal_case(column)
            for column in TABLES[identifier].columns.values()
            if column.is_in(version)
        }
        assert declared == registry.version_columns(dataset, version)
