"""The landing tables, read from the source files of the dbt project."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra_spend.errors import InfraSpendError

# libyaml, where PyYAML has it, reads the same eight times faster: every ingest waits for it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Column:
    """One column of a landing table; ``since`` and ``until`` are FOCUS versions, or empty."""

    name: str
    data_type: str
    required: bool
    never_null: bool
    since: str
    until: str

    def is_in(self, version: str) -> bool:
        """Return whether a FOCUS version such as ``1.2`` has the column."""
        return bool(self.since) and self.since <= version and version <= (self.until or version)


@dataclass(frozen=True)
class Table:
    """One landing table: ``identifier`` is its folder, ``columns`` are by name, in order.

    In a billing period, rows with one value of ``one_currency_per`` have one currency. Whether a
    later delivery counts once its month is closed depends on ``follows_close``.
    """

    source: str
    identifier: str
    columns: dict[str, Column]
    billing_period_column: str
    currency_column: str | None
    one_currency_per: str | None
    summed_columns: tuple[str, ...]
    one_of: tuple[str, ...]
    follows_close: bool

    def versions(self) -> list[str]:
        """Return the FOCUS versions that the columns are declared for, oldest first."""
        return sorted({column.since for column in self.columns.values() if column.since})


def load_tables(project: Path) -> dict[str, Table]:
    """Return the landing tables by identifier; raises InfraSpendError when there are none."""
    tables: dict[str, Table] = {}
    for path in sorted((project / "models" / "staging").glob("**/_sources.yml")):
        for source in yaml.load(path.read_text(encoding="utf-8"), LOADER).get("sources", []):
            for declared in source["tables"]:
                meta = declared.get("config", {}).get("meta", {})
                if "billing_period_column" in meta:
                    table = _table(source["name"], declared, meta)
                    tables[table.identifier] = table
    if not tables:
        raise InfraSpendError(
            f"no landing table is declared under {project}/models/staging:"
            " the checkout is incomplete, so fetch it again"
        )
    return tables


def _table(source: str, declared: dict[str, Any], meta: dict[str, Any]) -> Table:
    columns = [_column(column) for column in declared["columns"]]
    return Table(
        source=source,
        identifier=declared.get("identifier", declared["name"]),
        columns={column.name: column for column in columns},
        billing_period_column=meta["billing_period_column"],
        currency_column=meta.get("currency_column"),
        one_currency_per=meta.get("one_currency_per"),
        summed_columns=tuple(meta.get("summed_columns", ())),
        one_of=tuple(meta.get("one_of", ())),
        follows_close=meta.get("follows_close", False),
    )


def _column(declared: dict[str, Any]) -> Column:
    meta = declared.get("config", {}).get("meta", {})
    return Column(
        name=declared["name"],
        data_type=declared["data_type"],
        required=meta.get("required", False),
        never_null=meta.get("never_null", False),
        since=meta.get("since", ""),
        until=meta.get("until", ""),
    )
