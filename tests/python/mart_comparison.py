"""Compares two versions of a mart row by row, without knowing what the mart is about."""

from dataclasses import dataclass

import duckdb

MEASURE_TYPES = ("DECIMAL", "DOUBLE")


@dataclass(frozen=True)
class Comparison:
    """What two versions of a mart have in common.

    A row without a twin is one whose attributes (everything but decimals and doubles) the other
    version lacks. ``largest_difference`` is that of any measure of rows with a twin.
    """

    row_count: int
    rows_without_twin: list[str]
    largest_difference: float


def compare(session: duckdb.DuckDBPyConnection, expected: str, found: str) -> Comparison:
    """Compare two relations of a DuckDB session; raises ValueError when their columns differ."""
    columns = _columns(session, expected)
    if differing := columns.items() ^ _columns(session, found).items():
        raise ValueError(f"{expected} and {found} differ in their columns: {sorted(differing)}")
    measures = [name for name, of_type in columns.items() if of_type.startswith(MEASURE_TYPES)]
    attributes = [name for name in columns if name not in measures]
    for side, relation in (("expected", expected), ("found", found)):
        session.execute(_paired(side, relation, columns, attributes, measures))
    differences = [
        f"max(if(coalesce(expected.{name}, found.{name}) is null, 0,"
        f" coalesce(cast(abs(expected.{name} - found.{name}) as double), 'infinity')))"
        for name in measures
    ]
    count, *largest = _row(
        session,
        f"select count(*), {', '.join(differences) or '0'} from expected"
        " inner join found using (attributes, position)",
    )
    alone = session.execute(
        "select coalesce(expected.attributes, found.attributes) from expected"
        " full outer join found using (attributes, position)"
        " where expected.attributes is null or found.attributes is null order by 1"
    ).fetchall()
    return Comparison(count, [row[0] for row in alone], max(value or 0.0 for value in largest))


def _columns(session: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = session.execute(f"describe select * from {relation}").fetchall()
    # Names have no case in SQL. Spark's timestamps have a time zone, and it is UTC.
    return {row[0].lower(): row[1].removesuffix(" WITH TIME ZONE") for row in described}


def _paired(
    side: str, relation: str, columns: dict[str, str], attributes: list[str], measures: list[str]
) -> str:
    """Number the rows of equal attributes, so that each finds one row of the other side."""
    values = ", ".join(f"{name} := cast({name} as {columns[name]})" for name in attributes)
    order = ", ".join(f"{name} nulls first" for name in measures) or "attributes"
    return f"""
        create or replace temporary table {side} as
        with paired as (
            select to_json(struct_pack({values})) as attributes, {", ".join(measures) or "1 as one"}
            from {relation}
        )
        select *, row_number() over (partition by attributes order by {order}) as position
        from paired
    """


def _row(session: duckdb.DuckDBPyConnection, query: str) -> tuple[float, ...]:
    row = session.execute(query).fetchone()
    assert row is not None
    return row
