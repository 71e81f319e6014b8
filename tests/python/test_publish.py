"""Readers find whole marts in a file of their own, whatever happens to the warehouse meanwhile."""

from contextlib import nullcontext

import duckdb
import pytest
from typer.testing import CliRunner

from infra_spend.cli import app
from infra_spend.errors import InfraSpendError
from infra_spend.publish import Published, publish, published_path
from infra_spend.settings import Settings


def build(settings: Settings, cost: int) -> None:
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("create schema if not exists marts")
        session.execute("create schema if not exists intermediate")
        session.execute(f"create or replace table intermediate.days as select {cost} as cost")
        session.execute("create or replace view marts.fct_days as from warehouse.intermediate.days")
        session.execute("create or replace table marts.dim_names as select 'a' as name")


def run(settings: Settings) -> Published:
    return publish(settings, (), lambda label, session: nullcontext())


def test_readers_keep_what_they_opened_and_find_the_new_marts_next_time(
    settings: Settings,
) -> None:
    build(settings, 1)
    published = run(settings)
    assert published.row_counts == {"dim_names": 1, "fct_days": 1}
    with duckdb.connect(str(published.path), read_only=True) as reader:
        build(settings, 2)
        run(settings)
        assert reader.execute("from marts.fct_days").fetchall() == [(1,)]
    with duckdb.connect(str(published.path), read_only=True) as reader:
        assert reader.execute("from marts.fct_days").fetchall() == [(2,)]
    # Nothing else is left, of the copy or beside it.
    assert {path.name for path in published.path.parent.iterdir()} == {
        "warehouse.duckdb",
        "marts.duckdb",
    }


def test_a_mart_that_is_broken_leaves_the_published_file_as_it_was(settings: Settings) -> None:
    build(settings, 1)
    before = run(settings).path.read_bytes()
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("drop table intermediate.days")
    with pytest.raises(InfraSpendError, match=r"marts\.duckdb: cannot be written"):
        run(settings)
    assert published_path(settings).read_bytes() == before


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), {"fct_days", "dim_names", "fct_restatements"}),
        (("--with-lines",), {"fct_days", "dim_names", "fct_restatements", "fct_charges"}),
        (("--without-finance",), {"fct_days", "dim_names"}),
    ],
)
def test_charge_lines_are_published_and_finance_left_out_if_asked_for(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    expected: set[str],
) -> None:
    build(settings, 1)
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute("create table marts.fct_charges as select 1 as cost")
        session.execute("create table marts.fct_restatements as select 1 as cost")
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(settings.warehouse))
    monkeypatch.setenv("DBT_PROJECT_DIR", str(settings.project))
    assert CliRunner().invoke(app, ["publish", *options]).exit_code == 0
    with duckdb.connect(str(published_path(settings)), read_only=True) as reader:
        assert {
            name for (name,) in reader.execute("select table_name from duckdb_tables()").fetchall()
        } == expected


def test_a_warehouse_without_marts_is_refused_in_one_line(settings: Settings) -> None:
    duckdb.connect(str(settings.warehouse)).close()
    with pytest.raises(InfraSpendError, match="there are no marts in it: run dbt build first"):
        run(settings)
