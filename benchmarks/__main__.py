"""Run the benchmarks: `python -m benchmarks --help`."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.allocation import run_allocation
from benchmarks.anomalies import run_anomalies
from benchmarks.build import run_build
from benchmarks.forecast import run_forecast
from benchmarks.growth import draw_growth
from benchmarks.ingest import run_ingest, run_large_file
from benchmarks.ledger import run_ledger
from benchmarks.overhead import run_overhead
from benchmarks.refresh import run_refresh
from benchmarks.report import Result, markdown, write_to_readme
from benchmarks.savings import run_savings
from benchmarks.simulate import run_simulate
from benchmarks.spark import run_spark

PARTS = (
    *("build", "refresh", "ingest", "large_file", "simulate", "allocation", "ledger", "forecast"),
    *("anomalies", "savings", "spark"),
)


def main() -> None:
    """Measure, print the results, and write them to the README when asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"any of {', '.join(PARTS)}; all unless given")
    parser.add_argument("--million-lines", type=int, nargs="+", default=[1, 10], metavar="N")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, the best counts")
    parser.add_argument("--folder", type=Path, help="where to put bills; removed at the end")
    parser.add_argument("--write", action="store_true", help="put the results into README.md")
    arguments = parser.parse_args()
    parts = arguments.parts or PARTS
    if not set(parts) <= set(PARTS):
        parser.error(f"parts are {', '.join(PARTS)}")

    results: list[Result] = []
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        if "build" in parts:
            overhead, results = run_overhead(folder / "empty", arguments.repeat)
            for size in arguments.million_lines:
                print(f"Building {size} million lines", flush=True)
                with tempfile.TemporaryDirectory(dir=folder) as of_size:
                    results += run_build(Path(of_size), size, arguments.repeat, overhead)
        if "spark" in parts:
            for size in arguments.million_lines:
                print(f"Building {size} million lines on Spark", flush=True)
                with tempfile.TemporaryDirectory(dir=folder) as of_size:
                    results += run_spark(Path(of_size), size)
        if "refresh" in parts:
            print("Building and refreshing a company", flush=True)
            results += run_refresh(folder / "refresh")
        if "ingest" in parts:
            print("Ingesting", flush=True)
            results += run_ingest(folder / "ingest", arguments.repeat)
        if "large_file" in parts:
            print("Ingesting one large file", flush=True)
            results += run_large_file(folder / "large_file")
        if "simulate" in parts:
            print("Simulating", flush=True)
            results += run_simulate(folder / "simulate")
        if "allocation" in parts:
            print("Solving platforms", flush=True)
            results += run_allocation(folder / "allocation", arguments.repeat)
        if "ledger" in parts:
            print("Allocating bills", flush=True)
            results += run_ledger(folder / "ledger")
        if "forecast" in parts:
            print("Forecasting", flush=True)
            results += run_forecast(folder / "forecast", arguments.repeat)
        if "anomalies" in parts:
            print("Looking for anomalies", flush=True)
            results += run_anomalies(arguments.repeat)
        if "savings" in parts:
            results += run_savings()
    text = markdown(results)
    print(text)
    if arguments.write:
        write_to_readme(text)
        if "build" in parts:
            draw_growth()


if __name__ == "__main__":
    main()
