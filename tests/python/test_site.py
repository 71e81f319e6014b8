"""The documentation is one site: every page is there, links to the others and asks no server."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browser import open_browser
from conftest import PROJECT

from infra_spend.errors import InfraSpendError
from infra_spend.settings import Settings
from infra_spend.site.entities import draw
from infra_spend.site.rules import rules_by_concept
from infra_spend.site.run import write_site

PAGES = {
    "models.html": "infra_spend",
    "lineage/index.html": "Transformations",
    "entities.html": "dim_owners",
    "rules.html": "Ownership rules",
}


@pytest.fixture(scope="module")
def site() -> Path:
    """Return the site of the warehouse that is there, as ``make docs`` writes it."""
    if not Settings.from_environment().warehouse.exists():
        pytest.skip("there is no warehouse to document: make test builds one first")
    command = ["make", "docs", "--old-file=setup", "--old-file=input"]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    return PROJECT / os.environ.get("DBT_TARGET_PATH", "target") / "site"


def test_the_index_leads_to_every_page_and_none_asks_a_server(site: Path) -> None:
    with open_browser() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name, text in PAGES.items():
            page.goto((site / "index.html").as_uri())
            page.click(f'a[href="{name}"]')
            page.get_by_text(text).first.wait_for(state="attached")
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_lineage_leads_through_unions(site: Path) -> None:
    lineage = json.loads((site / "lineage" / "colibri-manifest.json").read_text())
    edges = {
        (edge["source"].split(".")[-1], edge["target"].split(".")[-1])
        for edge in lineage["lineage"]["edges"]
        if edge["sourceColumn"] == edge["targetColumn"] == "effective_cost"
    }
    assert ("int_charges_delivered", "int_charges_unioned") in edges


def model(name: str, concept: str) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "name": name,
        "original_file_path": f"models/marts/{concept}/{name}.sql",
    }


def test_what_is_referred_to_stands_between_what_refers_to_it() -> None:
    names = {"fct_a": "charges", "fct_b": "usage", "dim_c": "ownership", "fct_d": "trust"}
    found = {
        "nodes": [{"id": name, "name": name, "description": "<one>"} for name in names],
        "edges": [
            {"from_id": name, "to_id": "dim_c", "from_columns": ["owner_id"], "to_columns": ["id"]}
            for name in ("fct_a", "fct_b")
        ],
    }
    manifest = {"nodes": {name: model(name, concept) for name, concept in names.items()}}
    diagram = draw(found, manifest)
    left = {box.id: box.left for box in diagram.boxes}
    assert left["fct_a"] < left["dim_c"] < left["fct_b"]
    assert [box.id for box in diagram.boxes if box.is_named] == ["dim_c"]
    one, other = diagram.links
    assert one.from_x < one.to_x < other.to_x < other.from_x
    assert list(diagram.unlinked) == ["trust"]


def test_rules_are_read_as_they_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "ownership"
    folder.mkdir(parents=True)
    (folder / "owners.csv").write_text('owner_id,reason\nads,"<b>, ""so"""\n')
    node = {
        "resource_type": "seed",
        "name": "owners",
        "description": "One row per owner.",
        "original_file_path": "seeds/ownership/owners.csv",
        "columns": {"owner_id": {"description": "Who."}, "reason": {"description": "Why."}},
    }
    [rule] = rules_by_concept({"nodes": {"seed": node}}, tmp_path)["ownership"]
    assert rule.columns == {"owner_id": "Who.", "reason": "Why."}
    assert rule.rows == [{"owner_id": "ads", "reason": '<b>, "so"'}]


def test_a_page_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InfraSpendError, match=r"manifest.json: is not there: make docs writes it"):
        write_site(PROJECT, tmp_path, tmp_path / "site")
