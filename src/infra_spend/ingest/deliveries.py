"""Deliveries in the landing zone: their folders, their order, and which of them are current."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from infra_spend.errors import InputError

STAMP = "%Y%m%dT%H%M%SZ"
SOURCE_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]*")
RESERVED_NAME = re.compile(r"quarantine|simulation|period_close|pending-.*")


class Mode(StrEnum):
    """Whether a delivery is its whole billing period, or adds to what is current."""

    OVERWRITE = "overwrite"
    APPEND = "append"


@dataclass(frozen=True)
class Delivery:
    """One delivery: a ``billing_period`` (YYYY-MM) at a UTC ``stamp`` such as 20260131T000000Z."""

    billing_period: str
    stamp: str
    mode: Mode
    files: tuple[Path, ...]


def check_source_name(name: str) -> None:
    """Raise InputError when ``name`` cannot be a folder of the landing zone."""
    if not SOURCE_NAME.fullmatch(name) or RESERVED_NAME.fullmatch(name):
        raise InputError(
            f"--source {name}: use lowercase letters, digits, - and _ only"
            " (quarantine, simulation, period_close and pending-... are taken)"
        )


def list_deliveries(folder: Path) -> list[Delivery]:
    """Return the deliveries below ``<landing>/<source>/<table>``, oldest first."""
    by_folder: dict[Path, list[Path]] = {}
    for file in sorted(folder.glob("billing_period=*/delivery=*/*.parquet")):
        by_folder.setdefault(file.parent, []).append(file)
    deliveries = [
        Delivery(
            billing_period=path.parent.name.removeprefix("billing_period="),
            stamp=path.name.removeprefix("delivery="),
            mode=(
                Mode.APPEND
                if all(file.name.startswith(Mode.APPEND) for file in files)
                else Mode.OVERWRITE
            ),
            files=tuple(files),
        )
        for path, files in by_folder.items()
    ]
    return sorted(deliveries, key=lambda delivery: delivery.stamp)


def current_deliveries(deliveries: Iterable[Delivery], period: str, stamp: str) -> list[Delivery]:
    """Return what is current for ``period`` at ``stamp``: the newest whole one, then additions."""
    current: list[Delivery] = []
    for delivery in deliveries:
        if delivery.billing_period == period and delivery.stamp <= stamp:
            current = [delivery] if delivery.mode is Mode.OVERWRITE else [*current, delivery]
    return current


def next_stamp(stamps: Iterable[str], now: datetime) -> str:
    """Return the stamp of a delivery made ``now``, later than every one of ``stamps``."""
    moments = [now.astimezone(UTC)]
    for stamp in stamps:
        try:
            last = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        moments.append(last + timedelta(seconds=1))
    return max(moments).strftime(STAMP)


def parse_stamp(text: str) -> str:
    """Return an ISO 8601 time, UTC unless it says otherwise, as a stamp; raises InputError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"--delivered-at {text}: is not a time; write it as 2026-01-31T00:00:00Z"
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime(STAMP)


def delivery_path(source: str, identifier: str, period: str, stamp: str, name: str) -> Path:
    """Return the path of a delivery's file below the landing folder."""
    return Path(source, identifier, f"billing_period={period}", f"delivery={stamp}", name)
