"""What building and refreshing the daily tables costs, against queries written by hand."""

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
LINE_BAR = "no more than of fewer lines"
PEAK_BARS = {10: "below 4 GB", 50: "below 8 GB"}


def run_build(folder: Path, million_lines: int, repeat: int, overhead: Cost) -> list[Result]:
    """Build, check and refresh the daily tables of a bill of so many lines."""
    warehouse = Warehouse(folder)
    months = months_of_a_year()
    lines_per_month = million_lines * MILLION // len(months)
    measure(write_bill, warehouse.landing, lines_per_month, months)
    measure(warehouse.dbt, "seed")

    whole = cheapest(
        [measure(warehouse.dbt, "run", "--full-refresh", *MODELS) for _ in range(repeat)]
    )
    tables = warehouse.table_statements()
    by_hand = folder / "by_hand.duckdb"
    costs, days, bare = _in_turn(
        repeat,
        lambda: measure(run_sql, by_hand, [_hand_written("costs", warehouse)]),
        lambda: measure(run_sql, by_hand, [_hand_written("days", warehouse)]),
        lambda: measure(run_sql, warehouse.database, tables),
    )
    _check(by_hand, warehouse.database)

    refreshed = cheapest(
        [_refresh(warehouse, number, lines_per_month) for number in range(1, repeat + 1)]
    )
    changes = warehouse.table_statements(CHANGED_MONTH)
    bare_refresh = cheapest([measure(run_sql, warehouse.database, changes) for _ in range(repeat)])

    size = f"{million_lines} million lines"
    peak_bar = PEAK_BARS.get(million_lines, "")
    micro = bare.cpu_seconds / million_lines
    own_time = "the same without dbt's own time"
    return [
        compared(f"{size}: SQL of both tables, of the days by hand", bare, days, RATIO_BAR),
        compared(f"{size}: SQL of both tables, of the costs by hand", bare, costs, RATIO_BAR),
        Result(f"{size}: SQL of both tables, for each line", f"{micro:.2f} µs", bar=LINE_BAR),
        compared(f"{size}: dbt run, of the days by hand", whole, days, peak_bar),
        compared(f"{size}: {own_time}", _without(whole, overhead), days),
        compared(f"{size}: SQL of a refresh, of a build", bare_refresh, bare, REFRESH_BAR),
        compared(f"{size}: dbt run of a refresh, of a build", refreshed, whole),
        compared(
            f"{size}: {own_time}",
            _without(refreshed, overhead),
            _without(whole, overhead),
            REFRESH_BAR,
        ),
    ]


def _hand_written(name: str, warehouse: Warehouse) -> str:
    text = Path(__file__).with_name(f"hand_written_{name}.sql").read_text(encoding="utf-8")
    return text.format(landing=warehouse.landing, seeds=PROJECT / "seeds")


def _check(by_hand: Path, warehouse: Path) -> None:
    """Raise ValueError unless both tables hold, row by row, what the queries by hand say."""
    check_equal(by_hand, warehouse, "from costs", "from other.marts.fct_costs_daily")
    check_equal(
        by_hand,
        warehouse,
        "from days",
        "select * exclude (attribute_profile_key, input_key)"
        " from other.intermediate.int_charges_daily",
    )


def _refresh(warehouse: Warehouse, number: int, lines_per_month: int) -> Cost:
    """Deliver a month anew, each time a little longer, and run dbt."""
    lines = lines_per_month * (50 + number) // 50
    delivery = f"202602{number:02}T000000Z"
    measure(write_bill, warehouse.landing, lines, [CHANGED_MONTH], delivery)
    return measure(warehouse.dbt, "run", *MODELS)


def _in_turn(repeat: int, *runs: Callable[[], Cost]) -> list[Cost]:
    """Measure several things in turn, so that what else the machine does meets all of them."""
    rounds = [[run() for run in runs] for _ in range(repeat)]
    return [cheapest(list(costs)) for costs in zip(*rounds, strict=True)]


def _without(cost: Cost, overhead: Cost) -> Cost:
    return Cost(cost.cpu_seconds - overhead.cpu_seconds, cost.peak_bytes)
