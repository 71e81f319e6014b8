"""Publish: copy the marts into a file that readers open, so that they never wait for a build."""

import os
import uuid
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from infra_spend.database import open_session, open_warehouse, quote_name, quote_text
from infra_spend.errors import InfraSpendError, first_line
from infra_spend.settings import PROJECT_FILE, Settings

PUBLISHED = "marts.duckdb"
SCHEMA = "marts"
FINANCE = "finance"
# One row per charge line, for an audit in the warehouse: what is published adds them up.
LINE_LEVEL = frozenset({"fct_charges", "focus_cost_and_usage"})

Show = Callable[[str, duckdb.DuckDBPyConnection], AbstractContextManager[None]]


@dataclass(frozen=True)
class Published:
    """The file that was written, and the rows of each mart in it."""

    path: Path
    row_counts: dict[str, int]


def publish(settings: Settings, without: Collection[str], show: Show) -> Published:
    """Copy the marts, except those named in ``without``, into a file beside the warehouse.

    The new file takes the place of the old one in one step: who has the old one open reads on in
    it, and a failure leaves it as it was. Views become tables. They are in the file's main schema:
    DuckDB calls the file ``marts``, so queries read ``marts.fct_costs_daily`` as in the warehouse.
    Raises InfraSpendError when the warehouse is absent or has no marts, or the file cannot be
    written.
    """
    path = published_path(settings)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
    marts = [name for name in _marts(settings.warehouse) if name not in without]
    counts = {}
    try:
        with open_session(settings.memory, part.with_suffix(".tmp")) as session:
            # The views of dbt name the catalog, which is the file without its ending.
            built = quote_name(settings.warehouse.stem)
            session.execute(f"attach {quote_text(str(settings.warehouse))} as {built} (read_only)")
            session.execute(f"attach {quote_text(str(part))} as published")
            for number, mart in enumerate(marts, start=1):
                name = quote_name(mart)
                with show(f"Publishing {mart} ({number} of {len(marts)})", session):
                    copied = session.execute(
                        f"create table published.{name} as from {built}.{SCHEMA}.{name}"
                    ).fetchone()
                counts[mart] = copied[0] if copied else 0
            session.execute("detach published")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except (duckdb.Error, OSError) as error:
        raise InfraSpendError(f"{path}: cannot be written: {first_line(error)}") from error
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)
    return Published(path, counts)


def finance_marts(project: Path) -> frozenset[str]:
    """Return the marts that are for finance only: those that dbt_project.yml gives to its group."""
    configured = yaml.safe_load((project / PROJECT_FILE).read_text(encoding="utf-8"))
    folders = configured["models"]["infra_spend"][SCHEMA].values()
    return frozenset(
        name
        for folder in folders
        if isinstance(folder, dict)
        for name, config in folder.items()
        if isinstance(config, dict) and config.get("+group") == FINANCE
    )


def published_path(settings: Settings) -> Path:
    """Return where readers find the marts: beside the warehouse."""
    return settings.warehouse.with_name(PUBLISHED)


def published_marts(settings: Settings) -> Path:
    """Return the file that readers open; raises InfraSpendError when nothing is published."""
    path = published_path(settings)
    if not path.exists():
        raise InfraSpendError(f"{path}: is not there: run infra-spend publish first")
    return path


def _marts(warehouse: Path) -> list[str]:
    """Return the names of the marts that were built, in order."""
    with open_warehouse(warehouse) as session:
        found = session.execute(
            "select table_name from information_schema.tables where table_schema = ? order by 1",
            [SCHEMA],
        ).fetchall()
    if not found:
        raise InfraSpendError(f"{warehouse}: there are no marts in it: run dbt build first")
    return [name for (name,) in found]
