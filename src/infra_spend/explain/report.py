"""An explanation on the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra_spend.explain.tree import Branch, in_cents

SHORTEST_REASON = 20


def print_tree(tree: Branch) -> None:
    """Print each branch on a line: what it is, its cost in cents, and why it is there."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", min_width=SHORTEST_REASON)
    for depth, branch, cents in in_cents(tree):
        cells = ("  " * depth + branch.label, f"{cents:,.2f}", branch.why)
        table.add_row(*(Text(cell) for cell in cells))
    Console(highlight=False).print(table)
