"""One delivery of a finished landing folder, opened to be changed row by row, a file at a time."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import quote_list, quote_name, quote_text
from infra_spend.errors import InputError
from infra_spend.ingest.deliveries import Delivery
from infra_spend.simulator.draws import Draws

PART = ".part"
LAST_DAY = 31


@dataclass(frozen=True)
class Delivered:
    """The files of one delivery of ``<source>/<identifier>``, and what is drawn about them.

    What is drawn depends on the seed and ``purpose`` only, and on values in their sorted order:
    never on the order of rows.
    """

    landing: Path
    source: str
    identifier: str
    delivery: Delivery
    session: duckdb.DuckDBPyConnection
    draws: Draws
    purpose: str

    @property
    def table(self) -> str:
        """The folder of the table below the landing folder."""
        return f"{self.source}/{self.identifier}"

    @property
    def folder(self) -> Path:
        """The folder of the delivery."""
        return self.delivery.files[0].parent

    def relative(self, *paths: Path) -> tuple[str, ...]:
        """Return paths as they are below the landing folder."""
        return tuple(path.relative_to(self.landing).as_posix() for path in paths)

    def columns(self) -> dict[str, str]:
        """Return the type of every column."""
        described = self.session.execute(f"describe from {_rows(self.delivery.files)}").fetchall()
        return {row[0]: row[1] for row in described}

    def type_of(self, column: str) -> str:
        """Return the type of a column; raises InputError when there is none of the name."""
        columns = self.columns()
        if column not in columns:
            raise InputError(f"--fault {self.purpose}: {self.table} has no column {column}")
        return columns[column]

    def query(self, select: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over ``delivered``, the rows of the delivery."""
        delivered = f"with delivered as (from {_rows(self.delivery.files)})"
        return self.session.execute(f"{delivered} {select}").fetchall()

    def count(self, where: str = "true") -> int:
        """Return how many rows meet a condition."""
        return int(self.query(f"select count(*) from delivered where {where}")[0][0])

    def draw(self, what: str, expression: str, where: str = "true") -> Any:
        """Return one of the values that an expression has where a condition holds."""
        values = self.query(
            f"select {expression} as drawn from delivered"
            f" where {where} and {expression} is not null group by drawn order by drawn"
        )
        if not values:
            raise InputError(f"--fault {self.purpose}: {self.table} has no row to change")
        return values[self._place(what, len(values))][0]

    def draw_day(self, column: str, where: str = "true", latest: int = LAST_DAY) -> date:
        """Return a day of the month that has rows, with such days on both sides if there are.

        It is day ``latest`` of the month or before, if there is one.
        """
        found = self.query(
            f"select distinct cast({column} as date) as day from delivered where {where}"
            f" and strftime({column}, '%Y-%m') = {quote_text(self.delivery.billing_period)}"
            " order by day"
        )
        days: list[date] = [row[0] for row in found]
        days = days[1:-1] or days[-1:]
        days = [day for day in days if day.day <= latest] or days
        if not days:
            raise InputError(f"--fault {self.purpose}: {self.table} has no row to change")
        return days[self._place("day", len(days))]

    def _place(self, what: str, count: int) -> int:
        return int(self.draws.integers(f"fault/{self.purpose}/{what}", 1, 0, count)[0])

    def rewrite(self, changed: Mapping[str, str], where: str = "true") -> int:
        """Set columns to expressions where a condition holds; return the number of rows."""
        columns = self.columns()
        selected = [
            f"case when {where} then cast({changed[name]} as {columns[name]})"
            f" else {quote_name(name)} end as {quote_name(name)}"
            if name in changed
            else quote_name(name)
            for name in columns
        ]
        count = self.count(where)
        self.replace(f"select {', '.join(selected)} from delivered")
        return count

    def keep(self, where: str) -> int:
        """Keep only rows that meet a condition; return the number of those that go."""
        count = self.count() - self.count(where)
        self.replace(f"select * from delivered where {where}")
        return count

    def repeat(self, where: str) -> int:
        """Write rows that meet a condition twice; return their number."""
        count = self.count(where)
        self.replace(f"select * from delivered union all select * from delivered where {where}")
        return count

    def replace(self, select: str) -> None:
        """Replace the rows of each file by those of a query over ``delivered``."""
        for file in self.delivery.files:
            self._write(select, file, file)

    def write_later(self, select: str, stamp: str) -> Path:
        """Write a query over ``delivered`` as a later delivery of the same month."""
        target = self.folder.parent / f"delivery={stamp}" / self.delivery.files[0].name
        target.parent.mkdir()
        self._write(select, self.delivery.files[0], target)
        return target

    def copy_file(self, file: Path, number: int) -> Path:
        """Put a copy of a file beside it, as the file of that number of the same delivery."""
        target = file.with_name(f"{self.delivery.mode}-{number:04}.parquet")
        part = target.with_name(target.name + PART)
        shutil.copyfile(file, part)
        part.replace(target)
        return target

    def cut_file(self, file: Path) -> None:
        """Cut the second half of a file's bytes off."""
        part = file.with_name(file.name + PART)
        content = file.read_bytes()
        part.write_bytes(content[: len(content) // 2])
        part.replace(file)

    def _write(self, select: str, source: Path, target: Path) -> None:
        part = target.with_name(target.name + PART)
        self.session.execute(
            f"copy (with delivered as (from {_rows((source,))}) {select})"
            f" to {quote_text(str(part))} (format parquet, compression zstd)"
        )
        part.replace(target)


def literal(value: object) -> str:
    """Return a text or a day as an SQL literal."""
    text = quote_text(str(value))
    return f"date {text}" if isinstance(value, date) else text


def _rows(files: tuple[Path, ...]) -> str:
    paths = quote_list([str(file) for file in files])
    return f"read_parquet({paths}, hive_partitioning = false, union_by_name = true)"
