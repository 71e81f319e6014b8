"""The log of jobs: a line of JSON when a command begins, when it fails and when it has ended."""

import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from infra_spend.errors import InputError

FILE = "INFRA_SPEND_LOG"
LOGGER = logging.getLogger("infra_spend")
LOGGER.addHandler(logging.NullHandler())
LOGGER.propagate = False


class _JsonLine(logging.Formatter):
    """Writes a record as one object: at (UTC), level, event, and what the record adds to them."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(said | getattr(record, "details", {}), ensure_ascii=False)


def log_error(message: str) -> None:
    """Log what a command tells its user before it ends."""
    LOGGER.error("failed", extra={"details": {"message": message}})


@contextmanager
def logged(command: str, environment: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Append to the file of INFRA_SPEND_LOG, if it is set, how a command ran.

    Its arguments are not logged: they may hold the address of a receiver, which is a secret.
    Raises InputError when the file cannot be written, before anything is done.
    """
    if not environment.get(FILE):
        yield
        return
    job = {"command": command, "process_id": os.getpid()}
    try:
        handler = logging.FileHandler(Path(environment[FILE]), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{FILE} names a file that cannot be written: {error}") from error
    handler.setFormatter(_JsonLine())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    begun, exit_code = time.monotonic(), 1
    LOGGER.info("begun", extra={"details": job})
    try:
        yield
        exit_code = 0
    except SystemExit as stop:
        exit_code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        raise
    finally:
        seconds = round(time.monotonic() - begun, 3)
        ended = job | {"exit_code": exit_code, "seconds": seconds}
        LOGGER.log(logging.ERROR if exit_code else logging.INFO, "ended", extra={"details": ended})
        LOGGER.removeHandler(handler)
        handler.close()
