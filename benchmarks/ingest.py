"""How many rows of a CSV export one core ingests in a second."""

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks.generate import months_of_a_year, write_bill
from benchmarks.measure import cheapest, measure
from benchmarks.report import Result, compared
from benchmarks.warehouse import PROJECT
from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

MEMORY = "2GB"
RATE_BAR = "at least 100,000 rows a second"
# A public FOCUS 1.2 export of 300,000 rows in one month.
FOCUS = PROJECT.parent / "shared" / "data" / "focus_toolkit" / "aws_focus_1_2_300k.parquet"
FOCUS_TIMES = (
    "BillingPeriodStart",
    "BillingPeriodEnd",
    "ChargePeriodStart",
    "ChargePeriodEnd",
)
CUR_LINES = 1_000_000
LARGE_FILE_LINES = 20_000_000
PEAK_BAR = "below 2.5 GiB"


def run_ingest(folder: Path, repeat: int) -> list[Result]:
    """Ingest one month and six months of FOCUS, and twelve of a Cost and Usage Report.

    Each is also held against a bare copy of the same CSV to Parquet: all text, nothing checked.
    """
    folder.mkdir(parents=True)
    results: list[Result] = []
    if FOCUS.exists():
        for months in (1, 6):
            export = folder / f"focus_{months}.csv"
            measure(_write_focus, export, months)
            name = f"FOCUS, {months} month{'s' * (months > 1)}"
            results += _rates(name, "focus", export, repeat)
    else:
        results.append(Result(f"ingest: FOCUS left out: {FOCUS.name} is absent", ""))
    export = folder / "cur.csv"
    measure(_write_cur, folder / "bill", export)
    results += _rates("Cost and Usage Report, 12 months", "aws_cur", export, repeat)
    return results


def run_large_file(folder: Path, lines: int = LARGE_FILE_LINES) -> list[Result]:
    """Ingest one Parquet file of so many lines of a Cost and Usage Report, all of one month."""
    [month, *_] = months_of_a_year()
    measure(write_bill, folder, lines, [month])
    [export] = folder.rglob("*.parquet")
    size = f"{lines / 1_000_000:.0f} million lines and {export.stat().st_size / 1e9:.1f} GB"
    cost = measure(_ingest, "aws_cur", export, 0)
    return [
        Result(
            f"ingest: one Parquet file of {size}, with INFRA_SPEND_MEMORY={MEMORY}",
            f"{lines / cost.cpu_seconds:,.0f} rows/s",
            peak_bytes=cost.peak_bytes,
            bar=PEAK_BAR,
        )
    ]


def _rates(name: str, known: str, export: Path, repeat: int) -> list[Result]:
    costs = [
        (measure(_ingest, known, export, number), measure(_copy_as_text, export))
        for number in range(repeat)
    ]
    cost, bare = (cheapest(list(some)) for some in zip(*costs, strict=True))
    rows = _row_count(export)
    size = f"{rows:,} rows of {export.stat().st_size / rows:,.0f} bytes"
    return [
        Result(
            f"ingest: {name}, {size}",
            f"{rows / cost.cpu_seconds:,.0f} rows/s",
            peak_bytes=cost.peak_bytes,
            bar=RATE_BAR,
        ),
        compared(f"ingest: {name}, of a bare copy as text", cost, bare),
    ]


def _copy_as_text(export: Path) -> None:
    with duckdb.connect() as session:
        session.execute("set enable_progress_bar = false")
        session.execute("set preserve_insertion_order = false")
        session.execute(
            f"copy (from read_csv('{export}', all_varchar = true))"
            f" to '{export.with_suffix('.parquet')}' (codec zstd, compression_level 1)"
        )


def _ingest(known: str, export: Path, number: int) -> None:
    landing = export.parent / f"landing_{export.stem}_{number}"
    settings = Settings(PROJECT, landing, export.parent / "warehouse.duckdb", MEMORY)
    ingest(Request(known, str(export)), settings, datetime.now(UTC), _without_progress)


def _without_progress(label: str, session: duckdb.DuckDBPyConnection) -> nullcontext[None]:
    return nullcontext()


def _write_focus(export: Path, months: int) -> None:
    """Write the export so many times, each time a month later."""
    moved = ", ".join(
        f"cast({name} as timestamp) + to_months(months.number) as {name}" for name in FOCUS_TIMES
    )
    _copy(
        f"select export.* replace ({moved}) from range({months}) as months(number)"
        f" cross join '{FOCUS}' as export",
        export,
    )


def _write_cur(landing: Path, export: Path) -> None:
    """Write a bill as AWS writes it to CSV, maps as JSON."""
    months = months_of_a_year()
    write_bill(landing, CUR_LINES // len(months), months)
    _copy(
        "select * exclude (billing_period, delivery) replace (to_json(product) as product,"
        f" to_json(resource_tags) as resource_tags) from '{landing}/*/*/*/*/*.parquet'",
        export,
    )


def _copy(query: str, export: Path) -> None:
    with duckdb.connect() as session:
        session.execute("set enable_progress_bar = false")
        session.execute("set preserve_insertion_order = false")
        session.execute(
            f"copy ({query}) to '{export}' (header, timestampformat '%Y-%m-%dT%H:%M:%SZ')"
        )


def _row_count(export: Path) -> int:
    with duckdb.connect() as session:
        return len(session.read_csv(str(export), all_varchar=True))
