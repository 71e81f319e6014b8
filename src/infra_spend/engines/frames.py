"""Frames of dbt Python models: the same types on every engine, whatever each of them prefers."""

from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from infra_spend.errors import InputError
from infra_spend.settings import memory_bytes

# What a Python model holds at its peak, of what it reads as Arrow: forecasts hold the most, 1.3 GB
# for 67 MB, which are 1.1 million days of nodes.
TIMES_HELD = 20


class Relation(Protocol):
    """What ``dbt.ref`` gives on DuckDB; on Spark it gives an Arrow table (see ``submission``)."""

    def to_arrow_table(self) -> pa.Table:
        """Return all rows."""


def to_pandas(relation: Relation | pa.Table) -> pd.DataFrame:
    """Return what ``dbt.ref`` gives as a frame; decimals become the doubles next to them.

    All engines go through Arrow, and decimals through text, so that they agree about the last digit
    of a double: multiplied with a power of ten, 0.1 would lose it.

    Raises InputError, a ValueError, when a model that reads so much would hold more than
    ``INFRA_SPEND_MEMORY``.
    """
    table = relation if isinstance(relation, pa.Table) else relation.to_arrow_table()
    if (held := table.nbytes * TIMES_HELD) > (allowed := memory_bytes()):
        raise InputError(
            f"A Python model that reads {table.num_rows:,} rows may hold {held / 1e6:,.0f} MB, and"
            f" INFRA_SPEND_MEMORY allows {allowed / 1e6:,.0f}: set it to more."
        )
    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            numbers = pc.cast(pc.cast(table.column(place), pa.string()), pa.float64())
            table = table.set_column(place, field.name, numbers)
    frame: pd.DataFrame = table.to_pandas()
    return frame


def from_pandas(frame: pd.DataFrame) -> pa.Table:
    """Return a frame as a table of dates, text and doubles, the types a Python model may write.

    A column whose name ends in ``_date`` is a date, floating numbers are doubles, all else is text.
    Types follow from names and from what pandas knows without rows, so an empty frame has them.

    Raises:
        InputError: a ValueError that names the column and what it holds instead.
    """
    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"A Python model has to make a pandas frame, not a {type(frame).__name__}."
        )
    columns = {str(name): _column(str(name), frame[name]) for name in frame.columns}
    return pa.table(columns)


def _column(name: str, values: "pd.Series[Any]") -> pa.Array:
    # Asked of pandas: among dates, Arrow takes the number 0.5 for a day.
    found = pd.api.types.infer_dtype(values, skipna=True)
    if name.endswith("_date"):
        kind, is_right = pa.date32(), found in ("date", "datetime", "datetime64", "empty")
    elif pd.api.types.is_object_dtype(values) or pd.api.types.is_string_dtype(values):
        kind, is_right = pa.string(), found in ("string", "empty")
    else:
        kind, is_right = pa.float64(), found == "floating"
    if not is_right:
        raise InputError(
            f"Column {name} holds values of kind {found}: a Python model writes dates (in columns"
            " that are named *_date), text and doubles."
        )
    return pa.Array.from_pandas(values, type=kind)
