"""How the contracts of marts differ between two manifests."""

from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True)
class ContractChange:
    """A change of a mart that a reader may notice, and whether it breaks what reads it."""

    mart: str
    text: str
    is_breaking: bool


def contract_changes(old: dict[str, Any], new: dict[str, Any]) -> list[ContractChange]:
    """Return what has changed between the marts of two manifests, by name of the mart."""
    before, after = marts(old), marts(new)
    changes = []
    for name in sorted(before | after):
        if name not in after:
            changes.append(ContractChange(name, "removed", True))
        elif name not in before:
            changes.append(ContractChange(name, "added", False))
        else:
            changes += _columns_changed(name, before[name]["columns"], after[name]["columns"])
    return changes


def marts(manifest: dict[str, Any]) -> dict[str, Node]:
    """Return the marts of a manifest by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["original_file_path"].startswith("models/marts/")
    }


def _columns_changed(mart: str, before: Node, after: Node) -> list[ContractChange]:
    changes = []
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in after:
            changes.append(ContractChange(mart, f"`{name}` removed", True))
        elif name not in before:
            changes.append(ContractChange(mart, f"`{name}` added", False))
        elif before[name]["data_type"] != after[name]["data_type"]:
            types = f"{before[name]['data_type']} → {after[name]['data_type']}"
            changes.append(ContractChange(mart, f"`{name}` retyped: {types}", True))
    return changes
