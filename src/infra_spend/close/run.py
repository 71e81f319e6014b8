"""Close a billing month, or open it again: all of it or nothing."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.close.books import SOURCE, Entry, Step, closed_months, read_entries, write_entry
from infra_spend.close.warehouse import build, stage_month
from infra_spend.database import quote_list
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.ingest.commit import commit, open_landing
from infra_spend.ingest.deliveries import Mode, delivery_path, next_stamp
from infra_spend.settings import Settings

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
CHECKS, MARTS, FROZEN = "close_checks", "closed_marts", "closed_*"

Show = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Request:
    """What the user asked for: the step of a ``billing_period`` (YYYY-MM), on a target of dbt."""

    billing_period: str
    step: Step
    reason: str | None = None
    target: str = "duckdb"


@dataclass(frozen=True)
class Check:
    """One check of a close: whether the month may be closed as far as it goes, and why."""

    name: str
    is_passed: bool
    text: str


@dataclass(frozen=True)
class Outcome:
    """What became of a request; ``is_taken`` says whether the step is in the books."""

    is_taken: bool
    checks: list[Check]
    content_hash: str | None


def close(request: Request, settings: Settings, now: datetime, show: Show) -> Outcome:
    """Build, check and close a month, or reopen it, while nothing else can land.

    A soft close records the checks, whatever they found. A hard close is refused unless all pass;
    it keeps the month's rows of every mart that closes, with a hash of their content. ``show``
    shows one step of the work while it runs. Raises InputError when the month cannot take the step
    and InfraSpendError when the books cannot be written; nothing is kept then.
    """
    if not settings.landing.is_dir():
        raise InputError(f"{settings.landing}: there is no landing zone: ingest a bill first")
    with _readable_errors(settings), open_landing(settings.landing) as staging:
        _check_request(request, settings, now)
        stamp = next_stamp(_all_stamps(settings.landing), now)
        if request.step is Step.REOPEN:
            checks: list[Check] = []
        else:
            checks = _examine(request, settings, staging, show)
        if request.step is Step.HARD and not all(check.is_passed for check in checks):
            return Outcome(False, checks, None)
        content_hash = None
        if request.step is Step.HARD:
            content_hash = _content_hash(staging)
            _keep_rows(staging, request.billing_period, stamp)
        entry = Entry(
            request.billing_period,
            stamp,
            request.step,
            request.reason,
            json.dumps([asdict(check) for check in checks]) if checks else None,
            content_hash,
        )
        write_entry(staging / "outgoing", entry)
        commit(settings.landing, staging / "outgoing")
    return Outcome(True, checks, content_hash)


def _check_request(request: Request, settings: Settings, now: datetime) -> None:
    """Raise InputError when the month cannot take the step."""
    month = request.billing_period
    if not MONTH.fullmatch(month):
        raise InputError(f"{month}: is not a month; write it as 2026-03")
    closed = closed_months(read_entries(settings.landing))
    later = sorted(other for other in closed if other > month)
    if request.step is Step.REOPEN:
        if month not in closed:
            raise InputError(f"{month}: is not closed, so it cannot be reopened")
        if not (request.reason or "").strip():
            raise InputError(f"{month}: to reopen it, give the --reason that stays in the books")
        if later:
            raise InputError(
                f"{month}: holds corrections in {later[-1]}, which is closed: reopen that first"
            )
        return
    if month in closed:
        raise InputError(f"{month}: has been closed since {closed[month]}; --reopen opens it again")
    if now.astimezone(UTC).strftime("%Y-%m") <= month:
        raise InputError(f"{month}: is not over yet: close it when its last day has been billed")
    delivered = settings.landing.glob(f"*/*/billing_period={month}")
    if all(folder.parts[-3] == SOURCE for folder in delivered):
        raise InputError(f"{month}: nothing has been delivered for it: ingest its bills first")


def _examine(request: Request, settings: Settings, staging: Path, show: Show) -> list[Check]:
    """Build the warehouse and stage the month; return what was checked."""
    with show("Building and testing the warehouse"):
        built = build(settings, request.target)
    checks = [Check("tests", built.is_green, built.text)]
    if built.is_green:
        with show(f"Reading {request.billing_period}"):
            stage_month(settings, request.target, request.billing_period, staging)
        rows = _rows(staging / CHECKS, "check_name, is_passed, check_text")
        checks.extend(Check(*row) for row in rows)
    return checks


def _content_hash(staging: Path) -> str:
    rows = _rows(staging / MARTS, "mart_name, content_hash")
    return hashlib.md5(repr(rows).encode(), usedforsecurity=False).hexdigest()


def _keep_rows(staging: Path, billing_period: str, stamp: str) -> None:
    """Move the staged rows of marts to where the landing zone keeps them."""
    for name in sorted({path.name.removesuffix(".parquet") for path in staging.glob(FROZEN)}):
        for number, file in enumerate(_files(staging / name)):
            moved = (
                staging
                / "outgoing"
                / delivery_path(
                    SOURCE, name, billing_period, stamp, f"{Mode.OVERWRITE}-{number:04}.parquet"
                )
            )
            moved.parent.mkdir(parents=True, exist_ok=True)
            file.rename(moved)


def _files(path: Path) -> list[Path]:
    """Return the Parquet files that an engine wrote for a path: one beside it, or some in it."""
    return sorted([*path.parent.glob(f"{path.name}.parquet"), *path.glob("*.parquet")])


def _rows(path: Path, columns: str) -> list[tuple[Any, ...]]:
    files = quote_list([str(file) for file in _files(path)])
    with duckdb.connect() as session:
        query = f"select {columns} from read_parquet({files}) order by all"
        return session.execute(query).fetchall()


def _all_stamps(landing: Path) -> Iterator[str]:
    for folder in landing.glob("*/*/billing_period=*/delivery=*"):
        yield folder.name.removeprefix("delivery=")


@contextmanager
def _readable_errors(settings: Settings) -> Iterator[None]:
    """Turn what the file system and DuckDB raise into one line for the user."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        raise InfraSpendError(
            f"{settings.landing}: the books cannot be written ({first_line(error)}):"
            " make the folder writable, free some space and try again; nothing was closed"
        ) from error
