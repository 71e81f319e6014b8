"""Good rows of every plain table, made from what the registry declares."""

from decimal import Decimal

from conftest import PROJECT, Row

from infra_spend.ingest.formats.plain import PLAIN
from infra_spend.registry import Column, Table, load_tables

REGISTRY = load_tables(PROJECT)
TABLES: dict[str, Table] = {name: REGISTRY[name] for known in PLAIN for name in known.marks}
ROW_COUNT = 5
# A digit in the 6th decimal place, the last that every declared number keeps.
STEP = Decimal("1000000.000001")


def rows_of(table: Table, only_required: bool = False) -> list[Row]:
    """Return rows of two billing periods, 2025-01 and 2025-02, none like another."""
    columns = [column for column in table.columns.values() if column.required or not only_required]
    return [
        {column.name: cell(column, table, number) for column in columns}
        for number in range(1, ROW_COUNT + 1)
    ]


def cell(column: Column, table: Table, number: int) -> str:
    """Return the text of a column in the row of a number."""
    if column.name == table.currency_column:
        return "EUR"
    if column.data_type == "timestamp":
        # The first moment of January, its last one in UTC, and February.
        moments = ["2025-01-01T00:00:00Z", "2025-02-01T00:59:59+01:00", "2025-02-01"]
        return moments[number % 3]
    if column.data_type == "bigint":
        return str(number)
    if column.data_type.startswith("decimal"):
        return str(STEP * number)
    return f"{column.name} {number}"


def expected_sums(table: Table, rows: list[Row]) -> dict[str, dict[str, Decimal]]:
    """Return the sums that rows of ``rows_of`` have, by billing period and summed column."""
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        period = "2025-02" if row[table.billing_period_column] == "2025-02-01" else "2025-01"
        of_period = sums.setdefault(period, {})
        for name in table.summed_columns:
            if name in row:
                of_period[name] = of_period.get(name, Decimal()) + Decimal(row[name])
    return dict(sorted(sums.items()))
