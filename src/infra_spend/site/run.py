"""Write the rules, the entities and the index of the site."""

import json
from pathlib import Path
from typing import Any

from infra_spend.errors import InfraSpendError
from infra_spend.pages.render import render
from infra_spend.site.entities import draw
from infra_spend.site.rules import rules_by_concept

# What other tools write into the site before: dbt, dbt-colibri and dbterd.
MODELS, LINEAGE, ENTITIES = "models.html", "lineage/index.html", "entities/output.json"


def write_site(project: Path, target: Path, site: Path) -> Path:
    """Complete a site in which other tools have written their pages; return its index.

    Args:
        project: The folder of dbt_project.yml.
        target: Where dbt has written manifest.json.
        site: The folder of the site.

    Raises:
        InfraSpendError: a page of another tool is not there.
    """
    manifest_path = target / "manifest.json"
    for path in (manifest_path, site / MODELS, site / LINEAGE, site / ENTITIES):
        if not path.is_file():
            raise InfraSpendError(f"{path}: is not there: make docs writes it")
    manifest: dict[str, Any] = json.loads(manifest_path.read_text(encoding="utf-8"))
    rules = rules_by_concept(manifest, project)
    diagram = draw(json.loads((site / ENTITIES).read_text(encoding="utf-8")), manifest)
    counts = {
        "models": sum(node["resource_type"] == "model" for node in manifest["nodes"].values()),
        "columns": sum(len(node["columns"]) for node in manifest["nodes"].values()),
        "references": len(diagram.links),
        "rules": sum(len(rule.rows) for concept in rules.values() for rule in concept),
    }
    pages = {
        "rules.html": render("site", "rules.html", rules=rules),
        "entities.html": render("site", "entities.html", diagram=diagram, models=MODELS),
        "index.html": render("site", "index.html", counts=counts, models=MODELS, lineage=LINEAGE),
    }
    for name, page in pages.items():
        (site / name).write_text(page, encoding="utf-8")
    return site / "index.html"
