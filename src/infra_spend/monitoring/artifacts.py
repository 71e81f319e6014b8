"""What Elementary's report asks of its tables, answered from what dbt wrote of its last run.

The report's engine runs macros of its own and reads JSON from them. Here the same rows come from
``manifest.json`` and ``run_results.json``, so they know one run and no earlier one.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from infra_spend.errors import InfraSpendError

Row = dict[str, Any]
TESTED = ("model", "seed", "snapshot", "source")


class ArtifactRunner:
    """Stands where the report's engine has a runner of dbt; knows its macros by name."""

    def __init__(self, manifest: Row, run_results: Row) -> None:
        self._answers = _answers(manifest, run_results)

    def run_operation(self, macro_name: str, **_: object) -> list[str]:
        """Return the rows that a macro of the report would, as JSON."""
        return [json.dumps(self._answers[macro_name.split(".")[-1]])]


def read_artifact(target: Path, name: str) -> Row:
    """Return one of dbt's artifacts; raises InfraSpendError when dbt has not run."""
    try:
        content: Row = json.loads((target / name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InfraSpendError(f"{target / name} is absent: run dbt build first") from error
    return content


def _answers(manifest: Row, run_results: Row) -> dict[str, list[Row]]:
    invocation = run_results["metadata"]
    nodes: dict[str, Row] = {**manifest["nodes"], **manifest["sources"]}
    results = [
        (nodes[found["unique_id"]], found)
        for found in run_results["results"]
        if found["unique_id"] in nodes
    ]
    tests = {key: node for key, node in nodes.items() if node["resource_type"] == "test"}
    kinds: dict[str, list[Row]] = {
        kind: [_artifact(node) for node in nodes.values() if node["resource_type"] == kind]
        for kind in TESTED
    }
    runs = [
        _run(node, found, invocation)
        for node, found in results
        if node["resource_type"] in ("model", "seed", "snapshot")
    ]
    return {
        "get_models": kinds["model"],
        "get_seeds": kinds["seed"],
        "get_snapshots": kinds["snapshot"],
        "get_sources": kinds["source"],
        "get_exposures": [],
        "get_singular_tests": [
            _test(node, nodes) | {"original_path": node["original_file_path"]}
            for node in tests.values()
            if "test_metadata" not in node
        ],
        "get_tests": [_test(node, nodes) for node in tests.values()],
        "get_test_results": [
            _test_result(node, nodes, found, invocation)
            for node, found in results
            if node["resource_type"] == "test" and found["status"] != "skipped"
        ],
        "get_source_freshness_results": [],
        "get_dbt_models_test_coverage": _coverages(tests),
        "get_models_runs": runs,
        "get_models_latest_invocation": [
            {"unique_id": run["unique_id"], "invocation_id": run["invocation_id"]} for run in runs
        ],
        "get_models_latest_invocations_data": [
            {
                "invocation_id": invocation["invocation_id"],
                "detected_at": invocation["generated_at"],
                "command": run_results["args"].get("which"),
            }
        ],
        "get_nodes_depends_on_nodes": [
            {
                "unique_id": key,
                "depends_on_nodes": json.dumps(node.get("depends_on", {}).get("nodes", [])),
                "type": node["resource_type"],
                "materialization": node["config"].get("materialized"),
            }
            for key, node in nodes.items()
            if node["resource_type"] in TESTED
        ],
    }


def _artifact(node: Row) -> Row:
    """Return a model, seed, snapshot or source as the report knows them."""
    return {
        "name": node["name"],
        "unique_id": node["unique_id"],
        "owners": [],
        "tags": node["tags"],
        "package_name": node["package_name"],
        "description": node["description"],
        "full_path": node["original_file_path"],
        "meta": node["config"].get("meta", {}),
        "materialization": node["config"].get("materialized"),
        "database_name": node["database"],
        "schema_name": node["schema"],
        "table_name": node.get("identifier") or node["alias"],
        "source_name": node.get("source_name"),
        "depends_on_macros": "",
        "depends_on_nodes": "",
        "path": node["path"],
        "patch_path": node.get("patch_path"),
        "generated_at": "",
        "unique_key": None,
        "incremental_strategy": None,
    }


def _run(node: Row, found: Row, invocation: Row) -> Row:
    """Return one run of a model, seed or snapshot."""
    return {
        "unique_id": node["unique_id"],
        "invocation_id": invocation["invocation_id"],
        "name": node["name"],
        "schema": node["schema"],
        "status": found["status"],
        "execution_time": found["execution_time"],
        "compiled_code": found.get("compiled_code"),
        "materialization": node["config"]["materialized"],
        "generated_at": invocation["generated_at"],
    }


def _test(node: Row, nodes: dict[str, Row]) -> Row:
    """Return a test and what it is a test of."""
    metadata = node.get("test_metadata") or {"name": node["name"], "kwargs": {}}
    tested = nodes.get(_tested_by(node) or "", {})
    return {
        "unique_id": node["unique_id"],
        "model_unique_id": tested.get("unique_id"),
        "database_name": tested.get("database"),
        "schema_name": tested.get("schema") or node["schema"],
        "table_name": tested.get("identifier") or tested.get("alias"),
        "column_name": node.get("column_name"),
        "name": node["name"],
        "description": node["description"],
        "package_name": node["package_name"],
        "original_path": node["original_file_path"],
        "test_params": {key: str(value) for key, value in metadata["kwargs"].items()},
        "meta": node["config"].get("meta", {}),
        "model_meta": tested.get("config", {}).get("meta", {}),
        "tags": node["tags"],
        "model_tags": tested.get("tags", []),
        "type": "generic" if "test_metadata" in node else "singular",
        "test_type": "dbt_test",
        "test_sub_type": metadata["name"],
    }


def _test_result(node: Row, nodes: dict[str, Row], found: Row, invocation: Row) -> Row:
    """Return how a test ended."""
    test = _test(node, nodes)
    return test | {
        "id": f"{invocation['invocation_id']}.{node['unique_id']}",
        "invocation_id": invocation["invocation_id"],
        "test_execution_id": f"{invocation['invocation_id']}.{node['unique_id']}",
        "test_unique_id": node["unique_id"],
        "elementary_unique_id": node["unique_id"],
        "detected_at": invocation["generated_at"],
        "test_results_description": found["message"],
        "test_description": node["description"],
        "owners": [],
        "model_owner": [],
        "test_tags": node["tags"],
        "test_results_query": found.get("compiled_code"),
        "other": None,
        "test_name": node["name"],
        "severity": node["config"]["severity"],
        "status": found["status"],
        "days_diff": 0,
        "invocations_rank_index": 1,
        "failures": found["failures"],
        "execution_time": found["execution_time"],
    }


def _tested_by(test: Row) -> str | None:
    """Return what a test is attached to; a test of its own, the first that it reads."""
    attached: str | None = test.get("attached_node")
    return attached or next(iter(test["depends_on"]["nodes"]), None)


def _coverages(tests: dict[str, Row]) -> list[Row]:
    """Return how many tests each table has, of itself and of its columns."""
    counts = Counter((_tested_by(test), bool(test.get("column_name"))) for test in tests.values())
    return [
        {
            "model_unique_id": tested,
            "column_tests": counts[tested, True],
            "table_tests": counts[tested, False],
        }
        for tested in sorted({tested for tested, _ in counts if tested})
    ]
