"""A review says what a change breaks, what it reaches, and which rows it moves."""

import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from infra_spend.errors import InputError
from infra_spend.review.contracts import ContractChange, contract_changes
from infra_spend.review.figures import mart_changes
from infra_spend.review.report import markdown
from infra_spend.review.run import Review, python_models_changed, reached_from
from infra_spend.review.versions import two_versions
from infra_spend.settings import Settings


def manifest(**marts: dict[str, str]) -> dict[str, Any]:
    """Return a manifest of marts, by their columns and types."""
    return {
        "nodes": {
            f"model.p.{name}": {
                "name": name,
                "resource_type": "model",
                "original_file_path": f"models/marts/charges/{name}.sql",
                "columns": {column: {"data_type": kind} for column, kind in columns.items()},
            }
            for name, columns in marts.items()
        }
    }


def test_what_readers_lose_is_breaking() -> None:
    old = manifest(fct_a={"x": "string", "y": "bigint", "z": "date"}, fct_b={"x": "string"})
    new = manifest(fct_a={"x": "string", "y": "double", "w": "date"}, fct_c={"x": "string"})
    assert contract_changes(old, new) == [
        ContractChange("fct_a", "`y` retyped: bigint → double", True),
        ContractChange("fct_a", "`z` removed", True),
        ContractChange("fct_a", "`w` added", False),
        ContractChange("fct_b", "removed", True),
        ContractChange("fct_c", "added", False),
    ]
    assert contract_changes(old, old) == []


def warehouse(folder: Path, rows: str) -> Path:
    folder.mkdir()
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as session:
        session.execute("create schema marts")
        session.execute("create schema intermediate")
        session.execute(f"create table intermediate.a as from ({rows})")
        session.execute("create view marts.fct_a as from warehouse.intermediate.a")
        session.execute("create table marts.fct_b as select 1 as x")
    return path


def test_rows_that_moved_are_counted_and_sums_shown(tmp_path: Path) -> None:
    cost = "cast({} as decimal(24, 10)) as effective_cost"
    old = warehouse(
        tmp_path / "old",
        f"select 'a' as id, {cost.format(1)} union all select 'b', 2 union all select 'b', 2",
    )
    new = warehouse(
        tmp_path / "new", f"select 'a' as id, {cost.format(1)}, 0 as n union all select 'b', 3, 0"
    )
    moved, same = mart_changes(old, new, ["fct_b", "fct_a", "fct_new"], "1GB")
    assert (moved.before_count, moved.after_count) == (3, 2)
    assert (moved.gone_count, moved.new_count) == (2, 1)
    assert moved.sums == {"effective_cost": (Decimal(5), Decimal(4))}
    assert same.mart == "fct_b"
    assert same.is_same


def test_a_change_reaches_what_is_made_from_it() -> None:
    """And not what is only tested by it, nor what a changed test looks at."""
    parsed = {
        "child_map": {
            "seed.p.rules": ["model.p.int_a"],
            "model.p.int_a": ["model.p.fct_a", "test.p.t"],
            "model.p.fct_a": ["exposure.p.board"],
            "model.p.fct_b": ["test.p.other"],
        }
    }
    reached = reached_from(parsed, {"seed.p.rules", "test.p.other"})
    assert {"model.p.int_a", "model.p.fct_a", "exposure.p.board"} < reached
    assert "model.p.fct_b" not in reached


def test_a_python_model_changes_with_what_it_imports() -> None:
    code = "from infra_spend.forecasting.runs import forecast"
    nodes = {
        "a": {"unique_id": "a", "language": "python", "raw_code": code},
        "b": {"unique_id": "b", "language": "sql", "raw_code": code},
    }
    files = ["src/infra_spend/forecasting/intervals.py", "docs/style.md"]
    assert python_models_changed({"nodes": nodes}, files) == {"a"}
    assert python_models_changed({"nodes": nodes}, ["src/infra_spend/cli.py"]) == set()


def test_the_report_begins_with_what_breaks(tmp_path: Path) -> None:
    old = warehouse(tmp_path / "old", "select cast(1 as decimal(24, 10)) as effective_cost")
    new = warehouse(tmp_path / "new", "select cast(3 as decimal(24, 10)) as effective_cost")
    text = markdown(
        Review(
            "0123456789abcdef",
            {"seed": ["rules"]},
            ["fct_a", "fct_b"],
            ["Executive summary"],
            [ContractChange("fct_a", "`x` removed", True)],
            mart_changes(old, new, ["fct_a", "fct_b"], "1GB"),
        )
    )
    head = text.splitlines()[2]
    assert head.startswith("Changed: 1 seed. Reached: 2 marts, 1 board.")
    assert head.endswith("**1 breaking change; other rows in 1 mart.**")
    assert "- boards reached: Executive summary" in text
    assert "| `fct_a` | `x` removed | **yes** |" in text
    sums = "`effective_cost` 1.0000000000 → 3.0000000000 (+2.0000000000)"
    assert f"| `fct_a` | 1 | 1 | 1 | 1 | {sums} |" in text
    assert text.endswith("The same rows: `fct_b`")


@pytest.fixture
def checkout(settings: Settings) -> Settings:
    """A repository with one commit, and a warehouse beside it."""
    project = settings.warehouse.parent / "project"
    project.mkdir()
    (project / "a.txt").write_text("a")
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "a")):
        subprocess.run(["git", *words], cwd=project, check=True)
    duckdb.connect(str(settings.warehouse)).close()
    return Settings(project, settings.landing, settings.warehouse, settings.memory)


def test_both_versions_are_gone_afterwards(checkout: Settings) -> None:
    with two_versions(checkout, "HEAD") as (_, old, new):
        assert (old.project / "a.txt").read_text() == "a"
        assert old.warehouse.exists()
        assert new.warehouse.exists()
        assert new.project == checkout.project
    assert sorted(path.name for path in checkout.warehouse.parent.iterdir()) == [
        "project",
        "warehouse.duckdb",
    ]


def test_what_cannot_be_reviewed_is_one_line(checkout: Settings) -> None:
    with pytest.raises(InputError, match="--base nothing: is no branch or commit"):
        two_versions(checkout, "nothing").__enter__()
    (checkout.project / "a.txt").write_text("b")
    with pytest.raises(InputError, match="changes that are not committed"):
        two_versions(checkout, "HEAD").__enter__()
    (checkout.project / "a.txt").write_text("a")
    checkout.warehouse.unlink()
    with pytest.raises(InputError, match="there is no warehouse yet"):
        two_versions(checkout, "HEAD").__enter__()
