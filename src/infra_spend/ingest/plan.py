"""Planning: which landing table an export belongs to, and whether it has what the table needs."""

from dataclasses import replace

from infra_spend.errors import InputError
from infra_spend.ingest.cells import Cell, check_names
from infra_spend.ingest.conversion import ROUNDED, Conversion
from infra_spend.ingest.exports import Export
from infra_spend.ingest.formats import Format, missing_columns
from infra_spend.ingest.formats.known import FORMATS
from infra_spend.registry import Table

# Columns that the landing zone itself gives to every row.
GIVEN_NAMES = {"source_name", "billing_period", "delivery", ROUNDED}
SHOWN_NAMES = 6


def plan_conversion(
    export: Export, known: Format, tables: dict[str, Table], version: str | None
) -> Conversion:
    """Return how ``export`` is converted; raises InputError when it is not of the format."""
    identifier = known.recognise(export)
    if identifier is None:
        raise InputError(_not_of_format(export, known, tables, version))
    table = tables[identifier]
    cells = [_without_given_name(cell) for cell in known.cells(export)]
    check_names(cells, export)
    missing = missing_columns(table, {cell.name for cell in cells}, version)
    if missing:
        asked = f"{known.name} {version}" if version else identifier
        plural, verb, them = ("s", "are", "them") if len(missing) > 1 else ("", "is", "it")
        raise InputError(
            f"{export.files[0]}: required column{plural} {_listed(missing)} of {asked} {verb}"
            f" missing: add {them} to the export"
        )
    return Conversion(export, table, tuple(cells))


def check_version(known: Format, tables: dict[str, Table], version: str | None) -> None:
    """Raise InputError when ``version`` is not one the format's columns are declared for."""
    if version is None:
        return
    versions = {each for identifier in known.marks for each in tables[identifier].versions()}
    if version not in versions:
        listed = ", ".join(sorted(versions)) or "none: leave --format-version out"
        raise InputError(f"{known.name} {version} is not a known version; known: {listed}")


def _without_given_name(cell: Cell) -> Cell:
    return replace(cell, name=f"exported_{cell.name}") if cell.name in GIVEN_NAMES else cell


def _not_of_format(
    export: Export, known: Format, tables: dict[str, Table], version: str | None
) -> str:
    file = export.files[0]
    for other in FORMATS.values():
        if other is not known and other.recognise(export):
            return f"{file}: is not {known.name}; it looks like {other.name}: ingest it as that"
    names = {cell.name for cell in known.cells(export)}
    for foreign in known.foreign & names:
        return f"{file}: is not {known.name}: it has {foreign}: check the format and the header"
    lacks = [
        f"for {identifier} it lacks {_listed(missing_columns(tables[identifier], names, version))}"
        for identifier in known.marks
    ]
    return f"{file}: is not {known.name}: {'; '.join(lacks)}: check the format and the header"


def _listed(names: list[str]) -> str:
    """Return names joined by commas; beyond a handful, only their number."""
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more
