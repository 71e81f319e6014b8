"""Landing: decide which staged billing periods are new, and lay them out as deliveries."""

import shutil
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Target:
    """Where and how one ingest delivers: ``folder`` becomes the landing folder at the commit."""

    folder: Path
    source: str
    stamp: str
    mode: Mode


def is_new(
    session: duckdb.DuckDBPyConnection,
    staged: Staged,
    period: Period,
    existing: Sequence[Delivery],
    target: Target,
) -> bool:
    """Return whether the period's rows differ from what is current at the target's stamp.

    Raises InputError when they do and a delivery with the very same stamp exists.
    """
    current = current_deliveries(existing, period.billing_period, target.stamp)
    if target.mode is Mode.OVERWRITE and len(current) > 1:
        current = []
    if current:
        rows = fingerprint(session, staged.files_of(period.billing_period))
        if any(rows == fingerprint(session, delivery.files) for delivery in current):
            return False
    for delivery in existing:
        if (delivery.billing_period, delivery.stamp) == (period.billing_period, target.stamp):
            raise InputError(
                f"{staged.table.identifier} {period.billing_period}: another delivery of"
                f" {target.stamp} exists: choose a later --delivered-at"
            )
    return True


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
