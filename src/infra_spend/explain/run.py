"""What the marts say about an owner's cost of a month, as a tree."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from infra_spend.database import open_warehouse, quote_text
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.explain.tree import Branch

SQL = Path(__file__).with_name("explain.sql")
Rows = list[tuple[Any, ...]]
PLACE = Decimal("1e-10")


def explain(warehouse: Path, owner: str, month: str, service: str | None) -> Branch:
    """Return where the effective cost of an owner and of those below it comes from.

    Args:
        warehouse: The DuckDB file whose marts are read.
        owner: An ``owner_id`` of ``dim_owners``: a service, a team, a pillar, the company.
        month: As 2026-03.
        service: Only services, or platforms, whose name contains it, whatever its case.

    Raises:
        InfraSpendError: there is no such warehouse, owner, month or cost.
    """
    start = first_day(month)
    with open_warehouse(warehouse) as session:
        try:
            session.execute(f"create temp macro asked_owner() as {quote_text(owner)}")
            session.execute(f"create temp macro asked_month() as date '{start}'")
            session.execute(f"create temp macro asked_service() as {quote_text(service or '')}")
            session.execute(SQL.read_text(encoding="utf-8"))
            owned, passed, paths = (
                session.execute(f"from {name}").fetchall() for name in ("owned", "passed", "ways")
            )
            found = session.execute(
                "select any_value(owner_name) from marts.dim_owners where owner_id = asked_owner()"
            ).fetchall()
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{warehouse}: the marts are not there: run dbt build first ({first_line(error)})"
            ) from error
    [(name,)] = found
    if name is None:
        raise InputError(f"{owner} is no owner: marts.dim_owners lists them")
    if not owned and not passed:
        about = f" of services like {service}" if service else ""
        raise InputError(f"{owner} has no cost{about} in {month}")
    return Branch.of_children(f"{name} in {month}", [*_owned(owned), *_passed(passed, paths)])


def first_day(month: str) -> str:
    """Return the first day of a month written as 2026-03; raises InputError for another text."""
    year, _, number = month.partition("-")
    if not (len(year) == 4 and year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        raise InputError(f"--month is {month}: write it as 2026-03")
    return f"{year}-{int(number):02}-01"


def _owned(rows: Rows) -> list[Branch]:
    """Return a branch for each path class but that of platforms: rules, and services below them."""
    by_rule: dict[tuple[str, str, str], list[Branch]] = defaultdict(list)
    for path_class, rule, reason, service, cost in rows:
        by_rule[path_class, rule, reason].append(Branch(service, cost))
    by_class: dict[str, list[Branch]] = defaultdict(list)
    for (path_class, rule, reason), services in by_rule.items():
        by_class[path_class].append(Branch.of_children(f"rule {rule}", services, reason))
    return [Branch.of_children(_titled(name), rules) for name, rules in by_class.items()]


def _passed(rows: Rows, paths: Rows) -> list[Branch]:
    """Return the branch of platforms: whose cost it is, and below who handed it over at last."""
    ways: dict[str, Rows] = defaultdict(list)
    for origin, last, ratio in paths:
        ways[origin].append((last, ratio))
    platforms = [
        Branch.of_children(platform, _shared_out(platform, cost, ways[platform]), why)
        for platform, why, cost in rows
    ]
    return [Branch.of_children("Through platforms", platforms)] if platforms else []


def _shared_out(origin: str, cost: Decimal, ways: Rows) -> list[Branch]:
    """Return a branch for each way; what rounding leaves over goes to the widest.

    A closed month keeps its costs while paths are worked out anew, so there may be no way any more.
    """
    if not ways:
        return [Branch("no path is known", cost)]
    parts = [(cost * Decimal(ratio)).quantize(PLACE) for _, ratio in ways]
    widest = max(range(len(ways)), key=lambda at: ways[at][1])
    parts[widest] += cost - sum(parts, Decimal(0))
    return [
        Branch("metered directly" if last == origin else f"by way of {last}", part, _percent(ratio))
        for (last, ratio), part in zip(ways, parts, strict=True)
    ]


def _percent(ratio: float) -> str:
    return f"{float(ratio):.1%}"


def _titled(path_class: str) -> str:
    return path_class.replace("_", " ").capitalize()
