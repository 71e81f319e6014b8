"""A dbt project with a landing zone and a warehouse of its own, for tests that build it."""

import json
import os
import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
from conftest import NOW, PROJECT
from dbt_process import Finished, Running, start_dbt

from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

PARTS = (
    *("models", "python_models", "analyses", "macros", "seeds", "snapshots", "tests"),
    *("dbt_project.yml", "profiles.yml", "selectors.yml"),
)


# What dbt has parsed for a target; it reads anew the files that differ, and nothing else.
PARSED: dict[str, bytes] = {}


@dataclass(frozen=True)
class Warehouse:
    """Where a test builds: below ``folder`` are a copy of the project, its input and its output."""

    folder: Path

    def __post_init__(self) -> None:
        if not self.project.exists():
            self.project.mkdir(parents=True)
            for part in PARTS:
                copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
                copy(PROJECT / part, self.project / part)

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def settings(self) -> Settings:
        return Settings(
            self.project, self.folder / "landing", self.folder / "warehouse.duckdb", "1GB"
        )

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "INFRA_SPEND_LANDING": str(self.settings.landing),
            # The same words in every test: with others, dbt would parse everything anew.
            "INFRA_SPEND_DUCKDB": f"../{self.settings.warehouse.name}",
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

    def parsed_path(self, target: str) -> Path:
        """Return where dbt keeps what it has parsed."""
        return self.target_path(target) / "partial_parse.msgpack"

    def give_parsed(self, target: str = "duckdb") -> None:
        """Let dbt start from what it has parsed elsewhere, if it has not parsed here."""
        parsed = self.parsed_path(target)
        if target in PARSED and not parsed.exists():
            parsed.parent.mkdir(parents=True)
            parsed.write_bytes(PARSED[target])

    def start(self, *words: str, target: str = "duckdb") -> Running:
        """Start dbt here."""
        paths = {
            "DBT_TARGET_PATH": str(self.target_path(target)),
            "DBT_LOG_PATH": str(self.folder / f"logs_{target}"),
        }
        self.give_parsed(target)
        # One thread of dbt is faster than two that wait for each other's Python.
        threads = ("--threads", "1") if target == "duckdb" else ()
        return start_dbt(
            ["--no-use-colors", *words, "--target", target, *threads],
            self.project,
            self.environment | paths,
            self.folder / "dbt_output.txt",
        )

    def dbt(self, *words: str, target: str = "duckdb") -> Finished:
        """Run dbt here; the output is part of the result, an error is not raised."""
        finished = self.start(*words, target=target).wait()
        parsed = self.parsed_path(target)
        if target not in PARSED and parsed.exists():
            PARSED[target] = parsed.read_bytes()
        return finished

    def build(self, *words: str, target: str = "duckdb") -> None:
        """Run ``dbt build``, which must succeed."""
        result = self.dbt("build", *words, target=target)
        assert result.returncode == 0, result.output[-5000:]

    def results(self) -> list[dict[str, Any]]:
        """Return how each node of the last run on DuckDB ended."""
        text = (self.target_path() / "run_results.json").read_text()
        results: list[dict[str, Any]] = json.loads(text)["results"]
        return results

    def failed_tests(self) -> set[str]:
        """Return the names of the data tests that failed in the last run on DuckDB."""
        return {
            result["unique_id"].split(".")[2]
            for result in self.results()
            if result["unique_id"].startswith("test.") and result["status"] == "fail"
        }

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query on DuckDB."""
        with duckdb.connect(str(self.settings.warehouse), read_only=True) as session:
            return session.execute(query).fetchall()
