"""Conversion: the SQL that turns the rows of one export into rows of one landing table."""

from dataclasses import dataclass

from infra_spend.database import quote_name, quote_text
from infra_spend.ingest.casts import cast_sql, places_sql, rounded_sql, scale_of_text, text_sql
from infra_spend.ingest.cells import Cell
from infra_spend.ingest.exports import Export
from infra_spend.registry import Table

ROUNDED = "rounded_value_count"
SHOWN_CHARACTERS = 40
NOUNS = {
    "timestamp": "timestamp",
    "map": "set of keys and values",
    "boolean": "boolean",
    "bigint": "whole number",
}


@dataclass(frozen=True)
class Conversion:
    """How ``cells`` of ``export`` fill ``table``; columns it does not declare stay text."""

    export: Export
    table: Table
    cells: tuple[Cell, ...]

    def value(self, name: str) -> str:
        """Return SQL of one landing column; it raises where the value cannot be read."""
        return self._value(next(cell for cell in self.cells if cell.name == name))

    def rows(self, only_good: bool = False) -> str:
        """Return the query of all rows, which raises at a fault, or of those without one."""
        values = [f"{self._checked(cell)} as {quote_name(cell.name)}" for cell in self.cells]
        source = f"{self.tried()} where {self.fault()} is null" if only_good else self.relation()
        return f"select {', '.join(values)}, {self._rounded_count()} as {ROUNDED} from {source}"

    def relation(self) -> str:
        """Return the SQL relation of the export's rows with the decimal places of its numbers."""
        counts = "".join(
            f", {places} as {self._places(cell)}"
            for cell in self.cells
            if (places := self._counted_places(cell))
        )
        return f"(select *{counts} from {self.export.relation()})"

    def tried(self) -> str:
        """Return the SQL relation that ``fault`` is asked of: the rows and what can be read."""
        values = "".join(
            f", {self._readable(cell)} as {self._tried(cell)}"
            for cell in self.cells
            if self._is_tried(cell)
        )
        return f"(select *{values} from {self.relation()})"

    def fault(self) -> str:
        """Return SQL of the first thing that is wrong with a row of ``tried``, null if nothing."""
        faults = [fault for cell in self.cells for fault in self._faults(cell)]
        return f"coalesce({', '.join(faults)})"

    def period(self) -> str:
        """Return SQL of the billing period, ``YYYY-MM``, over the converted rows."""
        column = quote_name(self.table.billing_period_column)
        if self._data_type(self.table.billing_period_column) == "timestamp":
            return f"strftime({column}, '%Y-%m')"
        return f"{column}[1:4] || '-' || {column}[5:6]"

    def _data_type(self, name: str) -> str:
        column = self.table.columns.get(name)
        return column.data_type if column else "string"

    def _value(self, cell: Cell) -> str:
        data_type = self._data_type(cell.name)
        return cast_sql(cell.sql, cell.type, data_type, self._places(cell))

    def _readable(self, cell: Cell) -> str:
        """Return SQL of the value of a cell, null where it cannot be read."""
        data_type = self._data_type(cell.name)
        value = cast_sql(cell.sql, cell.type, data_type, self._places(cell), "try_cast")
        return value if cell.sql == cell.raw else f"try({value})"

    def _places(self, cell: Cell) -> str:
        return quote_name(f"places of {cell.name}")

    def _counted_places(self, cell: Cell) -> str | None:
        return places_sql(cell.sql, cell.type, self._data_type(cell.name))

    def _tried(self, cell: Cell) -> str:
        return quote_name(f"value of {cell.name}")

    def _is_tried(self, cell: Cell) -> bool:
        """Whether reading a declared cell takes more than copying its text."""
        column = self.table.columns.get(cell.name)
        return column is not None and (column.data_type != "string" or cell.sql != cell.raw)

    def _pattern(self, cell: Cell) -> tuple[str, str] | None:
        """Return the form that a text must have, as a regular expression and in words."""
        if cell.name == self.table.currency_column:
            return "[A-Z]{3}", "an ISO 4217 currency code"
        is_period = cell.name == self.table.billing_period_column
        if is_period and self._data_type(cell.name) == "string":
            return "[0-9]{4}(0[1-9]|1[0-2])", "a month as YYYYMM"
        return None

    def _checked(self, cell: Cell) -> str:
        value = self._value(cell)
        if pattern := self._pattern(cell):
            matches = f"{value} is null or regexp_full_match({value}, {quote_text(pattern[0])})"
            value = f"case when {matches} then {value} else error('not {pattern[1]}') end"
        column = self.table.columns.get(cell.name)
        return f"coalesce({value}, error('empty'))" if column and column.never_null else value

    def _faults(self, cell: Cell) -> list[str]:
        column = self.table.columns.get(cell.name)
        if column is None:
            return []
        where = f"column {cell.origin}: "
        quoted = f"'\"' || left({text_sql(cell.raw, cell.type)}, {SHOWN_CHARACTERS}) || '\"'"
        value = self._value(cell)
        is_typed_text = column.data_type not in ("string", "map") and cell.type == "VARCHAR"
        filled = f"nullif({cell.raw}, 'None')" if is_typed_text else cell.raw
        faults: list[str] = []
        if column.never_null:
            faults.append(f"case when {filled} is null then {quote_text(where + 'is empty')} end")
        if self._is_tried(cell):
            noun = f" is not a {NOUNS.get(column.data_type, 'number')}"
            faults.append(
                f"case when {filled} is not null and {self._tried(cell)} is null"
                f" then {quote_text(where)} || {quoted} || {quote_text(noun)} end"
            )
        if pattern := self._pattern(cell):
            faults.append(
                f"case when not regexp_full_match({value}, {quote_text(pattern[0])})"
                f" then {quote_text(where)} || {quoted} || {quote_text(' is not ' + pattern[1])}"
                " end"
            )
        return faults

    def _rounded_count(self) -> str:
        counted = [
            (cell, scale)
            for cell in self.cells
            if (scale := scale_of_text(cell.type, self._data_type(cell.name)))
        ]
        if not counted:
            return "0::smallint"
        longest = ", ".join(self._places(cell) for cell, _ in counted)
        flags = (rounded_sql(cell.sql, cell.type, scale) for cell, scale in counted)
        count = " + ".join(f"coalesce(cast({flag} as smallint), 0)" for flag in flags)
        # Nearly every row is settled by its longest number; only the others are looked into.
        least = min(scale for _, scale in counted)
        return f"cast(case when greatest({longest}) > {least} then {count} else 0 end as smallint)"
