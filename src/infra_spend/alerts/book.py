"""The book of what was sent: one line of JSON for each alert, target and level, never rewritten."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from infra_spend.alerts.due import Due
from infra_spend.errors import InfraSpendError, first_line


@dataclass(frozen=True)
class Book:
    """An open book that no other process can read or write meanwhile."""

    path: Path
    stream: TextIO

    def sent(self, target: str) -> dict[tuple[str, int], datetime]:
        """Return when each alert was sent to a target, by its key and level.

        Raises InfraSpendError naming a line that cannot be read; the last one may be cut short by
        a crash, and then what it was about is sent again.
        """
        self.stream.seek(0)
        lines = self.stream.read().split("\n")
        found = {}
        for number, line in enumerate(lines[:-1], start=1):
            try:
                entry = json.loads(line)
                if entry["target"] == target:
                    key = (entry["alert_key"], entry["level"])
                    found[key] = datetime.fromisoformat(entry["sent_at"])
            except (ValueError, KeyError, TypeError) as error:
                raise InfraSpendError(
                    f"{self.path}: line {number} is not an entry: take the line out"
                ) from error
        return found

    def write(self, target: str, sent: Sequence[Due], now: datetime) -> None:
        """Add that alerts were sent, so that it outlives a crash."""
        for each in sent:
            entry = {
                "alert_key": each.alert.alert_key,
                "target": target,
                "level": each.level,
                "owner_id": each.owner,
                "sent_at": now.isoformat(),
            }
            self.stream.write(json.dumps(entry) + "\n")
        self.stream.flush()
        os.fsync(self.stream.fileno())


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """Open the book, made if it is absent; raises InfraSpendError if another process has it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise InfraSpendError(f"{path}: cannot be written: {first_line(error)}") from error
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InfraSpendError(
                f"{path}: another infra-spend alert is running: wait until it has ended"
            ) from error
        _drop_cut_line(stream)
        yield Book(path, stream)


def _drop_cut_line(stream: TextIO) -> None:
    """Remove what a crash left of a line, so that the next one begins at its own start."""
    stream.seek(0)
    text = stream.read()
    if text and not text.endswith("\n"):
        stream.truncate(len(text[: text.rfind("\n") + 1].encode()))
