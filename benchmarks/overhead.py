"""What dbt costs before any line is read: parsing, and a run on an empty landing zone."""

from pathlib import Path

from benchmarks.measure import Cost, cheapest, measure
from benchmarks.report import Result
from benchmarks.warehouse import MODELS, Warehouse


def run_overhead(folder: Path, repeat: int) -> tuple[Cost, list[Result]]:
    """Return the cost of a run that finds nothing, and the results."""
    warehouse = Warehouse(folder)
    warehouse.landing.mkdir(parents=True)
    measure(warehouse.dbt, "seed")

    def parse(*flags: str) -> Cost:
        return cheapest([measure(warehouse.dbt, *flags, "parse") for _ in range(repeat)])

    cold = parse("--no-partial-parse")
    warm = parse()
    run = cheapest([measure(warehouse.dbt, "run", *MODELS) for _ in range(repeat)])
    nodes = warehouse.node_count()
    milliseconds = (run.cpu_seconds - warm.cpu_seconds) / nodes * 1000
    return run, [
        Result("dbt: parse everything", f"{cold.cpu_seconds:.1f} s", peak_bytes=cold.peak_bytes),
        Result("dbt: parse what changed: nothing", f"{warm.cpu_seconds:.1f} s"),
        Result(f"dbt: run {nodes} nodes on an empty landing zone", f"{run.cpu_seconds:.1f} s"),
        Result("dbt: of that for each node", f"{milliseconds:.0f} ms"),
    ]
