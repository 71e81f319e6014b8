"""Doctor: look at the environment, the landing zone and the warehouse, and say what to mend."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb

from infra_spend.errors import InfraSpendError, first_line
from infra_spend.ingest.commit import leftovers
from infra_spend.ingest.deliveries import list_deliveries
from infra_spend.registry import load_tables
from infra_spend.settings import Settings

PYTHON = ((3, 11), (3, 13))
PACKAGES = {
    "duckdb": ((1, 5, 6), (2,)),
    "dbt-core": ((1, 11), (1, 12)),
    "dbt-duckdb": ((1, 11), (1, 12)),
}
JAVA = "17"
FREE_GIB = 5
REPAIR = "run infra-spend doctor --repair"


class Level(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What one check found; ``fix`` says what to do unless it is ok."""

    level: Level
    subject: str
    text: str
    fix: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Return the findings of all checks; nothing is changed."""
    return [
        _python(),
        *(_package(name) for name in PACKAGES),
        _java(),
        *_landing(settings),
        _warehouse(settings.warehouse),
        _disk(settings.project),
    ]


def _python() -> Finding:
    low, high = PYTHON
    text = ".".join(map(str, sys.version_info[:3]))
    if low <= sys.version_info[:2] < high:
        return Finding(Level.OK, "python", text)
    return Finding(Level.PROBLEM, "python", text, "use Python 3.11 or 3.12")


def _package(name: str) -> Finding:
    low, high = PACKAGES[name]
    span = f"{'.'.join(map(str, low))} or newer, below {'.'.join(map(str, high))}"
    try:
        text = version(name)
    except PackageNotFoundError:
        return Finding(Level.PROBLEM, name, "is not installed", f"install {span}")
    numbers = tuple(int(part) for part in text.split(".")[:3] if part.isdigit())
    if low <= numbers < high:
        return Finding(Level.OK, name, text)
    return Finding(Level.PROBLEM, name, text, f"install {span}")


def _java() -> Finding:
    optional = f"only Spark needs it: install Java {JAVA}"
    java = shutil.which("java")
    if java is None:
        return Finding(Level.WARNING, "java", "is not installed", optional)
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    line = next(iter(told.splitlines()), "does not start")
    if f'"{JAVA}' in line:
        return Finding(Level.OK, "java", line)
    return Finding(Level.WARNING, "java", line, optional)


def _landing(settings: Settings) -> Iterator[Finding]:
    landing = settings.landing
    try:
        tables = load_tables(settings.project)
        if not landing.is_dir():
            fix = "run infra-spend ingest, or set INFRA_SPEND_LANDING"
            yield Finding(Level.WARNING, "landing", f"{landing} does not exist", fix)
            return
        pending, staging = leftovers(landing)
        sources = sorted(path.name for path in landing.iterdir() if path.is_dir())
    except (OSError, InfraSpendError) as error:
        fix = "make the folder readable, or fetch the checkout again"
        yield Finding(Level.PROBLEM, "landing", first_line(error), fix)
        return
    yield Finding(Level.OK, "landing", str(landing))
    for path in pending:
        yield Finding(Level.PROBLEM, "landing", f"{path.name} is half in place", REPAIR)
    for path in staging:
        yield Finding(Level.WARNING, "landing", f"{path.name} was left by a killed ingest", REPAIR)
    for source in sources:
        for identifier in tables:
            deliveries = list_deliveries(landing / source / identifier)
            if deliveries:
                latest = max(delivery.billing_period for delivery in deliveries)
                text = f"{len(deliveries)} deliveries, latest period {latest}"
                yield Finding(Level.OK, f"{source}/{identifier}", text)


def _warehouse(warehouse: Path) -> Finding:
    if not warehouse.exists():
        return Finding(Level.WARNING, "warehouse", f"{warehouse} does not exist", "run dbt build")
    try:
        duckdb.connect(str(warehouse), read_only=True).close()
    except duckdb.Error as error:
        fix = "end the program that holds it, or delete it and run dbt build"
        return Finding(Level.PROBLEM, "warehouse", first_line(error), fix)
    return Finding(Level.OK, "warehouse", str(warehouse))


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / 2**30
    text = f"{free:.1f} GiB free"
    if free >= FREE_GIB:
        return Finding(Level.OK, "disk", text)
    return Finding(Level.WARNING, "disk", text, f"keep {FREE_GIB} GiB free")
