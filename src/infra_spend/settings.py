"""Where the project and what belongs to it are: read once from the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from infra_spend.errors import InfraSpendError

PROJECT_FILE = "dbt_project.yml"
MEMORY = "4GB"
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """Absolute paths of the project, and the memory that DuckDB may use (such as ``4GB``).

    ``boards`` is the address at which people open the boards; None where nobody serves them.
    """

    project: Path
    landing: Path
    warehouse: Path
    memory: str
    boards: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings.

        Raises InfraSpendError without a project, with a remote landing, or with boards at no
        address.
        """
        project = find_project(environment)
        landing = environment.get("INFRA_SPEND_LANDING") or "data/landing"
        if "://" in landing:
            raise InfraSpendError(
                f"INFRA_SPEND_LANDING is {landing}: this command needs a local folder;"
                " set it to one and copy the folder to the object store afterwards"
            )
        boards = environment.get("INFRA_SPEND_BOARDS") or None
        if boards and not is_web_address(boards):
            raise InfraSpendError(
                f"INFRA_SPEND_BOARDS is {boards}: set it to the address of the boards, https://…"
            )
        warehouse = environment.get("INFRA_SPEND_DUCKDB") or "data/warehouse.duckdb"
        return cls(
            project=project,
            landing=project / landing,
            warehouse=project / warehouse,
            memory=environment.get("INFRA_SPEND_MEMORY") or MEMORY,
            boards=boards,
        )


def find_project(environment: Mapping[str, str]) -> Path:
    """Return the folder of dbt_project.yml; raises InfraSpendError when there is none.

    Looked for in DBT_PROJECT_DIR, the current folder and its parents, then this checkout.
    """
    if named := environment.get("DBT_PROJECT_DIR"):
        candidates = [Path(named).resolve()]
    else:
        here = Path.cwd()
        candidates = [here, *here.parents, Path(__file__).resolve().parents[2]]
    for candidate in candidates:
        if (candidate / PROJECT_FILE).is_file():
            return candidate
    raise InfraSpendError(
        f"no {PROJECT_FILE} in {candidates[0]} or above it:"
        " run this inside the project, or set DBT_PROJECT_DIR to its folder"
    )


def is_web_address(text: str) -> bool:
    """Return whether text is an address that a browser or a request could open."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def memory_bytes(environment: Mapping[str, str] = os.environ) -> int:
    """Return ``INFRA_SPEND_MEMORY`` in bytes; raises InfraSpendError when it is not a size."""
    memory = environment.get("INFRA_SPEND_MEMORY") or MEMORY
    size = SIZE.fullmatch(memory.strip())
    if size is None:
        raise InfraSpendError(f"INFRA_SPEND_MEMORY is {memory}: write a size such as {MEMORY}")
    number, unit, binary = size.groups()
    base = 1024 if binary else 1000
    return int(float(number) * base ** " KMGT".index(unit.upper() or " "))
