"""A dbt project with a landing zone and a warehouse of its own, for tests that build it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from conftest import PROJECT

DBT = Path(sys.executable).with_name("dbt")
PARTS = ("models", "macros", "seeds", "tests", "dbt_project.yml", "profiles.yml")


@dataclass(frozen=True)
class Warehouse:
    """Where one test builds: ``project`` is a copy of the dbt project, ``landing`` its input."""

    project: Path
    landing: Path
    database: Path

    @classmethod
    def copy_project(cls, folder: Path) -> "Warehouse":
        project = folder / "project"
        project.mkdir(parents=True)
        for part in PARTS:
            copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
            copy(PROJECT / part, project / part)
        return cls(project, folder / "landing", folder / "warehouse.duckdb")

    def dbt(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run dbt here; the output is part of the result, an error is not raised."""
        places = {
            "INFRA_SPEND_LANDING": str(self.landing),
            "INFRA_SPEND_DUCKDB": str(self.database),
            "DBT_TARGET_PATH": str(self.project / "target"),
            "DBT_LOG_PATH": str(self.project / "logs"),
        }
        return subprocess.run(
            [DBT, "--no-use-colors", *words],
            cwd=self.project,
            env=os.environ | places,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *words: str) -> None:
        """Run ``dbt build``, which must succeed."""
        result = self.dbt("build", *words)
        assert result.returncode == 0, result.stdout[-5000:]

    def failed_tests(self) -> set[str]:
        """Return the names of the data tests that failed in the last run."""
        results = json.loads((self.project / "target" / "run_results.json").read_text())["results"]
        return {
            result["unique_id"].split(".")[2]
            for result in results
            if result["unique_id"].startswith("test.") and result["status"] == "fail"
        }

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as session:
            return session.execute(query).fetchall()
