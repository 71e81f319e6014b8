"""SQL that turns what exports write into the types of the landing tables.

Every expression raises on a value it cannot read; ``try(...)`` around it makes that a null.
"""

import re

from infra_spend.database import quote_text

MAP_OF_TEXT = "MAP(VARCHAR, VARCHAR)"
DECIMAL = re.compile(r"decimal\(38, (\d+)\)")
KEY_VALUE_LIST = re.compile(r'STRUCT\("?key"? \w+, "?value"? \w+\)\[\]', re.IGNORECASE)
EXACT_TYPES = re.compile(r"(DECIMAL|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)")
SQL_TYPES = {"string": "varchar", "map": MAP_OF_TEXT}


def cast_sql(sql: str, column_type: str, data_type: str) -> str:
    """Return SQL that casts ``sql``, of DuckDB type ``column_type``, to a registry data type."""
    if data_type == "map":
        return _map(sql, column_type)
    if data_type == "string":
        return text_sql(sql, column_type)
    if data_type == "timestamp" and column_type == "VARCHAR":
        return _timestamp(sql)
    if match := DECIMAL.fullmatch(data_type):
        if EXACT_TYPES.match(column_type):
            return f"cast({sql} as {data_type})"
        return _decimal(text_sql(sql, column_type), int(match[1]))
    return f"cast({sql} as {data_type})"


def text_sql(sql: str, column_type: str) -> str:
    """Return SQL that writes a value as text, nested values as JSON."""
    if column_type == "VARCHAR":
        return sql
    if column_type.startswith(("STRUCT", "MAP")) or column_type.endswith("[]"):
        return f"cast(to_json({sql}) as varchar)"
    return f"cast({sql} as varchar)"


def rounded_sql(sql: str, column_type: str, data_type: str) -> str | None:
    """Return SQL that is true where the cast to a decimal drops digits; None if it cannot."""
    match = DECIMAL.fullmatch(data_type)
    if not match or EXACT_TYPES.match(column_type):
        return None
    text = text_sql(sql, column_type)
    # Only a long fraction or an exponent can hide digits that the type has no room for.
    return (
        f"case when contains({text}, 'e') or contains({text}, 'E')"
        f" or (contains({text}, '.') and {_places(text)} > {match[1]})"
        f" then coalesce(try_cast({text} as decimal(38, 36)), try_cast({text} as decimal(38, 26)))"
        f" <> try_cast({text} as {data_type}) else false end"
    )


def _places(text: str) -> str:
    return f"(length({text}) - strpos({text}, '.'))"


def _decimal(text: str, scale: int) -> str:
    """Cast by way of a 64-bit decimal where it is exact: DuckDB is ten times faster there."""
    wide = f"decimal(38, {scale})"
    narrow = " ".join(
        f"when {_places(text)} <= {places} then try_cast({text} as decimal(18, {places}))::{wide}"
        for places in ((9, 14, 17) if scale > 9 else (3, 6))
    )
    return (
        f"case when contains({text}, 'e') or contains({text}, 'E') then cast({text} as {wide})"
        f" else coalesce(case {narrow} end, cast({text} as {wide})) end"
    )


def _timestamp(text: str) -> str:
    """Read ISO 8601 with any offset, and Go's ``2025-08-01 00:00:00 +0000 UTC``, into UTC."""
    offset = quote_text(r" ([+-]\d{2}):?(\d{2})( [A-Z]+)?$")
    without_space = f"regexp_replace({text}, {offset}, {quote_text(r'\1:\2')})"
    return (
        f"cast(cast(case when not regexp_matches({text}, '^\\d{{4}}-') then"
        f" error('not a timestamp') when contains({text}, ' +') or contains({text}, ' -')"
        f" then {without_space} else {text} end as timestamptz) as timestamp)"
    )


def _map(sql: str, column_type: str) -> str:
    if column_type.startswith("MAP"):
        return f"cast({sql} as {MAP_OF_TEXT})"
    if KEY_VALUE_LIST.fullmatch(column_type):
        return f"cast(map_from_entries({sql}) as {MAP_OF_TEXT})"
    text = text_sql(sql, column_type)
    # Azure writes the pairs of a tag object without its braces.
    json = f"case when starts_with({text}, '{{') then {text} else '{{' || {text} || '}}' end"
    return f"from_json({json}, '\"{MAP_OF_TEXT}\"')"
