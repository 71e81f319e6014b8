"""Results as a table: what was measured, against what, and how they compare."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Cost

README = Path(__file__).with_name("README.md")
HEADING = "## Last results\n"
GIB = 1 << 30


@dataclass(frozen=True)
class Result:
    """One line of the table; ``bar`` says in words what the figures have to be."""

    name: str
    figure: str
    compared: str = ""
    ratio: float | None = None
    peak_bytes: int | None = None
    bar: str = ""


def compared(name: str, cost: Cost, reference: Cost, bar: str = "") -> Result:
    """Return the result of a cost that is measured against another cost."""
    return Result(
        name=name,
        figure=f"{cost.cpu_seconds:.1f} s",
        compared=f"{reference.cpu_seconds:.1f} s",
        ratio=cost.cpu_seconds / reference.cpu_seconds,
        peak_bytes=cost.peak_bytes,
        bar=bar,
    )


def markdown(results: Sequence[Result]) -> str:
    """Return the machine and a table of the results."""
    lines = [
        _machine(),
        "",
        "| what | processor time or rate | of | ratio | peak memory | bar |",
        "|---|---|---|---|---|---|",
    ]
    for result in results:
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
        peak = "" if result.peak_bytes is None else f"{result.peak_bytes / GIB:.1f} GiB"
        cells = [result.name, result.figure, result.compared, ratio, peak, result.bar]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def write_to_readme(text: str) -> None:
    """Replace what README.md says below its heading of results."""
    kept, heading, _ = README.read_text(encoding="utf-8").partition(HEADING)
    README.write_text(f"{kept}{heading}\n{text}", encoding="utf-8")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    packages = ("duckdb", "dbt-core", "dbt-duckdb")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB of memory,"
        f" Python {platform.python_version()}, {versions}."
    )
