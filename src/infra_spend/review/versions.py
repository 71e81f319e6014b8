"""Two versions of the project: the one that is reviewed, and the one it branched off."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra_spend.errors import InfraSpendError, InputError
from infra_spend.settings import Settings

# What has rows; tests and unit tests are not built.
BUILT = ("model", "seed", "snapshot")


@dataclass(frozen=True)
class Version:
    """A checkout, and the folder that has its warehouse and what dbt writes."""

    project: Path
    folder: Path
    landing: Path

    @property
    def warehouse(self) -> Path:
        """Return the warehouse, which has the name that the views of dbt know."""
        return self.folder / "warehouse.duckdb"

    @property
    def target(self) -> Path:
        """Return the folder of the manifest."""
        return self.folder / "target"

    def manifest(self) -> dict[str, Any]:
        """Return what dbt has parsed."""
        text = (self.target / "manifest.json").read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
        return manifest

    def dbt(self, *words: str) -> str:
        """Run dbt on this version, with its own Python code, and return what it printed."""
        environment = os.environ | {
            "INFRA_SPEND_LANDING": str(self.landing),
            "INFRA_SPEND_DUCKDB": str(self.warehouse),
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_PROJECT_DIR": str(self.project),
            "PYTHONPATH": str(self.project / "src"),
        }
        command = [str(Path(sys.executable).with_name("dbt")), "--quiet", *words]
        finished = subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, check=False
        )
        if finished.returncode:
            output = finished.stdout.strip() or finished.stderr.strip()
            raise InfraSpendError(f"dbt {words[0]} failed on {self.folder.name}: {output[-500:]}")
        return finished.stdout


@contextmanager
def two_versions(settings: Settings, base: str) -> Iterator[tuple[str, Version, Version]]:
    """Yield the commit that HEAD branched off ``base``, its version and that of HEAD.

    Each has a copy of the warehouse. All of it is gone afterwards. Raises InputError for a base
    that is no commit, changes that are not committed, and a warehouse that is not there.
    """
    project = settings.project
    commit = _git(project, "merge-base", base, "HEAD")
    if commit is None:
        raise InputError(f"--base {base}: is no branch or commit that HEAD has a common past with")
    if _git(project, "status", "--porcelain"):
        raise InputError("there are changes that are not committed: commit or stash them first")
    if not settings.warehouse.exists():
        raise InputError(f"{settings.warehouse}: there is no warehouse yet: run dbt build first")
    # Beside the warehouse: a copy may be too large for the folder of temporary files.
    work = settings.warehouse.with_name(f".review-{os.getpid()}")
    try:
        old = Version(work / "checkout", work / "base", settings.landing)
        new = Version(project, work / "head", settings.landing)
        for version in (old, new):
            version.folder.mkdir(parents=True)
            shutil.copy(settings.warehouse, version.warehouse)
        if _git(project, "worktree", "add", "--detach", str(old.project), commit) is None:
            raise InfraSpendError(f"{old.project}: git could not check out {commit}")
        yield commit, old, new
    except OSError as error:
        raise InfraSpendError(f"{work}: cannot be written: {error}") from error
    finally:
        _git(project, "worktree", "remove", "--force", str(work / "checkout"))
        shutil.rmtree(work, ignore_errors=True)


def changed_files(project: Path, commit: str) -> list[str]:
    """Return the files that differ between a commit and HEAD."""
    return (_git(project, "diff", "--name-only", commit, "HEAD") or "").splitlines()


def _git(project: Path, *words: str) -> str | None:
    """Return what git printed, or None if it failed."""
    finished = subprocess.run(
        ["git", *words], cwd=project, capture_output=True, text=True, check=False
    )
    return finished.stdout.strip() if finished.returncode == 0 else None
