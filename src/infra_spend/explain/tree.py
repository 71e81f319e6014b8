"""The tree of an explanation: each branch has a cost, and its children add up to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Branch:
    """A part of a cost: what it is, why it is there, how much, and what it is made of.

    ``effective_cost`` is exact, in the reporting currency; with children it is their sum.
    """

    label: str
    effective_cost: Decimal
    why: str = ""
    children: tuple["Branch", ...] = ()

    @classmethod
    def of_children(cls, label: str, children: Sequence["Branch"], why: str = "") -> "Branch":
        """Return a branch that costs what its children cost, the largest of them first."""
        ordered = sorted(children, key=lambda child: (-abs(child.effective_cost), child.label))
        cost = sum((child.effective_cost for child in ordered), Decimal(0))
        return cls(label, cost, why, tuple(ordered))

    def as_json(self) -> dict[str, Any]:
        """Return the branch as JSON has it: costs as text, so that no place is lost."""
        return {
            "label": self.label,
            "why": self.why,
            "effective_cost": f"{self.effective_cost:f}",
            "children": [child.as_json() for child in self.children],
        }


def in_cents(branch: Branch) -> Iterator[tuple[int, Branch, Decimal]]:
    """Yield depth, branch and its cost in whole cents, parents before children.

    The cents of children add up to those of their parent, by largest remainder.
    """
    yield from _walk(branch, branch.effective_cost.quantize(CENT), 0)


def _walk(branch: Branch, cents: Decimal, depth: int) -> Iterator[tuple[int, Branch, Decimal]]:
    yield depth, branch, cents
    parts = apportioned([child.effective_cost for child in branch.children], cents)
    for child, part in zip(branch.children, parts, strict=True):
        yield from _walk(child, part, depth + 1)


def apportioned(costs: Sequence[Decimal], total: Decimal) -> list[Decimal]:
    """Return costs in whole cents that add up to ``total``, their sum in cents.

    Largest remainder: all are rounded down, and the largest fractions get a cent more. The total is
    never below the costs rounded down, because it was itself rounded down or to the nearest.
    """
    parts = [cost.quantize(CENT, ROUND_FLOOR) for cost in costs]
    missing = int((total - sum(parts, Decimal(0))) / CENT)
    by_fraction = sorted(range(len(costs)), key=lambda at: parts[at] - costs[at])
    for at in by_fraction[:missing]:
        parts[at] += CENT
    return parts
