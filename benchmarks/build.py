"""What a build of the daily tables costs, against queries written by hand for the same rows."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.generate import months_of_a_year, write_bill
from benchmarks.measure import Cost, cheapest, measure
from benchmarks.report import Result, compared
from benchmarks.warehouse import MODELS, PROJECT, Warehouse, check_equal, run_sql

MILLION = 1_000_000
CHANGED_MONTH = "2025-06"
RATIO_BAR = "ratio at most 1.5"
REFRESH_BAR = "ratio at most 0.25"
PEAK_BARS = {10: "below 4 GB", 50: "below 8 GB"}
HAND_WRITTEN_TABLES = Path(__file__).with_name("hand_written_tables.sql")
HAND_WRITTEN_MART = Path(__file__).with_name("hand_written_mart.sql")


def run_build(folder: Path, million_lines: int, repeat: int, overhead: Cost) -> list[Result]:
    """Build, check and refresh the daily tables of a bill of so many lines."""
    warehouse = Warehouse(folder)
    lines_per_month = land_year(warehouse.landing, million_lines)
    measure(warehouse.dbt, "seed")
    mart = hand_written_query(warehouse, HAND_WRITTEN_MART)
    by_hand = hand_written_database(warehouse)

    whole = _cheapest(repeat, lambda _: measure(warehouse.dbt, "run", "--full-refresh", *MODELS))
    bare, hand_written, mart_alone = compare_tables(
        warehouse, repeat, lambda: measure(run_sql, by_hand, [mart])
    )
    costs = "marts.fct_costs_daily"
    rates = "rate_normalised_cost, rate_effect_cost"
    check_equal(by_hand, warehouse.database, "hand_written_mart", costs, left_out=rates)

    def refresh(number: int) -> Cost:
        delivery = f"202602{number + 1:02d}T000000Z"
        changed = lines_per_month + lines_per_month // 50 * (number + 1)
        measure(write_bill, warehouse.landing, changed, [CHANGED_MONTH], delivery)
        return measure(warehouse.dbt, "run", *MODELS)

    refreshed = _cheapest(repeat, refresh)
    changes = warehouse.table_statements(CHANGED_MONTH)
    bare_refresh = _cheapest(repeat, lambda _: measure(run_sql, warehouse.database, changes))

    size = f"{million_lines} million lines"
    return [
        compared(
            f"{size}: SQL of a full build, of both tables by hand", bare, hand_written, RATIO_BAR
        ),
        compared(f"{size}: the same, of the mart alone by hand", bare, mart_alone),
        compared(
            f"{size}: dbt run of it, of both tables by hand",
            whole,
            hand_written,
            PEAK_BARS.get(million_lines, ""),
        ),
        compared(
            f"{size}: the same without dbt's own time",
            whole.without(overhead),
            hand_written,
        ),
        compared(f"{size}: SQL of one month refreshed, of all", bare_refresh, bare, REFRESH_BAR),
        compared(f"{size}: dbt run of it, of all", refreshed, whole),
        compared(
            f"{size}: the same without dbt's own time",
            refreshed.without(overhead),
            whole.without(overhead),
            REFRESH_BAR,
        ),
    ]


def land_year(landing: Path, million_lines: int) -> int:
    """Land a bill of twelve months, and return how many lines a month has."""
    months = months_of_a_year()
    lines_per_month = million_lines * MILLION // len(months)
    measure(write_bill, landing, lines_per_month, months)
    return lines_per_month


def compare_tables(
    warehouse: Warehouse, repeat: int, *others: Callable[[], Cost]
) -> tuple[Cost, ...]:
    """Return what SQL of the last dbt run costs, what the query by hand does, and what ``others``.

    They run in turn. Raises ValueError unless both made the same rows.
    """
    tables = warehouse.table_statements()
    both = hand_written_query(warehouse, HAND_WRITTEN_TABLES)
    by_hand = hand_written_database(warehouse)
    costs = _alternating(
        repeat,
        lambda: measure(run_sql, warehouse.database, tables),
        lambda: measure(run_sql, by_hand, [both]),
        *others,
    )
    for name, table, left_out in (
        ("hand_written_days", "intermediate.int_charges_daily", "input_key"),
        ("hand_written_costs", "marts.fct_costs_daily", None),
    ):
        check_equal(by_hand, warehouse.database, name, table, left_out=left_out)
    return costs


def hand_written_database(warehouse: Warehouse) -> Path:
    """Return the file that queries by hand write to."""
    return warehouse.folder / "hand_written.duckdb"


def hand_written_query(warehouse: Warehouse, path: Path) -> str:
    """Return a query by hand on the landing zone of a warehouse."""
    text = path.read_text(encoding="utf-8")
    return text.format(landing=warehouse.landing, seeds=PROJECT / "seeds")


def _cheapest(repeat: int, run: Callable[[int], Cost]) -> Cost:
    return cheapest([run(number) for number in range(repeat)])


def _alternating(repeat: int, *runs: Callable[[], Cost]) -> tuple[Cost, ...]:
    """Run things in turn, so that what else the machine does meets all of them."""
    rounds = [[run() for run in runs] for _ in range(repeat)]
    return tuple(cheapest(list(costs)) for costs in zip(*rounds, strict=True))
