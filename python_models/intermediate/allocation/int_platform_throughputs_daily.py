"""Solves each day of platform usage for how often a cost passes each platform."""

from typing import Any

import pyarrow as pa

from infra_spend.allocation import platform_throughputs_daily
from infra_spend.engines.frames import from_pandas, to_pandas


def model(dbt: Any, session: Any) -> pa.Table:
    """Loops that no owner leaves keep their cost; int_platform_loops_daily names them."""
    usage = to_pandas(dbt.ref("int_platform_usage_daily"))
    return from_pandas(platform_throughputs_daily(usage, keep_closed_loops=True))
