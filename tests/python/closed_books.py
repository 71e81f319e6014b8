"""Landing zones with a month that a release closed. At a release: ``python closed_books.py 0.2.0``.

The tests of every later release build on them and find the month as it was closed.
"""

import os
import shutil
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import NOW
from small_bill import land_small_bill
from warehouse import Warehouse

from infra_spend.close.books import Step
from infra_spend.close.run import Request, close

BOOKS = Path(__file__).with_name("closed_books")
MONTH = "2025-01"
WAIVER = f"invoices,{MONTH}-01,cfo,The small bill has no invoices\n"


def closing(folder: Path) -> Warehouse:
    """Return a warehouse below a folder that lets the month be closed without its invoices."""
    warehouse = Warehouse(folder)
    with (warehouse.project / "seeds/trust/close_waivers.csv").open("a") as stream:
        stream.write(WAIVER)
    return warehouse


def keep(release: str) -> None:
    """Close the month of the small bill as this checkout does, and keep its landing zone."""
    with TemporaryDirectory() as folder:
        warehouse = closing(Path(folder))
        land_small_bill(warehouse)
        paths = {"DBT_TARGET_PATH": str(warehouse.target_path())}
        os.environ.update(warehouse.environment | paths)
        request = Request(MONTH, Step.HARD)
        later = NOW + timedelta(days=1)
        outcome = close(request, warehouse.settings, later, lambda label: nullcontext())
        if not outcome.is_taken:
            sys.exit(f"{MONTH} stays open: {outcome.checks}")
        shutil.copytree(warehouse.settings.landing, BOOKS / release)


if __name__ == "__main__":
    keep(sys.argv[1])
