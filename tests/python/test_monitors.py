"""Monitors on a small company: silent while nothing is wrong, and heard when something is.

What notices each fault is measured by `python -m benchmarks.monitors` (docs/data_quality.md).
"""

import pytest
from warehouse import Warehouse

from infra_spend.simulator.draws import Draws
from infra_spend.simulator.faults import inject
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.run import simulate

MODELS = ("stg_aws_cur__lines", "stg_usage__platform_usage", "stg_business_metrics__metrics")
# Together in one company: each is seen by monitors of its own.
FAULTS = {
    "missing_day": "days_have_their_usual_number_of_aws_lines",
    "null_owner_tags": "aws_lines_keep_their_tags",
    "schema_type_changed": "files_of_aws_lines_keep_their_columns",
    "feed_stopped": "metered_intervals_arrive_as_often_as_before",
    "metric_frozen": "business_metrics_change_from_day_to_day",
    "currency_mixup": "aws_bills_in_its_usual_currencies",
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Five months of a small company."""
    warehouse = Warehouse(tmp_path_factory.mktemp("company"))
    parameters = Parameters(seed=5, months=5, lines_per_month=10_000)
    landing = warehouse.settings.landing
    simulate(parameters, landing, warehouse.settings, [], lambda label, behind, total: None)
    return warehouse


def warned(company: Warehouse) -> dict[str, str]:
    """Build, and return the data tests that found rows, with the query of each."""
    result = company.dbt(
        *("build", "--exclude-resource-types", "unit_test", "--select", *MODELS),
    )
    assert result.returncode == 0, result.output[-5000:]
    return {
        found["unique_id"].split(".")[2]: found["compiled_code"]
        for found in company.results()
        if found["status"] == "warn"
    }


def test_nothing_is_noticed_where_nothing_is_wrong(company: Warehouse) -> None:
    assert warned(company) == {}


# The last test: it leaves the company spoilt.
def test_each_fault_is_noticed_by_the_monitor_it_is_for(company: Warehouse) -> None:
    landing = company.settings.landing
    records = {name: inject(name, landing, Draws(7)) for name in FAULTS}
    queries = warned(company)
    assert set(FAULTS.values()) <= set(queries)

    missing = records["missing_day"].detail.removesuffix(" is gone")
    rows = company.rows(
        "select table_name, cast(monitored_date as text), observed, expected > 100, reason"
        f" from ({queries[FAULTS['missing_day']]}) as found where observed = 0"
    )
    reason = "number of rows is unlike that of the same weekdays before"
    assert rows == [("stg_aws_cur__lines", missing, 0, True, reason)]
