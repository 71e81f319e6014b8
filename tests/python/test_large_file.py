"""A file of any size is ingested in the memory that INFRA_SPEND_MEMORY gives, a part at a time."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import duckdb
from conftest import NOW

from benchmarks.generate import HOURS_PER_MONTH, write_bill
from benchmarks.measure import measure
from benchmarks.report import GIB
from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

MONTH = "2025-01"
LINES = 2976 * HOURS_PER_MONTH
MEMORY = "500MB"
# What Python holds comes on top. Two million lines that are read at once hold 2 GiB.
PEAK_BYTES = GIB


def ingest_file(export: Path, settings: Settings) -> None:
    request = Request("aws_cur", str(export))
    ingest(request, settings, NOW, lambda label, session: nullcontext())


def test_two_million_lines_in_one_file_are_not_read_at_once(
    tmp_path: Path, settings: Settings
) -> None:
    measure(write_bill, tmp_path / "bill", LINES, [MONTH])
    [export] = (tmp_path / "bill").rglob("*.parquet")
    cost = measure(ingest_file, export, replace(settings, memory=MEMORY))
    [count] = duckdb.sql(
        f"select count(*) from '{settings.landing}/aws_cur/aws_cur_lines/*/*/*.parquet'"
    ).fetchall()
    assert count == (LINES,)
    assert cost.peak_bytes < PEAK_BYTES
