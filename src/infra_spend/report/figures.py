"""What a report says, read from the marts."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import open_warehouse, quote_text
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.explain.run import explain, first_day
from infra_spend.explain.tree import Branch

SQL = Path(__file__).with_name("report.sql")
PARTS = ("months", "services", "moves", "budgets", "anomalies", "opportunities", "units")
Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The rows of each part of a report, and whose month it is of which data.

    ``paths`` is where the allocated cost comes from; it is None where nothing is allocated.
    """

    owner: str
    owner_name: str
    owner_type: str
    month: date
    currency: str
    as_of: date
    parts: dict[str, list[Row]]
    paths: Branch | None

    @property
    def cost(self) -> Decimal:
        """Return what the owner and those below it are charged in the month."""
        return self._cost_of(self.month)

    @property
    def cost_before(self) -> Decimal:
        """Return what they were charged in the month before."""
        return self._cost_of((self.month - timedelta(days=1)).replace(day=1))

    @property
    def is_partial(self) -> bool:
        """Return whether the bills of the month still come."""
        return (self.as_of + timedelta(days=1)).replace(day=1) <= self.month

    def _cost_of(self, month: date) -> Decimal:
        costs = (
            row["effective_cost"] for row in self.parts["months"] if row["charge_month"] == month
        )
        return sum(costs, Decimal(0))


def read_figures(marts: Path, owner: str, month: str) -> Figures:
    """Return what the marts say about an owner's month.

    Args:
        marts: The DuckDB file whose marts are read: what is published, or the warehouse.
        owner: An ``owner_id`` of ``dim_owners``.
        month: As 2026-03.

    Raises:
        InfraSpendError: there are no marts, no such owner, or no cost in the month.
    """
    start = first_day(month)
    with open_warehouse(marts) as session:
        try:
            session.execute(f"create temp macro asked_owner() as {quote_text(owner)}")
            session.execute(f"create temp macro asked_month() as date '{start}'")
            session.execute(SQL.read_text(encoding="utf-8"))
            [about] = _rows(session, "about")
            if about["owner_name"] is None:
                raise InputError(_no_owner(session, owner))
            parts = {part: _rows(session, part) for part in PARTS}
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{marts}: the marts are not there: run dbt build first ({first_line(error)})"
            ) from error
    if not about["first_date"].replace(day=1) <= date.fromisoformat(start) <= about["as_of_date"]:
        raise InputError(
            f"{month} has no cost: there is some from {about['first_date']:%Y-%m}"
            f" to {about['as_of_date']:%Y-%m}"
        )
    try:
        paths = explain(marts, owner, month, None)
    except InputError:
        paths = None
    return Figures(
        owner,
        about["owner_name"],
        about["owner_type"],
        date.fromisoformat(start),
        about["currency"],
        about["as_of_date"],
        parts,
        paths,
    )


def _rows(session: duckdb.DuckDBPyConnection, part: str) -> list[Row]:
    found = session.execute(f"from {part}")
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _no_owner(session: duckdb.DuckDBPyConnection, owner: str) -> str:
    """Return that there is no such owner, and which there are."""
    known = session.execute(
        "select distinct owner_id from marts.dim_owners where owner_type <> 'service' order by all"
    ).fetchall()
    names = [name for (name,) in known]
    near = get_close_matches(owner, names, n=5) or names[:5]
    return f"{owner} is no owner: there are {', '.join(near)}; marts.dim_owners lists all"
