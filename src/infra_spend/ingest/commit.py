"""Commit: make the deliveries of one ingest visible, all of them or none, whatever happens.

An ingest writes into ``.staging-<id>``. One rename to ``pending-<id>`` is the commit; from then on
its files are moved into place, by this ingest or, if it is killed, by the next one.
"""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STAGING = ".staging-"
PENDING = "pending-"
LOCK = ".lock"


@contextmanager
def open_landing(landing: Path) -> Iterator[Path]:
    """Hold the landing folder for one ingest; yield a staging folder that is removed at the end.

    What an earlier ingest left is finished first: committed deliveries roll forward, others go.
    """
    landing.mkdir(parents=True, exist_ok=True)
    with _locked(landing):
        _finish_leftovers(landing)
        staging = landing / f"{STAGING}{uuid.uuid4().hex}"
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def repair_landing(landing: Path) -> None:
    """Finish what killed ingests left, after a running ingest has ended."""
    with _locked(landing):
        _finish_leftovers(landing)


def commit(landing: Path, staged: Path) -> None:
    """Make every file below ``staged`` visible at the same path below ``landing``."""
    for path in [staged, *staged.rglob("*")]:
        _sync(path)
    pending = landing / f"{PENDING}{uuid.uuid4().hex}"
    staged.rename(pending)
    _sync(landing)
    _roll_forward(landing, pending)


def leftovers(landing: Path) -> tuple[list[Path], list[Path]]:
    """Return the pending and the staging folders of the landing zone."""
    return sorted(landing.glob(f"{PENDING}*")), sorted(landing.glob(f"{STAGING}*"))


@contextmanager
def _locked(landing: Path) -> Iterator[None]:
    with (landing / LOCK).open("w") as lock:
        # What a killed close has started still holds it, and is waited for.
        os.set_inheritable(lock.fileno(), True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _finish_leftovers(landing: Path) -> None:
    pending, staging = leftovers(landing)
    for folder in pending:
        _roll_forward(landing, folder)
    for folder in staging:
        shutil.rmtree(folder)


def _roll_forward(landing: Path, pending: Path) -> None:
    for file in sorted(path for path in pending.rglob("*") if path.is_file()):
        target = landing / file.relative_to(pending)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
        _sync(target.parent)
    shutil.rmtree(pending)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
