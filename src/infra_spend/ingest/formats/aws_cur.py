"""AWS Cost and Usage Reports: 2.0, and the legacy report under its slash or Athena names."""

import re

from infra_spend.database import quote_text
from infra_spend.ingest.casts import MAP_OF_TEXT, text_sql
from infra_spend.ingest.cells import Cell, plain_cell, snake_case
from infra_spend.ingest.exports import Export, ExportColumn
from infra_spend.ingest.formats import Format

# The legacy report has one column per attribute where 2.0 has one map.
MAP_COLUMNS = ("product", "resource_tags", "cost_category", "discount")
# Attributes of the product that stay columns in 2.0.
PRODUCT_COLUMNS = {
    "product_region_code",
    "product_servicecode",
    "product_sku",
    "product_product_family",
    "product_instance_type",
    "product_from_region_code",
    "product_to_region_code",
}
RENAMED = {"savings_plan_savings_plan_arn": "savings_plan_savings_plan_a_r_n"}
TAG_OWNERS = {"user:": "user_", "aws:": "aws_"}
CAPITAL = re.compile(r"(?<=.)([A-Z])")


def read_cells(export: Export) -> list[Cell]:
    """Return one cell per 2.0 column; legacy attribute columns are gathered into maps."""
    names = {column.name for column in export.columns}
    gathered = [name for name in MAP_COLUMNS if name not in names]
    members: dict[str, dict[str, ExportColumn]] = {name: {} for name in gathered}
    cells: list[Cell] = []
    for column in export.columns:
        name = legacy_name(column.name)
        owner = next((map_name for map_name in gathered if name.startswith(f"{map_name}_")), None)
        if owner is None or name in PRODUCT_COLUMNS:
            cells.append(plain_cell(column, name))
        else:
            members[owner].setdefault(map_key(column.name, name, owner), column)
    cells += [_map_cell(name, columns) for name, columns in members.items() if columns]
    return _with_region(cells, members.get("product", {}).get("region"))


def legacy_name(name: str) -> str:
    """Return ``lineItem/UnblendedCost`` as ``line_item_unblended_cost``; ARN becomes a_r_n."""
    section, slash, attribute = name.partition("/")
    if not slash:
        return snake_case(name)
    words = CAPITAL.sub(r"_\1", attribute).lower()
    renamed = f"{snake_case(section)}_{words}"
    return RENAMED.get(renamed, renamed)


def map_key(name: str, renamed: str, owner: str) -> str:
    """Return the key that an attribute column has in its map."""
    _, slash, attribute = name.partition("/")
    if not slash or owner == "product":
        return renamed.removeprefix(f"{owner}_")
    for prefix, key_prefix in TAG_OWNERS.items():
        if attribute.startswith(prefix):
            return key_prefix + attribute.removeprefix(prefix)
    return attribute


def _map_cell(name: str, columns: dict[str, ExportColumn]) -> Cell:
    entries = ", ".join(
        f"{{'key': {quote_text(key)}, 'value': {text_sql(column.sql, column.type)}}}"
        for key, column in columns.items()
    )
    filled = f"list_filter([{entries}], lambda entry: entry.value is not null)"
    sql = f"map_from_entries({filled})"
    return Cell(name, next(iter(columns.values())).name, sql, sql, MAP_OF_TEXT)


def _with_region(cells: list[Cell], region: ExportColumn | None) -> list[Cell]:
    """Fill an empty region code from the older attribute ``region``."""
    if region is None:
        return cells
    code = next((cell for cell in cells if cell.name == "product_region_code"), None)
    older = plain_cell(region, "product_region_code")
    if code is None:
        return [*cells, older]
    sql = f"coalesce({code.sql}, {older.sql})"
    filled = Cell(code.name, code.origin, sql, sql, code.type)
    return [filled if cell is code else cell for cell in cells]


AWS_CUR = Format(
    name="aws_cur",
    cells=read_cells,
    marks={"aws_cur_lines": frozenset({"line_item_line_item_type", "bill_payer_account_id"})},
)
