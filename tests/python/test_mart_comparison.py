"""The comparison of marts sees every kind of difference: a parity test is worth as much as it."""

from math import inf

import duckdb
import pytest
from mart_comparison import Comparison, compare

MART = """
    select * from (values
        ('a', date '2025-01-01', 1.5::decimal(24, 10), 2.0::double),
        ('a', date '2025-01-01', 2.5::decimal(24, 10), null),
        (null, date '2025-01-02', -1.0::decimal(24, 10), 0.0)
    ) as rows(owner_id, charge_date, billed_cost, quantity)
"""
CHANGES = {
    "a cost by one unit of its last place": (
        "* replace (cast(billed_cost + 0.0000000001 as decimal(24, 10)) as billed_cost)",
        0,
        1e-10,
    ),
    "a quantity from null to zero": ("* replace (coalesce(quantity, 0) as quantity)", 0, inf),
    "an attribute": ("* replace (coalesce(owner_id, 'b') as owner_id)", 2, 0),
    "a date": ("* replace (charge_date + if(owner_id is null, 1, 0) as charge_date)", 2, 0),
}


@pytest.fixture
def session() -> duckdb.DuckDBPyConnection:
    session = duckdb.connect()
    session.execute(f"create table mart as {MART}")
    return session


def test_rows_in_another_order_are_the_same(session: duckdb.DuckDBPyConnection) -> None:
    session.execute("create table found as from mart order by billed_cost")
    assert compare(session, "mart", "found") == Comparison(3, [], 0)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_value_is_seen(change: str, session: duckdb.DuckDBPyConnection) -> None:
    columns, without_twin, difference = CHANGES[change]
    session.execute(f"create table found as select {columns} from mart")
    seen = compare(session, "mart", "found")
    assert len(seen.rows_without_twin) == without_twin
    assert seen.largest_difference == pytest.approx(difference)


def test_a_missing_and_a_repeated_row_are_seen(session: duckdb.DuckDBPyConnection) -> None:
    session.execute("create table found as from mart where owner_id is not null")
    session.execute("insert into found from mart where billed_cost = 2.5")
    assert len(compare(session, "mart", "found").rows_without_twin) == 2


def test_another_type_is_refused(session: duckdb.DuckDBPyConnection) -> None:
    session.execute(
        "create table found as select * replace (billed_cost::double as billed_cost) from mart"
    )
    with pytest.raises(ValueError, match="billed_cost"):
        compare(session, "mart", "found")
