"""Solves each day of platform usage for final owners."""

from typing import Any

import pyarrow as pa

from infra_spend.allocation import solve_platforms_daily
from infra_spend.engines.frames import from_pandas, to_pandas


def model(dbt: Any, session: Any) -> pa.Table:
    """Loops that no owner leaves keep their cost; int_platform_loops_daily names them."""
    usage = to_pandas(dbt.ref("int_platform_usage_daily"))
    return from_pandas(solve_platforms_daily(usage, keep_closed_loops=True))
