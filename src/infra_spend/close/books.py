"""The books of closing: the steps that each billing month has taken, in the landing zone.

They are deliveries of the source ``period_close`` like any other, added and never changed, so both
engines read them, and any past state can be built again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import duckdb

from infra_spend.database import quote_list
from infra_spend.errors import InfraSpendError, first_line
from infra_spend.ingest.deliveries import STAMP, Mode, delivery_path, list_deliveries

SOURCE = "period_close"
STEPS = "close_steps"


class Step(StrEnum):
    """A step in closing a month; a hard close holds until the month is reopened."""

    SOFT = "soft"
    HARD = "hard"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Entry:
    """A step that a ``billing_period`` (YYYY-MM) took at a UTC ``stamp``.

    ``checks`` is JSON text; ``content_hash`` is empty where nothing was closed.
    """

    billing_period: str
    stamp: str
    step: Step
    reason: str | None = None
    checks: str | None = None
    content_hash: str | None = None


def read_entries(landing: Path) -> list[Entry]:
    """Return the entries of all months, oldest first; raises InfraSpendError if one is broken."""
    entries = []
    for delivery in list_deliveries(landing / SOURCE / STEPS):
        files = quote_list([str(file) for file in delivery.files])
        query = f"select step, reason, checks, content_hash from read_parquet({files})"
        try:
            with duckdb.connect() as session:
                rows = session.execute(query).fetchall()
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{delivery.files[0]}: cannot be read: {first_line(error)}: restore it from a copy"
            ) from error
        for step, *rest in rows:
            entries.append(Entry(delivery.billing_period, delivery.stamp, Step(step), *rest))
    return entries


def write_entry(outgoing: Path, entry: Entry) -> None:
    """Write an entry below a folder that becomes part of the landing zone."""
    path = outgoing / delivery_path(
        SOURCE, STEPS, entry.billing_period, entry.stamp, f"{Mode.APPEND}-0000.parquet"
    )
    path.parent.mkdir(parents=True)
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        session.execute(
            "create table entry as select $step as step, cast($reason as varchar) as reason,"
            " cast($checks as varchar) as checks, cast($content_hash as varchar) as content_hash,"
            " cast($stepped_at as timestamp) as stepped_at",
            {
                "step": entry.step.value,
                "reason": entry.reason,
                "checks": entry.checks,
                "content_hash": entry.content_hash,
                "stepped_at": moment_of(entry.stamp).replace(tzinfo=None),
            },
        )
        session.table("entry").write_parquet(str(path))


def closed_months(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the months that ``entries`` leave closed, with the stamp of the close that holds."""
    closed: dict[str, str] = {}
    for entry in entries:
        if entry.step is Step.HARD:
            closed[entry.billing_period] = entry.stamp
        elif entry.step is Step.REOPEN:
            closed.pop(entry.billing_period, None)
    return closed


def moment_of(stamp: str) -> datetime:
    """Return the moment of a stamp, in UTC."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
