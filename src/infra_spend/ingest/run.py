"""One ingest, from a path to the landing zone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

import duckdb

from infra_spend.close.books import closed_months, read_entries
from infra_spend.database import open_session
from infra_spend.errors import InfraSpendError, first_line
from infra_spend.ingest.commit import commit, open_landing
from infra_spend.ingest.conversion import Conversion
from infra_spend.ingest.deliveries import (
    Mode,
    check_source_name,
    list_deliveries,
    next_stamp,
    parse_stamp,
)
from infra_spend.ingest.exports import find_exports
from infra_spend.ingest.formats.known import FORMATS
from infra_spend.ingest.landing import (
    Target,
    check_closed,
    is_new,
    set_aside,
    write_deliveries,
)
from infra_spend.ingest.plan import check_version, plan_conversion
from infra_spend.ingest.staging import Period, stage
from infra_spend.registry import load_tables
from infra_spend.settings import Settings

Step = Callable[[str, duckdb.DuckDBPyConnection], AbstractContextManager[None]]


@dataclass(frozen=True)
class Request:
    """What the user asked for; ``delivered_at`` is ISO 8601, None means now."""

    format: str
    path: str
    source: str | None = None
    mode: Mode = Mode.OVERWRITE
    format_version: str | None = None
    delivered_at: str | None = None
    quarantine: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Landed:
    """What became of one billing period of a table: ``landed``, ``unchanged`` or ``new`` (dry)."""

    identifier: str
    period: Period
    status: str


@dataclass(frozen=True)
class Outcome:
    """The result of an ingest; ``quarantined`` holds CSV files and the number of their rows."""

    landed: list[Landed]
    quarantined: dict[Path, int]


def ingest(request: Request, settings: Settings, now: datetime, step: Step) -> Outcome:
    """Validate the exports at a path and land what is new in them.

    ``step`` shows one step of the work while it runs. Raises InputError when an export cannot be
    accepted and InfraSpendError when the landing zone cannot be written; nothing is landed then.
    """
    check_source_name(request.source or request.format)
    try:
        with open_landing(settings.landing) as staging:
            session = open_session(settings.memory, staging / "spill")
            try:
                return _ingest(request, settings, now, staging, session, step)
            finally:
                session.close()
    except duckdb.OutOfMemoryException as error:
        raise InfraSpendError(
            f"{settings.memory} of memory is too little: set INFRA_SPEND_MEMORY to more"
        ) from error
    except duckdb.Error as error:
        raise InfraSpendError(
            f"{settings.landing}: the export cannot be converted or written"
            f" ({first_line(error)}): free some space and try again"
        ) from error
    except OSError as error:
        raise InfraSpendError(
            f"{error.filename or settings.landing}: {error.strerror}:"
            " make it accessible, free some space, or set INFRA_SPEND_LANDING to another folder"
        ) from error


def _ingest(
    request: Request,
    settings: Settings,
    now: datetime,
    staging: Path,
    session: duckdb.DuckDBPyConnection,
    step: Step,
) -> Outcome:
    with step(f"Looking at {request.path}", session):
        conversions = _plan(request, settings, session)
    source = request.source or request.format
    existing = {name: list_deliveries(settings.landing / source / name) for name in conversions}
    entries = read_entries(settings.landing)
    taken = [delivery.stamp for delivery in chain.from_iterable(existing.values())]
    taken.extend(entry.stamp for entry in entries)
    stamp = parse_stamp(request.delivered_at) if request.delivered_at else next_stamp(taken, now)
    closed = closed_months(entries)
    target = Target(
        staging / "outgoing", source, stamp, request.mode, request.delivered_at is not None
    )
    outcome = Outcome([], {})
    for name, group in conversions.items():
        with step(f"Converting {name}", session):
            staged = stage(session, group, staging, request.quarantine)
        with step(f"Comparing {name} with what has landed", session):
            new = [
                period
                for period in staged.periods
                if is_new(session, staged, period, existing[name], target)
            ]
            check_closed(staged.table, new, closed, stamp)
        outcome.landed.extend(
            Landed(name, period, _status(period in new, request.dry_run))
            for period in staged.periods
        )
        with step(f"Writing {name}", session):
            if not request.dry_run:
                write_deliveries(staged, new, target)
            if new or not staged.periods:
                outcome.quarantined.update(set_aside(staged, target))
    if target.folder.exists() and not request.dry_run:
        commit(settings.landing, target.folder)
    return outcome


def _plan(
    request: Request, settings: Settings, session: duckdb.DuckDBPyConnection
) -> dict[str, list[Conversion]]:
    """Return the conversions by table; each has its own header."""
    known = FORMATS[request.format]
    tables = load_tables(settings.project)
    check_version(known, tables, request.format_version)
    planned: dict[str, list[Conversion]] = {}
    for export in find_exports(request.path, session):
        conversion = plan_conversion(export, known, tables, request.format_version)
        planned.setdefault(conversion.table.identifier, []).append(conversion)
    return planned


def _status(is_new: bool, dry_run: bool) -> str:
    if not is_new:
        return "unchanged"
    return "new" if dry_run else "landed"
