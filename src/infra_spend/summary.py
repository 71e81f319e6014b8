"""The summary that an ingest prints: rows and exact sums of every billing period."""

from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra_spend.ingest.run import Outcome

NARROWEST = 120


def print_summary(outcome: Outcome, landing: Path) -> None:
    """Print what has been landed, digit by digit, and what has been set aside."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, NARROWEST))
    table = Table("table", "period", "status", box=None, pad_edge=False)
    table.add_column("rows", justify="right")
    table.add_column("column")
    table.add_column("sum", justify="right", no_wrap=True)
    for landed in outcome.landed:
        period = landed.period
        start = [landed.identifier, period.billing_period, landed.status, f"{period.row_count:,}"]
        for name, total in period.sums.items() or {"": None}.items():
            table.add_row(*start, name, "" if total is None else exact(total))
            start = ["", "", "", ""]
    console.print(table)
    rounded = sum(landed.period.rounded_value_count for landed in outcome.landed)
    if rounded:
        console.print(f"{rounded:,} values had more decimal places than fit and were rounded.")
    for path, count in outcome.quarantined.items():
        console.print(f"{count:,} bad rows set aside in {landing / path}", soft_wrap=True)


def exact(total: Decimal) -> str:
    """Return every digit of a sum, without zeros that say nothing."""
    text = f"{total:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
