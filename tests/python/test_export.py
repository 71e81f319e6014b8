"""An export is whole or not there, and no spreadsheet runs what is in it."""

import csv
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from infra_spend.errors import InfraSpendError, InputError
from infra_spend.export import Exported, FileType, export_marts
from infra_spend.publish import published_path
from infra_spend.settings import Settings

NAMES = ["ads", "=1+1", "+1", "-1", "@sum", "\tx", "\rx", "a=b", '"q", x', "", None]


@pytest.fixture
def published(settings: Settings) -> Settings:
    with duckdb.connect(str(published_path(settings))) as session:
        session.execute(
            "create table dim_names (name varchar, cost decimal(24, 10), day_at timestamp)"
        )
        session.executemany(
            "insert into dim_names values (?, -1.5, timestamp '2026-03-01 12:00:00')",
            [[name] for name in NAMES],
        )
        session.execute("create table fct_days as select 1 as day_count")
    return settings


def run(settings: Settings, folder: Path, *marts: str, file_type: FileType) -> Exported:
    return export_marts(settings, folder, marts, file_type, lambda label, session: nullcontext())


def test_parquet_holds_what_the_marts_hold(published: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    exported = run(published, folder, file_type=FileType.PARQUET)
    assert exported.row_counts == {"dim_names": len(NAMES), "fct_days": 1}
    assert sorted(path.name for path in folder.iterdir()) == [
        "dim_names.parquet",
        "fct_days.parquet",
    ]
    with duckdb.connect() as session:
        rows = session.execute(f"from '{folder}/dim_names.parquet'").fetchall()
    assert sorted(str(name) for name, _, _ in rows) == sorted(str(name) for name in NAMES)
    assert {cost for _, cost, _ in rows} == {Decimal("-1.5")}


def test_no_cell_of_a_csv_file_is_a_formula(published: Settings, tmp_path: Path) -> None:
    run(published, tmp_path / "out", "dim_names", file_type=FileType.CSV)
    with (tmp_path / "out" / "dim_names.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["name"] for row in rows) == sorted(
        ["ads", "'=1+1", "'+1", "'-1", "'@sum", "'\tx", "'\rx", "a=b", '"q", x', "", ""]
    )
    assert {row["cost"] for row in rows} == {"-1.5000000000"}
    assert {row["day_at"] for row in rows} == {"2026-03-01T12:00:00Z"}


def test_a_mart_that_is_not_there_is_one_line_and_leaves_what_was_there(
    published: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    run(published, folder, "fct_days", file_type=FileType.PARQUET)
    before = (folder / "fct_days.parquet").read_bytes()
    with pytest.raises(InputError, match="--mart fct_day: is not published; there are fct_days"):
        run(published, folder, "fct_days", "fct_day", file_type=FileType.PARQUET)
    with duckdb.connect(str(published_path(published))) as session:
        session.execute("create view fct_zeros as select error('broken') as zero_count")
    with pytest.raises(InfraSpendError, match=r"cannot be written: .*broken"):
        run(published, folder, file_type=FileType.PARQUET)
    assert [path.name for path in folder.iterdir()] == ["fct_days.parquet"]
    assert (folder / "fct_days.parquet").read_bytes() == before


def test_nothing_published_is_one_line(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InfraSpendError, match="run infra-spend publish first"):
        run(settings, tmp_path / "out", file_type=FileType.CSV)
    assert not (tmp_path / "out").exists()
