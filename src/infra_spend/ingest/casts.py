"""SQL that turns what exports write into the types of the landing tables.

Every expression raises on a value it cannot read, or is null there: the word for the cast decides,
``cast`` or ``try_cast``. DuckDB 1.5 crashes on a ``try(...)`` that fails around a ``case``.
"""

import re

MAP_OF_TEXT = "MAP(VARCHAR, VARCHAR)"
DECIMAL = re.compile(r"decimal\(38, (\d+)\)")
KEY_VALUE_LIST = re.compile(r'STRUCT\("?key"? \w+, "?value"? \w+\)\[\]', re.IGNORECASE)
INTEGERS = re.compile(r"U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER")
EXACT_TYPES = re.compile(rf"(DECIMAL|{INTEGERS.pattern})")
MANY_PLACES = 99


def cast_sql(sql: str, column_type: str, data_type: str, places: str, cast: str = "cast") -> str:
    """Return SQL that casts ``sql``, of DuckDB type ``column_type``, to a registry data type.

    ``places`` is the SQL of places_sql, which a decimal written as text needs.
    """
    if data_type == "map":
        return _map(sql, column_type, cast)
    if data_type == "string":
        return text_sql(sql, column_type)
    if data_type == "timestamp" and column_type == "VARCHAR":
        return _timestamp(sql, cast)
    if data_type == "bigint" and not INTEGERS.fullmatch(column_type):
        return _whole_number(text_sql(sql, column_type), cast)
    if scale := scale_of_text(column_type, data_type):
        return _decimal(text_sql(sql, column_type), scale, places, cast)
    return f"{cast}({sql} as {data_type})"


def text_sql(sql: str, column_type: str) -> str:
    """Return SQL that writes a value as text, nested values as JSON."""
    if column_type == "VARCHAR":
        return sql
    if column_type.startswith(("STRUCT", "MAP")) or column_type.endswith("[]"):
        return f"cast(to_json({sql}) as varchar)"
    return f"cast({sql} as varchar)"


def scale_of_text(column_type: str, data_type: str) -> int | None:
    """Return the places of a decimal that is read from text or floats, else None."""
    match = DECIMAL.fullmatch(data_type)
    return int(match[1]) if match and not EXACT_TYPES.match(column_type) else None


def places_sql(sql: str, column_type: str, data_type: str) -> str | None:
    """Return SQL of the decimal places that a number is written with, 99 with an exponent.

    None where the cast needs no such count: it is not to a decimal, or not from text or floats.
    """
    if not scale_of_text(column_type, data_type):
        return None
    text = text_sql(sql, column_type)
    return (
        f"case when contains({text}, 'e') or contains({text}, 'E') then {MANY_PLACES}"
        f" when contains({text}, '.') then length({text}) - strpos({text}, '.')"
        f" when {text} is not null then 0 end"
    )


def rounded_sql(sql: str, column_type: str, scale: int) -> str:
    """Return SQL that is true where a number has digits, other than zeros, beyond ``scale``."""
    number = f"lower({text_sql(sql, column_type)})"
    fraction = f"length(rtrim(split_part(split_part({number}, 'e', 1), '.', 2), '0'))"
    exponent = f"coalesce(try_cast(split_part({number}, 'e', 2) as integer), 0)"
    return f"{fraction} - {exponent} > {scale}"


def _decimal(text: str, scale: int, places: str, cast: str) -> str:
    """Cast by way of a 64-bit decimal where that is exact: DuckDB is ten times faster there."""
    wide = f"decimal(38, {scale})"
    narrow = " ".join(
        f"when {places} <= {room} then try_cast({text} as decimal(18, {room}))::{wide}"
        for room in (9, 14, 17, 3, 6)
        if (room <= 6) == (scale <= 6)
    )
    return f"coalesce(case {narrow} end, {cast}(nullif({text}, 'None') as {wide}))"


def _whole_number(text: str, cast: str) -> str:
    """Read ``12``, ``12.0`` and ``1.2e1``; DuckDB's own cast would make ``12.5`` a 13."""
    number = f"try_cast({text} as decimal(38, 18))"
    return (
        f"case when {number} = trunc({number}) then {cast}({number} as bigint)"
        f" else {cast}(nullif({text}, 'None') || ' is no whole number' as bigint) end"
    )


def _timestamp(text: str, cast: str) -> str:
    """Read ISO 8601 with any offset, and Go's ``2025-08-01 00:00:00 +0000 UTC``, into UTC."""
    spaced_offset = r"' ([+-]\d{2}):?(\d{2})( [A-Z]+)?$', '\1:\2'"
    joined = f"regexp_replace({text}, {spaced_offset})"
    no_offset = f"length({text}) = 10 or (length({text}) = 19 and {text}[17] = ':')"
    # The shortest time is a date; what is shorter would be a word such as infinity.
    return (
        f"case when suffix({text}, 'Z') or {no_offset} then {cast}({text} as timestamp)"
        f" when length({text}) >= 10 then cast({cast}({joined} as timestamptz) as timestamp)"
        f" else {cast}(nullif({text}, 'None') || ' is no time' as timestamp) end"
    )


def _map(sql: str, column_type: str, cast: str) -> str:
    if column_type.startswith("MAP"):
        return f"cast({sql} as {MAP_OF_TEXT})"
    if KEY_VALUE_LIST.fullmatch(column_type):
        return f"cast(map_from_entries({sql}) as {MAP_OF_TEXT})"
    text = text_sql(sql, column_type)
    # Azure writes the pairs of a tag object without its braces.
    json = f"case when starts_with({text}, '{{') then {text} else '{{' || {text} || '}}' end"
    value = f"from_json({json}, '\"{MAP_OF_TEXT}\"')"
    if cast == "cast":
        return value
    is_object = f"case when json_valid({json}) then json_type({json}) = 'OBJECT' end"
    return f"case when {is_object} then {value} end"
