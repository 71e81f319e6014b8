"""Doctor: look at the environment, the landing zone and the warehouse, and say what to mend."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import duckdb
import yaml

from infra_spend.database import open_warehouse
from infra_spend.errors import InfraSpendError, first_line
from infra_spend.ingest.commit import leftovers
from infra_spend.ingest.deliveries import STAMP, list_deliveries
from infra_spend.registry import load_tables
from infra_spend.settings import Settings
from infra_spend.simulator.places import is_simulated

PYTHON = ((3, 11), (3, 13))
PACKAGES = {
    "duckdb": ((1, 5, 6), (2,)),
    "dbt-core": ((1, 11), (1, 12)),
    "dbt-duckdb": ((1, 11), (1, 12)),
}
JAVA = "17"
FREE_GIB = 5
REPAIR = "run infra-spend doctor --repair"
PROFILE = "infra_spend"
RESTORE_PROFILE = "fetch profiles.yml again, or name a target of it in DBT_TARGET"
AWAITED = "ingest what has come, or retire it in seeds/trust/feeds_retired.csv"
# env_var('NAME') and whether a default follows.
ENVIRONMENT_VARIABLE = re.compile(r"env_var\(\s*['\"]+(\w+)['\"]+\s*(,)?")
FEEDS_AWAITED = """
    select source_name, table_name, highest_age_days
    from intermediate.int_feeds_watched as feeds
    inner join rules.feed_slas as slas
        on feeds.sla_name = slas.feed_kind
        and slas.valid_from_date <= ? and coalesce(slas.valid_to_date > ?, true)
    where coalesce(feeds.retired_date > ?, true)
    order by source_name, table_name
"""


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


def examine(settings: Settings, environment: Mapping[str, str], today: date) -> list[Finding]:
    """Return the findings of all checks on a day (UTC); nothing is changed."""
    return [
        _python(),
        *(_package(name) for name in PACKAGES),
        _java(),
        *_profile(settings.project, environment),
        *_landing(settings),
        _warehouse(settings.warehouse),
        *_freshness(settings, today),
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


def _profile(project: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the target that dbt takes by itself, and at the variables it reads."""
    path = Path(environment.get("DBT_PROFILES_DIR") or project) / "profiles.yml"
    try:
        profile = yaml.safe_load(path.read_text(encoding="utf-8"))[PROFILE]
        target = environment.get("DBT_TARGET") or profile["target"]
        output = profile["outputs"][target]
        adapter = f"dbt-{output['type']}"
    except (OSError, yaml.YAMLError) as error:
        yield Finding(Level.PROBLEM, "profile", f"{path}: {first_line(error)}", RESTORE_PROFILE)
        return
    except (KeyError, TypeError) as error:
        text = f"{path} has no {error.args[0] if isinstance(error, KeyError) else PROFILE}"
        yield Finding(Level.PROBLEM, "profile", text, RESTORE_PROFILE)
        return
    missing = [
        name
        for name, default in ENVIRONMENT_VARIABLE.findall(yaml.safe_dump(output))
        if not default and not environment.get(name)
    ]
    for name in sorted(set(missing)):
        yield Finding(Level.PROBLEM, "profile", f"target {target} needs {name}", f"set {name}")
    try:
        version(adapter)
    except PackageNotFoundError:
        text = f"target {target} needs {adapter}, which is not installed"
        yield Finding(Level.PROBLEM, "profile", text, f"install {adapter}")
        return
    if not missing:
        yield Finding(Level.OK, "profile", f"target {target} on {adapter}")


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


def _freshness(settings: Settings, today: date) -> Iterator[Finding]:
    """Hold the newest delivery of each feed that the warehouse watches against the clock."""
    if is_simulated(settings.landing):
        yield Finding(Level.OK, "freshness", "input is simulated: the clock says nothing about it")
        return
    try:
        with open_warehouse(settings.warehouse) as session:
            feeds = session.execute(FEEDS_AWAITED, [today, today, today]).fetchall()
    except (InfraSpendError, duckdb.Error):
        # There is no warehouse, or none yet that watches feeds.
        return
    late = 0
    for source, table, highest in feeds:
        newest = _newest_delivery(settings.landing / source / table)
        age = (today - newest).days if newest else None
        if age is None or age > highest:
            late += 1
            text = "nothing is there" if age is None else f"{age} days old, {highest} are allowed"
            yield Finding(Level.WARNING, f"{source}/{table}", text, AWAITED)
    if feeds and not late:
        yield Finding(Level.OK, "freshness", f"{len(feeds)} feeds are as new as they should be")


def _newest_delivery(folder: Path) -> date | None:
    """Return the day (UTC) of the newest delivery below a folder whose stamp is one."""
    days = []
    for delivery in list_deliveries(folder):
        with suppress(ValueError):
            days.append(datetime.strptime(delivery.stamp, STAMP).date())
    return max(days, default=None)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / 2**30
    text = f"{free:.1f} GiB free"
    if free >= FREE_GIB:
        return Finding(Level.OK, "disk", text)
    return Finding(Level.WARNING, "disk", text, f"keep {FREE_GIB} GiB free")
