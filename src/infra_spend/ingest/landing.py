"""Landing: decide which staged billing periods are new, and lay them out as deliveries."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from infra_spend.errors import InputError
from infra_spend.ingest.deliveries import (
    Delivery,
    Mode,
    current_deliveries,
    delivery_path,
)
from infra_spend.ingest.fingerprint import fingerprint
from infra_spend.ingest.staging import Period, Staged
from infra_spend.registry import Table


@dataclass(frozen=True)
class Target:
    """Where and how one ingest delivers: ``folder`` becomes the landing folder at the commit.

    A replay says itself when it was delivered.
    """

    folder: Path
    source: str
    stamp: str
    mode: Mode
    is_replay: bool


def is_new(
    session: duckdb.DuckDBPyConnection,
    staged: Staged,
    period: Period,
    existing: Sequence[Delivery],
    target: Target,
) -> bool:
    """Return whether the period's rows differ from what is current, or were never replayed.

    A replay is compared with the delivery of its own stamp alone: what is current then may change
    when an older one is replayed after it. Raises InputError when that delivery has other rows.
    """
    same_stamp = [
        delivery
        for delivery in existing
        if (delivery.billing_period, delivery.stamp) == (period.billing_period, target.stamp)
    ]
    compared = (
        same_stamp
        if target.is_replay
        else current_deliveries(existing, period.billing_period, target.stamp)
    )
    if target.mode is Mode.OVERWRITE and len(compared) > 1:
        compared = []
    if compared:
        rows = fingerprint(session, staged.files_of(period.billing_period))
        if any(rows == fingerprint(session, delivery.files) for delivery in compared):
            return False
    if same_stamp:
        raise InputError(
            f"{staged.table.identifier} {period.billing_period}: another delivery of"
            f" {target.stamp} exists: choose a later --delivered-at"
        )
    return True


def check_closed(
    table: Table, periods: Sequence[Period], closed: Mapping[str, str], stamp: str
) -> None:
    """Raise InputError when a delivery of ``stamp`` would move a month that has been closed since.

    ``closed`` holds the stamp of the close by month.
    """
    for period in periods if table.follows_close else []:
        since = closed.get(period.billing_period, "")
        if stamp <= since:
            raise InputError(
                f"{table.identifier} {period.billing_period}: the month was closed at {since}, and"
                f" a delivery of {stamp} would move it: leave --delivered-at out to post it in the"
                " open month"
            )


def write_deliveries(staged: Staged, periods: Sequence[Period], target: Target) -> None:
    """Move the Parquet files of each billing period below the target's folder."""
    for period in periods:
        for number, file in enumerate(staged.files_of(period.billing_period)):
            moved = target.folder / delivery_path(
                target.source,
                staged.table.identifier,
                period.billing_period,
                target.stamp,
                f"{target.mode}-{number:04}.parquet",
            )
            moved.parent.mkdir(parents=True, exist_ok=True)
            file.rename(moved)


def set_aside(staged: Staged, target: Target) -> dict[Path, int]:
    """Move the bad rows below the target's folder; return their paths in it and their numbers."""
    placed: dict[Path, int] = {}
    for number, (file, count) in enumerate(staged.quarantined.items(), start=1):
        suffix = "" if number == 1 else f"-{number}"
        path = Path(
            "quarantine", target.source, staged.table.identifier, f"{target.stamp}{suffix}.csv"
        )
        (target.folder / path).parent.mkdir(parents=True)
        shutil.move(file, target.folder / path)
        placed[path] = count
    return placed
