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
    months = months_of_a_year()
    lines_per_month = million_lines * MILLION // len(months)
    measure(write_bill, warehouse.landing, lines_per_month, months)
    measure(warehouse.dbt, "seed")
    both, mart = (
        path.read_text(encoding="utf-8").format(landing=warehouse.landing, seeds=PROJECT / "seeds")
        for path in (HAND_WRITTEN_TABLES, HAND_WRITTEN_MART)
    )
    by_hand = folder / "hand_written.duckdb"

    whole = _cheapest(repeat, lambda _: measure(warehouse.dbt, "run", "--full-refresh", *MODELS))
    tables = warehouse.table_statements()
    hand_written, bare, mart_alone = _alternating(
        repeat,
        lambda: measure(run_sql, by_hand, [both]),
        lambda: measure(run_sql, warehouse.database, tables),
        lambda: measure(run_sql, by_hand, [mart]),
    )
    days, costs = "intermediate.int_charges_daily", "marts.fct_costs_daily"
    check_equal(by_hand, warehouse.database, "hand_written_days", days, left_out="input_key")
    check_equal(by_hand, warehouse.database, "hand_written_costs", costs)
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


def _cheapest(repeat: int, run: Callable[[int], Cost]) -> Cost:
    return cheapest([run(number) for number in range(repeat)])


def _alternating(repeat: int, *runs: Callable[[], Cost]) -> list[Cost]:
    """Run things in turn, so that what else the machine does meets all of them."""
    rounds = [[run() for run in runs] for _ in range(repeat)]
    return [cheapest(list(costs)) for costs in zip(*rounds, strict=True)]
