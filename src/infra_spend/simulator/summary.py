"""The summary that a simulation prints: rows, months and exact sums of every table."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra_spend.simulator.manifest import Entry
from infra_spend.summary import exact

NARROWEST = 120


def print_entries(entries: list[Entry], folder: Path) -> None:
    """Print what was written; earlier deliveries of a month count in rows and in sums."""
    by_table: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_table["/".join(entry.path.split("/")[:2])].append(entry)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, NARROWEST))
    table = Table(box=None, pad_edge=False)
    table.add_column("table", min_width=max(map(len, by_table)))
    for heading in ("deliveries", "rows", "sum"):
        table.add_column(heading, justify="right")
    table.add_column("of")
    for name, some in by_table.items():
        if name.startswith("simulation/"):
            continue
        rows = sum(entry.row_count for entry in some)
        column = next(iter(some[0].sums), "")
        total = sum((Decimal(entry.sums[column]) for entry in some), Decimal()) if column else None
        shown = "" if total is None else exact(total)
        table.add_row(name, str(len(some)), f"{rows:,}", shown, column)
    console.print(table)
    console.print(
        f"Simulated: no figure is a real company's. Truth and manifest: {folder / 'simulation'}",
        soft_wrap=True,
    )
