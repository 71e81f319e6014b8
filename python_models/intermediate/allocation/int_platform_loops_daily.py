"""Finds the platforms that use each other and that no owner uses, day by day."""

from typing import Any

import pyarrow as pa

from infra_spend.allocation import closed_loops_daily
from infra_spend.engines.frames import from_pandas, to_pandas


def model(dbt: Any, session: Any) -> pa.Table:
    """Such platforms keep their cost."""
    return from_pandas(closed_loops_daily(to_pandas(dbt.ref("int_platform_usage_daily"))))
