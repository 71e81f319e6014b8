"""How many lines of a simulated Cost and Usage Report a second of processor time gives."""

from pathlib import Path

from benchmarks.measure import measure
from benchmarks.report import Result
from benchmarks.warehouse import PROJECT
from infra_spend.settings import Settings
from infra_spend.simulator.manifest import read_row_counts
from infra_spend.simulator.parameters import SCALES, Parameters
from infra_spend.simulator.run import simulate

MEMORY = "4GB"
MONTHS = 2
RATE_BAR = "at least 75,000 a core"


def run_simulate(folder: Path) -> list[Result]:
    """Simulate some months of each hourly scale; everything that is written counts as cost."""
    results = []
    for scale in ("medium", "large"):
        out = folder / scale
        cost = measure(simulate_company, out, SCALES[scale], MONTHS)
        lines = sum(read_row_counts(out, "aws_cur_lines"))
        results.append(
            Result(
                f"simulate: {scale}, {lines:,} AWS lines and all else",
                f"{lines / cost.cpu_seconds:,.0f} lines/s",
                peak_bytes=cost.peak_bytes,
                bar=RATE_BAR,
            )
        )
    return results


def simulate_company(
    out: Path, lines_per_month: int, months: int, seed: int = Parameters.seed
) -> None:
    """Write a company with so many AWS lines a month into a folder that is absent or empty."""
    parameters = Parameters(seed=seed, months=months, lines_per_month=lines_per_month)
    settings = Settings(PROJECT, out, out / "warehouse.duckdb", MEMORY)
    simulate(parameters, out, settings, [], lambda label, behind, total: None)
