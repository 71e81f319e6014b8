"""A dbt project with a landing zone and a warehouse of its own, for tests that build it."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
from conftest import NOW, PROJECT

from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

PROGRAMS = Path(sys.executable).parent
PARTS = (
    *("models", "python_models", "macros", "seeds", "snapshots", "tests"),
    *("dbt_project.yml", "profiles.yml"),
)


@dataclass(frozen=True)
class Warehouse:
    """Where a test builds: ``project`` is a dbt project, ``folder`` holds its input and output."""

    folder: Path
    project: Path = PROJECT

    @classmethod
    def of_copied_project(cls, folder: Path) -> "Warehouse":
        """Return a warehouse whose project is a copy, which a test may change."""
        project = folder / "project"
        project.mkdir(parents=True)
        for part in PARTS:
            copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
            copy(PROJECT / part, project / part)
        return cls(folder, project)

    @property
    def settings(self) -> Settings:
        return Settings(
            self.project, self.folder / "landing", self.folder / "warehouse.duckdb", "1GB"
        )

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "INFRA_SPEND_LANDING": str(self.settings.landing),
            "INFRA_SPEND_DUCKDB": str(self.settings.warehouse),
            "INFRA_SPEND_SPARK": str(self.folder / "spark"),
            "INFRA_SPEND_MEMORY": self.settings.memory,
        }

    def target_path(self, target: str = "duckdb") -> Path:
        return self.folder / f"target_{target}"

    def land(self, known: str, path: Path, minutes: int = 0, **options: Any) -> None:
        """Ingest an export as it would have been at ``NOW`` and some minutes."""
        request = Request(known, str(path), **options)
        now = NOW + timedelta(minutes=minutes)
        ingest(request, self.settings, now, lambda label, session: nullcontext())

    def dbt(self, *words: str, target: str = "duckdb") -> subprocess.CompletedProcess[str]:
        """Run dbt here; the output is part of the result, an error is not raised."""
        paths = {
            "DBT_TARGET_PATH": str(self.target_path(target)),
            "DBT_LOG_PATH": str(self.folder / f"logs_{target}"),
        }
        return subprocess.run(
            [PROGRAMS / "dbt", "--no-use-colors", *words, "--target", target],
            cwd=self.project,
            env=self.environment | paths,
            capture_output=True,
            text=True,
            check=False,
        )

    def build(self, *words: str, target: str = "duckdb") -> None:
        """Run ``dbt build``, which must succeed."""
        result = self.dbt("build", *words, target=target)
        assert result.returncode == 0, result.stdout[-5000:] + result.stderr[-2000:]

    def failed_tests(self) -> set[str]:
        """Return the names of the data tests that failed in the last run on DuckDB."""
        results = json.loads((self.target_path() / "run_results.json").read_text())["results"]
        return {
            result["unique_id"].split(".")[2]
            for result in results
            if result["unique_id"].startswith("test.") and result["status"] == "fail"
        }

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on DuckDB."""
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as session:
            return session.execute(query).fetchall()
