"""What it costs to allocate the bill of a company, held against building its daily charges."""

from pathlib import Path

from benchmarks.measure import Cost, measure
from benchmarks.report import Result, compared
from benchmarks.simulate import simulate_company
from benchmarks.warehouse import Warehouse
from infra_spend.simulator.manifest import read_row_counts
from infra_spend.simulator.parameters import SCALES

CHARGES = ["--select", "+int_charges_daily"]
MARTS = (
    "+fct_cost_ledger",
    "+fct_allocated_costs_daily",
    "+fct_allocation_paths",
    "+fct_platform_economics_monthly",
)
ALLOCATION = ["--select", *MARTS, "--exclude", "+int_charges_daily"]
CLOCK_BAR = "below 20 s on 2 cores"
LINES_BAR = "ratio below 1, memory below 4 GB"


def run_ledger(folder: Path) -> list[Result]:
    """Allocate a year at small scale, and ten months of a million AWS lines."""
    nothing = Warehouse(folder / "nothing")
    nothing.landing.mkdir(parents=True)
    idle = _costs(nothing)
    results = []
    for scale, months, bar in (("small", 12, ""), ("medium", 10, LINES_BAR)):
        company = Warehouse(folder / scale)
        simulate_company(company.landing, SCALES[scale], months)
        lines = sum(read_row_counts(company.landing, "aws_cur_lines"))
        charges, allocation = (
            cost.without(own) for cost, own in zip(_costs(company), idle, strict=True)
        )
        name = (
            f"allocation: {months} months, {lines:,} AWS lines and all else,"
            " all that int_charges_daily does not need"
        )
        results.append(compared(f"{name}, of int_charges_daily", allocation, charges, bar))
        if scale == "small":
            figure = f"{allocation.clock_seconds:.1f} s"
            results.append(Result(f"{name}, on the clock", figure, bar=CLOCK_BAR))
    return results


def _costs(warehouse: Warehouse) -> tuple[Cost, Cost]:
    """Return what a dbt run costs of the daily charges, and of what allocation adds to them."""
    measure(warehouse.dbt, "seed")
    return measure(warehouse.dbt, "run", *CHARGES), measure(warehouse.dbt, "run", *ALLOCATION)
