"""The rules of the warehouse, as seeds have them: each file with what its columns mean."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A seed: its name, what a row of it says, what each column means, and its rows."""

    name: str
    description: str
    columns: dict[str, str]
    rows: list[dict[str, str]]


def rules_by_concept(manifest: dict[str, Any], project: Path) -> dict[str, list[Rule]]:
    """Return the seeds of a manifest by the folder they are in, both in order of name."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for node in sorted(manifest["nodes"].values(), key=lambda node: node["original_file_path"]):
        if node["resource_type"] != "seed":
            continue
        path = project / node["original_file_path"]
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        meanings = {name: column["description"] for name, column in node["columns"].items()}
        found[path.parent.name].append(Rule(node["name"], node["description"], meanings, rows))
    return dict(found)
