"""Elementary's report, of its own tables where it is installed, else of dbt's artifacts."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from infra_spend.errors import InfraSpendError
from infra_spend.monitoring.artifacts import ArtifactRunner, read_artifact
from infra_spend.monitoring.install import are_packages
from infra_spend.settings import Settings

LABEL = (
    "Made from dbt&rsquo;s artifacts of the last run: Elementary is not installed, so nothing here"
    " is from its tables and there is no history."
)


def write_report(
    settings: Settings, path: Path, environment: Mapping[str, str] = os.environ
) -> str:
    """Write the report as one page and say what it was made from.

    Raises InfraSpendError when dbt has not run, or the extra ``monitor`` is not installed.
    """
    target = settings.project / (environment.get("DBT_TARGET_PATH") or "target")
    path.parent.mkdir(parents=True, exist_ok=True)
    if are_packages(settings.project / "dbt_packages"):
        _run_edr(settings, path, environment)
        return "Elementary's tables"
    _write_from_artifacts(target, path)
    return f"dbt's artifacts in {target}"


def _run_edr(settings: Settings, path: Path, environment: Mapping[str, str]) -> None:
    """Let edr read the tables that Elementary keeps in the warehouse."""
    installer = settings.project / "elementary"
    folders = ["--project-dir", str(settings.project), "--profiles-dir", str(installer)]
    finished = subprocess.run(
        [
            str(Path(sys.executable).with_name("edr")),
            *("report", *folders, "--config-dir", str(installer)),
            *("--file-path", str(path), "--open-browser", "false"),
        ],
        env={
            **environment,
            "DBT_PACKAGES_FOLDER": str(settings.project / "dbt_packages"),
            "INFRA_SPEND_DUCKDB": str(settings.warehouse),
        },
        capture_output=True,
        text=True,
    )
    if finished.returncode != 0:
        lines = (finished.stdout + finished.stderr).strip().splitlines()
        raise InfraSpendError(f"edr report failed: {lines[-1] if lines else 'without a word'}")


def _write_from_artifacts(target: Path, path: Path) -> None:
    """Feed the engine of edr's report from dbt's artifacts, and make the page as edr does."""
    runner = ArtifactRunner(
        read_artifact(target, "manifest.json"), read_artifact(target, "run_results.json")
    )
    try:
        from elementary.monitor.api.report.report import ReportAPI
        from elementary.utils import json_utils
    except ImportError as error:
        raise InfraSpendError("edr is absent: install the extra monitor (make setup)") from error
    data, problem = ReportAPI(cast(Any, runner)).get_report_data(
        project_name="infra_spend", warehouse_type="duckdb"
    )
    if problem:
        raise InfraSpendError(f"the report could not be made: {problem}")
    text = json.dumps(json_utils.inf_and_nan_to_str(data.dict()))
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    template = files("elementary.monitor.data_monitoring.report") / "index.html"
    path.write_text(
        f"<script>window.elementaryData = JSON.parse(atob('{encoded}'));</script>"
        '<div style="position:fixed;bottom:0;left:0;right:0;z-index:9999;padding:4px 16px;'
        f'font:13px sans-serif;background:#fff3c4;color:#333">{LABEL}</div>'
        + template.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
