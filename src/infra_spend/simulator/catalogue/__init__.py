"""What can be bought and who exists: tables that the simulator reads, one CSV file each.

Prices are public list prices of us-east-1 in US dollars; those of instances are of July 2026.
"""

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def read(name: str) -> pd.DataFrame:
    """Return the rows of ``<name>.csv``; a copy must be made before it is changed."""
    with files(__name__).joinpath(f"{name}.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream)
