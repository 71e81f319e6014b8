"""A report says what the marts say, on one page, whatever names hold."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from infra_spend.errors import InfraSpendError, InputError
from infra_spend.explain.run import explain
from infra_spend.explain.tree import Branch
from infra_spend.publish import published_path
from infra_spend.report.figures import PARTS, Figures, read_figures
from infra_spend.report.page import page_of
from infra_spend.report.run import CHROMIUM, write_report
from infra_spend.settings import Settings

HOSTILE = "<script>alert('🙂')</script>\"&"


@pytest.fixture(scope="module")
def marts() -> Path:
    path = published_path(Settings.from_environment())
    if not path.exists():
        pytest.skip("no marts are published: make test publishes them first")
    return path


@pytest.fixture(scope="module")
def session(marts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(marts), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def month(session: duckdb.DuckDBPyConnection) -> str:
    """Return the newest month that has ended."""
    query = "select max(charge_date) - interval 1 month from marts.fct_costs_daily"
    return f"{one(session, query):%Y-%m}"


@pytest.fixture(scope="module")
def team(session: duckdb.DuckDBPyConnection, month: str) -> str:
    """Return the team with the largest budget of the month."""
    return one(
        session,
        f"""
        select arg_max(owner_id, budget_cost) from marts.fct_budget_vs_actual
        where is_current and budget_month = date '{month}-01' and owner_id in (
            select owner_id from marts.dim_owners where owner_type = 'team'
        )
        """,
    )


def one(session: duckdb.DuckDBPyConnection, query: str) -> Any:
    [(value,)] = session.execute(query).fetchall()
    return value


def test_its_figures_are_those_of_the_marts(
    marts: Path, session: duckdb.DuckDBPyConnection, month: str, team: str
) -> None:
    for owner in ("company", team):
        figures = read_figures(marts, owner, month)
        bridge = f"""
            from marts.fct_variance_bridge where owner_id = '{owner}'
            and comparison_name = 'previous_month' and later_month = date '{month}-01'
        """
        to_cost = one(session, f"select arg_max(to_effective_cost, effect_number) {bridge}")
        assert figures.cost == to_cost > 0
        changes = sum(row["change_effective_cost"] for row in figures.parts["moves"])
        assert figures.cost_before + changes == figures.cost
        services = figures.parts["services"]
        assert sum(row["effective_cost"] for row in services) == figures.cost
        assert sum(row["before_cost"] for row in services) == figures.cost_before
        allocated = explain(marts, owner, month, None).effective_cost
        assert figures.paths is not None
        assert figures.paths.effective_cost == allocated
        budget = one(
            session,
            f"""
            select sum(budget_cost) from marts.fct_budget_vs_actual
            where is_current and owner_id = '{owner}' and budget_month = date '{month}-01'
            """,
        )
        assert sum(row["budget_cost"] for row in figures.parts["budgets"]) == budget > 0
        page = page_of(figures)
        for shown in (figures.cost, allocated):
            assert f"{shown:,.2f}" in page


def test_the_company_could_save_what_all_opportunities_would(
    marts: Path, session: duckdb.DuckDBPyConnection, month: str
) -> None:
    """And a unit costs what it does in the mart, over the month."""
    parts = read_figures(marts, "company", month).parts
    potential = one(session, "select sum(monthly_net_potential_cost) from marts.fct_opportunities")
    assert sum(row["monthly_net_potential_cost"] for row in parts["opportunities"]) == potential
    for unit in parts["units"]:
        lowest, highest = session.execute(
            f"""
            select min(unit_effective_cost), max(unit_effective_cost)
            from marts.fct_unit_costs_daily
            where metric_name = '{unit["metric_name"]}' and cost_name = 'company'
            and cost_basis = 'allocated' and date_trunc('month', charge_date) = date '{month}-01'
            """
        ).fetchall()[0]
        assert float(lowest) < unit["unit_cost"] < float(highest)
    assert parts["units"]


def test_the_month_that_is_open_is_marked(
    marts: Path, session: duckdb.DuckDBPyConnection, month: str
) -> None:
    newest = one(session, "select max(charge_date) from marts.fct_costs_daily")
    assert "partial month" in page_of(read_figures(marts, "company", f"{newest:%Y-%m}"))
    assert "partial month" not in page_of(read_figures(marts, "company", month))


def test_it_fits_on_a_page(marts: Path, month: str, tmp_path: Path) -> None:
    written = write_report(marts, "company", month, tmp_path)
    if written.pdf is None:
        pytest.skip(f"none of {', '.join(CHROMIUM)} is there")
    assert len(re.findall(rb"/Type /Page\b", written.pdf.read_bytes())) == 1
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".pdf"]


def test_without_a_browser_there_is_the_page_alone(
    marts: Path, month: str, team: str, tmp_path: Path
) -> None:
    written = write_report(marts, team, month, tmp_path, browsers=())
    assert written.pdf is None
    assert [path.name for path in tmp_path.iterdir()] == [f"{team}-{month}.html"]


def test_what_is_not_there_is_one_line(marts: Path, month: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="compani is no owner: there are company"):
        read_figures(marts, "compani", month)
    with pytest.raises(InputError, match="2001-01 has no cost: there is some from 20"):
        read_figures(marts, "company", "2001-01")
    with pytest.raises(InputError, match="--month is May: write it as 2026-03"):
        read_figures(marts, "company", "May")
    with pytest.raises(InfraSpendError, match="there is no warehouse yet"):
        read_figures(tmp_path / "marts.duckdb", "company", month)


def test_names_are_text() -> None:
    """Every name of every part is hostile, and none becomes a tag, an attribute or a script."""
    cost, day = Decimal(12), date(2026, 3, 1)
    parts: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    parts["months"] = [{"charge_month": day, "effective_cost": cost}]
    parts["services"] = [{"label": HOSTILE, "effective_cost": cost, "before_cost": cost}]
    parts["moves"] = [{"effect_name": HOSTILE, "change_effective_cost": cost}]
    parts["anomalies"] = [
        {
            **dict.fromkeys(("owner_id", "service_name", "anomaly_kind"), HOSTILE),
            **dict.fromkeys(("anomaly_status", "status_reason"), HOSTILE),
            "measured_as": "usage",
            "impact_cost": cost,
            "start_date": day,
        }
    ]
    parts["opportunities"] = [
        {
            **dict.fromkeys(("recommended_action", "service_name", "owner_id"), HOSTILE),
            **dict.fromkeys(("confidence", "effort"), HOSTILE),
            "monthly_net_potential_cost": cost,
        }
    ]
    paths = Branch("x", cost, "", (Branch(HOSTILE, cost, "", (Branch("rule", cost, HOSTILE),)),))
    figures = Figures(HOSTILE, HOSTILE, "team", day, "USD", date(2026, 4, 2), parts, paths)
    page = page_of(figures).lower()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 15
    assert "at list price, not paid" in page
    assert "🙂" in page
