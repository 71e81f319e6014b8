"""How the rows of marts differ between two warehouses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import open_session, quote_name, quote_text


@dataclass(frozen=True)
class MartChange:
    """Rows of a mart before and after, and the sums that differ.

    ``gone_count`` and ``new_count`` are rows that only one side has, in the columns of both.
    """

    mart: str
    before_count: int
    after_count: int
    gone_count: int
    new_count: int
    sums: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Return whether both sides hold the same rows."""
        return not (self.gone_count or self.new_count)


def mart_changes(old: Path, new: Path, names: Sequence[str], memory: str) -> list[MartChange]:
    """Return how marts differ that both warehouses have; others are left out."""
    with open_session(memory, new.with_suffix(".tmp")) as session:
        for alias, path in (("old", old), ("new", new)):
            # The views of dbt name the catalog, which both have: so one is read at a time.
            session.execute(f"attach {quote_text(str(path))} as warehouse (read_only)")
            known = session.execute(
                "select table_name from information_schema.tables"
                " where table_catalog = 'warehouse' and table_schema = 'marts'"
            ).fetchall()
            session.execute(f"create schema {alias}")
            for name in {name for (name,) in known} & set(names):
                mart = quote_name(name)
                session.execute(f"create table {alias}.{mart} as from warehouse.marts.{mart}")
            session.execute("detach warehouse")
        return [
            _change(session, name)
            for name in sorted(names)
            if _columns(session, "old", name) and _columns(session, "new", name)
        ]


def _columns(session: duckdb.DuckDBPyConnection, schema: str, mart: str) -> dict[str, str]:
    """Return the types of columns by name; none if there is no such table."""
    found = session.execute(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, mart],
    ).fetchall()
    return dict(found)


def _change(session: duckdb.DuckDBPyConnection, mart: str) -> MartChange:
    old, new = _columns(session, "old", mart), _columns(session, "new", mart)
    shared = [name for name in old if old[name] == new.get(name)]
    columns = ", ".join(quote_name(name) for name in shared)
    table = quote_name(mart)
    counts = [_one(session, f"select count(*) from {side}.{table}") for side in ("old", "new")]
    only = [
        _one(
            session,
            f"select count(*) from (select {columns} from {one}.{table}"
            f" except all select {columns} from {other}.{table})",
        )
        for one, other in (("old", "new"), ("new", "old"))
    ]
    sums = {}
    for name in shared:
        if old[name].startswith("DECIMAL"):
            before, after = (
                _one(session, f"select coalesce(sum({quote_name(name)}), 0) from {side}.{table}")
                for side in ("old", "new")
            )
            if before != after:
                sums[name] = (before, after)
    return MartChange(mart, counts[0], counts[1], only[0], only[1], sums)


def _one(session: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = session.execute(query).fetchone()
    return row[0] if row else 0
