"""Elementary, if it can be had: its dbt packages are installed, or native monitors run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import urllib3

from infra_spend.errors import InfraSpendError

PACKAGES = ("elementary", "dbt_utils")
PROBE_SECONDS = 3.0
DEPS_SECONDS = 120


def install_elementary(project: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Install Elementary below ``dbt_packages`` and say, in one line, which monitors will run.

    From the folder that ELEMENTARY_PACKAGE_DIR names, which holds ``elementary`` and ``dbt_utils``,
    else from the package hub, or the one that DBT_PACKAGE_HUB_URL names. Raises InfraSpendError
    when a folder is named that does not hold them.
    """
    installed = project / "dbt_packages"
    if local := environment.get("ELEMENTARY_PACKAGE_DIR"):
        _copy(Path(local), installed)
        return f"Elementary's monitors: from {local}"
    if are_packages(installed):
        return "Elementary's monitors: as installed in dbt_packages"
    # Here, because every command would wait for dbt to be imported.
    from dbt.clients.registry import DEFAULT_REGISTRY_BASE_URL

    hub = environment.get("DBT_PACKAGE_HUB_URL") or str(DEFAULT_REGISTRY_BASE_URL)
    if not _answers(hub):
        return f"native monitors: Elementary is not installed, {hub} does not answer"
    if not _run_deps(project / "elementary"):
        shutil.rmtree(installed, ignore_errors=True)
        return f"native monitors: Elementary could not be installed from {hub}"
    return f"Elementary's monitors: from {hub}"


def _copy(local: Path, installed: Path) -> None:
    if not are_packages(local):
        raise InfraSpendError(
            f"ELEMENTARY_PACKAGE_DIR is {local}: it must hold {' and '.join(PACKAGES)},"
            " each with its dbt_project.yml"
        )
    for name in PACKAGES:
        shutil.rmtree(installed / name, ignore_errors=True)
        shutil.copytree(
            local / name, installed / name, ignore=shutil.ignore_patterns("integration_tests")
        )


def are_packages(folder: Path) -> bool:
    """Return whether a folder holds Elementary and what it needs."""
    return all((folder / name / "dbt_project.yml").is_file() for name in PACKAGES)


def _answers(hub: str) -> bool:
    """Return whether a hub answers within seconds; dbt itself would try for a minute."""
    try:
        answer = urllib3.PoolManager().request(
            "GET",
            f"{hub.rstrip('/')}/api/v1/elementary-data/elementary.json",
            timeout=PROBE_SECONDS,
            retries=False,
        )
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def _run_deps(installer: Path) -> bool:
    """Return whether ``dbt deps`` installed what the installer project lists."""
    dbt = Path(sys.executable).with_name("dbt")
    command = [str(dbt), "deps", "--quiet", "--project-dir", str(installer)]
    try:
        finished = subprocess.run(
            [*command, "--profiles-dir", str(installer.parent)],
            capture_output=True,
            timeout=DEPS_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False
    return finished.returncode == 0
