"""Dagster (extra ``dagster``): each model an asset, a build each day and a close each month.

``dbt parse`` first, then ``dagster job execute -m infra_spend.dagster_jobs -j daily``.
"""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from os import environ
from pathlib import Path
from typing import Any

import dagster
from dagster_dbt import DbtCliResource, dbt_assets

from infra_spend.close.books import Step
from infra_spend.close.run import Request, close
from infra_spend.errors import InfraSpendError
from infra_spend.publish import LINE_LEVEL, publish
from infra_spend.settings import Settings

DAILY = "15 6 * * *"
# Bills of a month are whole a week after its end.
MONTHLY = "0 8 8 * *"
UNTESTED = ("--exclude-resource-types", "unit_test")


def definitions() -> dagster.Definitions:
    """Return the assets, jobs and schedules; raises InfraSpendError before ``dbt parse``."""
    settings = Settings.from_environment()
    manifest = settings.project / environ.get("DBT_TARGET_PATH", "target") / "manifest.json"
    if not manifest.is_file():
        raise InfraSpendError(f"{manifest}: is not there yet: run dbt parse first")
    models = dbt_assets(manifest=manifest, name="models")(_build)
    published = dagster.asset(
        name="published_marts",
        deps=[key for key in models.keys if key.path[0] == "marts"],
        description="The marts as BI tools read them.",
    )(_publish)
    daily = dagster.define_asset_job("daily", description="Everything that new data changes.")
    monthly = dagster.job(
        name="monthly_close", description="The checks of a month, in the books as a soft close."
    )(_close_in_one_step)
    return dagster.Definitions(
        assets=[models, published],
        jobs=[daily, monthly],
        schedules=[
            dagster.ScheduleDefinition(job=daily, cron_schedule=DAILY),
            dagster.ScheduleDefinition(
                job=monthly, cron_schedule=MONTHLY, run_config_fn=closing_config
            ),
        ],
        resources={
            "dbt": DbtCliResource(
                project_dir=str(settings.project),
                dbt_executable=str(Path(sys.executable).with_name("dbt")),
            )
        },
    )


def closing_config(context: Any) -> dict[str, Any]:
    """Return what the close of the month before the scheduled day is run with."""
    month = context.scheduled_execution_time.replace(day=1) - timedelta(days=1)
    return {"ops": {"close_month": {"config": {"month": f"{month:%Y-%m}"}}}}


def _build(context: dagster.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    yield from dbt.cli(["build", *UNTESTED], context=context).stream()


def _publish() -> None:
    publish(Settings.from_environment(), LINE_LEVEL, lambda label, session: nullcontext())


def _close_month(context: dagster.OpExecutionContext) -> None:
    request = Request(context.op_config["month"], Step.SOFT)
    settings = Settings.from_environment()
    outcome = close(request, settings, datetime.now(UTC), lambda label: nullcontext())
    for check in outcome.checks:
        context.log.info(f"{check.name}: {'passed' if check.is_passed else 'failed'}: {check.text}")


def _close_in_one_step() -> None:
    dagster.op(name="close_month", config_schema={"month": str})(_close_month)()


defs = dagster.definitions(definitions)
