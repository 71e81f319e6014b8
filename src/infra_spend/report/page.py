"""A report as a page: what is shown of the figures, in cents that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from infra_spend.explain.tree import CENT, apportioned
from infra_spend.pages.render import render
from infra_spend.report.figures import Figures

# As many lines as fit on a page.
SERVICES, MOVES, ANOMALIES, OPPORTUNITIES, PATHS = 7, 6, 3, 3, 3
REST = "everything else"


@dataclass(frozen=True)
class Line:
    """A cost, what it was the month before, and its part of the longest bar, with its sign."""

    label: str
    cost: Decimal
    before: Decimal = Decimal(0)
    bar: float = 0.0


def page_of(figures: Figures) -> str:
    """Return the HTML of a report; whatever names hold is text in it."""
    parts = figures.parts
    potentials = [row["monthly_net_potential_cost"] for row in parts["opportunities"]]
    return render(
        "report",
        "report.html",
        figures=figures,
        title=_title(figures),
        months=_bars(figures),
        services=_services(figures),
        moves=_moves(figures),
        budgets=parts["budgets"],
        anomalies=parts["anomalies"][:ANOMALIES],
        anomaly_count=len(parts["anomalies"]),
        opportunities=parts["opportunities"][:OPPORTUNITIES],
        opportunity_count=len(potentials),
        potential=sum(potentials, Decimal(0)),
        units=parts["units"],
        paths=_paths(figures),
    )


def _title(figures: Figures) -> str:
    """Return what the month cost, how that changed, and what changed it most."""
    so_far = " so far" if figures.is_partial else ""
    cost = f"{figures.cost:,.0f} {figures.currency}{so_far} in {figures.month:%B %Y}"
    if figures.is_partial or not figures.cost_before:
        return cost
    ratio = figures.cost / figures.cost_before - 1
    if abs(ratio) < Decimal("0.0005"):
        return f"{cost}, as much as the month before"
    more = f"{cost}, {abs(ratio):.1%} {'more' if ratio > 0 else 'less'} than the month before"
    moves = figures.parts["moves"]
    if moves and moves[0]["change_effective_cost"] * ratio > 0:
        return f"{more}, mostly by {moves[0]['effect_name'].replace('_', ' ')}"
    return more


def _bars(figures: Figures) -> list[Line]:
    rows = figures.parts["months"]
    longest = max((row["effective_cost"] for row in rows), default=Decimal(0)) or Decimal(1)
    return [
        Line(
            f"{row['charge_month']:%b %y}",
            row["effective_cost"],
            bar=max(float(row["effective_cost"] / longest), 0.0),
        )
        for row in rows
    ]


def _services(figures: Figures) -> list[Line]:
    rows = figures.parts["services"]
    shown = [(row["label"], row["effective_cost"], row["before_cost"]) for row in rows[:SERVICES]]
    if rest := rows[SERVICES:]:
        cost, before_cost = (
            sum((row[name] for row in rest), Decimal(0))
            for name in ("effective_cost", "before_cost")
        )
        shown.append((REST, cost, before_cost))
    now = _in_cents([cost for _, cost, _ in shown])
    before = _in_cents([cost for _, _, cost in shown])
    labels = [label for label, _, _ in shown]
    return [Line(*parts) for parts in zip(labels, now, before, strict=True)]


def _moves(figures: Figures) -> list[Line]:
    rows = [row for row in figures.parts["moves"] if row["change_effective_cost"]]
    shown = [(row["effect_name"], row["change_effective_cost"]) for row in rows[:MOVES]]
    if rest := rows[MOVES:]:
        shown.append((REST, sum((row["change_effective_cost"] for row in rest), Decimal(0))))
    cents = _in_cents([cost for _, cost in shown])
    longest = max((abs(cost) for cost in cents), default=Decimal(0)) or Decimal(1)
    return [
        Line(name.replace("_", " "), cost, bar=float(cost / longest))
        for (name, _), cost in zip(shown, cents, strict=True)
        if cost
    ]


def _paths(figures: Figures) -> list[tuple[int, str, str, Decimal]]:
    """Return depth, label, reason and cents of where the allocated cost comes from.

    A class with one branch is one line; of many, the largest are named.
    """
    branches = figures.paths.children if figures.paths else ()
    lines = []
    totals = _in_cents([branch.effective_cost for branch in branches])
    for branch, total in zip(branches, totals, strict=True):
        if not total:
            continue
        if len(branch.children) == 1:
            [child] = branch.children
            lines.append((0, f"{branch.label}, {child.label}", child.why, total))
            continue
        lines.append((0, branch.label, "", total))
        parts = apportioned([child.effective_cost for child in branch.children], total)
        below = list(zip(branch.children, parts, strict=True))
        lines += [(1, child.label, child.why, cents) for child, cents in below[:PATHS]]
        if rest := below[PATHS:]:
            cents = sum((cents for _, cents in rest), Decimal(0))
            lines.append((1, f"{len(rest)} more", "", cents))
    return lines


def _in_cents(costs: Sequence[Decimal]) -> list[Decimal]:
    """Return costs in cents that add up to their sum in cents."""
    return apportioned(costs, sum(costs, Decimal(0)).quantize(CENT))
