"""Kubernetes meters as the OpenShift cost operator writes them: hourly, labels joined by bars."""

from dataclasses import replace

from infra_spend.errors import InputError
from infra_spend.ingest.casts import MAP_OF_TEXT
from infra_spend.ingest.cells import Cell, snake_case_cells
from infra_spend.ingest.exports import Export
from infra_spend.ingest.formats import Format


def read_cells(export: Export) -> list[Cell]:
    """Return one cell per column, ``label_a:x|label_b:y`` as a map; refuses virtual machines."""
    if "vm_name" in export.names():
        raise InputError(
            f"{export.files[0]}: usage of virtual machines is not supported: leave the file out"
        )
    return [
        _label_cell(cell) if cell.name.endswith("_labels") else cell
        for cell in snake_case_cells(export)
    ]


def _label_cell(cell: Cell) -> Cell:
    if cell.type != "VARCHAR":
        return cell
    entries = (
        f"list_transform(string_split({cell.raw}, '|'), lambda label:"
        " {'key': split_part(label, ':', 1), 'value': substr(label, strpos(label, ':') + 1)})"
    )
    filled = f"list_filter({entries}, lambda entry: entry.key <> '')"
    return replace(cell, sql=f"map_from_entries({filled})", type=MAP_OF_TEXT)


KUBERNETES = Format(
    name="kubernetes",
    cells=read_cells,
    marks={
        "kubernetes_pod_usage": frozenset({"interval_start", "pod_usage_cpu_core_seconds"}),
        "kubernetes_volume_usage": frozenset({"interval_start", "persistentvolumeclaim"}),
        "kubernetes_node_labels": frozenset({"interval_start", "node", "node_labels"}),
        "kubernetes_namespace_labels": frozenset({"interval_start", "namespace_labels"}),
    },
)
