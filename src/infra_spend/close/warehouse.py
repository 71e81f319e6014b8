"""What a close asks of dbt: a fresh build, and the rows of the month."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra_spend.errors import InfraSpendError
from infra_spend.settings import Settings

DBT = Path(sys.executable).with_name("dbt")
FAILURE = "Failure in "


@dataclass(frozen=True)
class Built:
    """Whether a build passed, and in one line what failed in it."""

    is_green: bool
    text: str


def build(settings: Settings, target: str) -> Built:
    """Run ``dbt build`` of what a close looks at: it holds what has landed, and is tested."""
    result = _dbt(settings, target, "build", "--selector", "monthly_close")
    if result.returncode == 0:
        return Built(True, "every model that closes was built and every test of them passed")
    output = (result.stdout + result.stderr).strip().splitlines() or ["dbt said nothing"]
    failures = [
        line.split(FAILURE, 1)[1].split(" (")[0] for line in output if FAILURE in line
    ] or output[-1:]
    return Built(False, f"dbt build fails in {', '.join(failures)}")


def stage_month(settings: Settings, target: str, billing_period: str, folder: Path) -> None:
    """Let the engine write checks, closed marts and their hashes of a month below ``folder``.

    Each is ``<name>.parquet`` or a folder of Parquet files. Raises InfraSpendError when it cannot.
    """
    arguments = json.dumps({"billing_month": f"{billing_period}-01", "folder": str(folder)})
    result = _dbt(settings, target, "run-operation", "stage_close", "--args", arguments)
    if result.returncode:
        said = " ".join((result.stdout + result.stderr).split())
        raise InfraSpendError(f"the rows of {billing_period} cannot be written: {said[-500:]}")


def _dbt(settings: Settings, target: str, *words: str) -> subprocess.CompletedProcess[str]:
    # It reads the environment as it is: had paths other words, it would parse all models anew. The
    # landing zone's lock is open in it, too: the next close waits for what a killed one started.
    return subprocess.run(
        [DBT, "--no-use-colors", "--quiet", *words, "--target", target],
        cwd=settings.project,
        capture_output=True,
        text=True,
        check=False,
        close_fds=False,
    )
