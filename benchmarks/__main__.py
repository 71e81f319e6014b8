"""Run the benchmarks: `python -m benchmarks --help`."""

import argparse
import tempfile
from collections.abc import Callable
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

Part = Callable[[Path, argparse.Namespace], list[Result]]


def build(folder: Path, arguments: argparse.Namespace) -> list[Result]:
    """Build bills of each size, beside what dbt costs by itself."""
    overhead, results = run_overhead(folder / "empty", arguments.repeat)
    return results + by_size(folder, arguments, run_build, arguments.repeat, overhead)


def by_size(
    folder: Path,
    arguments: argparse.Namespace,
    run: Callable[..., list[Result]],
    *more: object,
) -> list[Result]:
    """Run for each number of million lines, in a folder that is gone before the next."""
    results = []
    for size in arguments.million_lines:
        print(f"{size} million lines", flush=True)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            results += run(Path(name), size, *more)
    return results


# In the order in which results are listed.
PARTS: dict[str, Part] = {
    "build": build,
    "refresh": lambda folder, arguments: run_refresh(folder / "company"),
    "ingest": lambda folder, arguments: run_ingest(folder / "files", arguments.repeat),
    "large_file": lambda folder, arguments: run_large_file(folder / "file"),
    "simulate": lambda folder, arguments: run_simulate(folder / "company"),
    "allocation": lambda folder, arguments: run_allocation(folder / "usage", arguments.repeat),
    "ledger": lambda folder, arguments: run_ledger(folder / "companies"),
    "forecast": lambda folder, arguments: run_forecast(folder / "costs", arguments.repeat),
    "anomalies": lambda folder, arguments: run_anomalies(arguments.repeat),
    "savings": lambda folder, arguments: run_savings(),
    "spark": lambda folder, arguments: by_size(folder, arguments, run_spark),
}


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
    if not set(parts) <= PARTS.keys():
        parser.error(f"parts are {', '.join(PARTS)}")

    results: list[Result] = []
    for part in [part for part in PARTS if part in parts]:
        print(f"Measuring {part}", flush=True)
        with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
            results += PARTS[part](Path(name), arguments)
    text = markdown(results)
    print(text)
    if arguments.write:
        write_to_readme(text)
        if "build" in parts:
            draw_growth()


if __name__ == "__main__":
    main()
