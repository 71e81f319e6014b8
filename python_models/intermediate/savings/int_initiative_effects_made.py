"""Measures what became of the usage that each initiative was to change."""

from typing import Any

import pyarrow as pa

from infra_spend.engines.frames import from_pandas, to_pandas
from infra_spend.savings.initiatives import measure_initiatives


def model(dbt: Any, session: Any) -> pa.Table:
    """What would have been is told by those who have no initiative."""
    usage = to_pandas(dbt.ref("int_initiative_panel"))
    initiatives = to_pandas(dbt.ref("int_initiatives_measurable"))
    return from_pandas(measure_initiatives(usage, initiatives))
