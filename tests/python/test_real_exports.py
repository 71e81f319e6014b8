"""Real bills and meters land whole, to the last digit."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import Ingest, landed_query

from infra_spend.settings import Settings


def exported_sum(relation: str, column: str) -> Decimal:
    """Return the sum of a text column, added by Python so that no cast of ours takes part."""
    with duckdb.connect() as session:
        rows = session.execute(f"select {column} from {relation}").fetchall()
    return sum((Decimal(row[0]) for row in rows if row[0] not in (None, "NULL", "None")), Decimal())


def test_focus_sample_lands_all_rows_of_three_providers(
    shared_data: Path, land: Ingest, settings: Settings
) -> None:
    file = shared_data / "focus_sample_1000" / "focus_sample.csv"
    land("focus", file)
    relation = f"read_csv('{file}', all_varchar = true)"
    assert landed_query(
        settings,
        "select count(*), sum(billed_cost), sum(list_cost), count(distinct provider_name),"
        " count(*) - count(contracted_cost) from landed",
    ) == [
        (
            1000,
            exported_sum(relation, "BilledCost"),
            exported_sum(relation, "ListCost"),
            3,
            7,
        )
    ]


@pytest.mark.parametrize("name", ["aws_focus_1_3_10k", "aws_focus_1_2_300k"])
def test_focus_toolkit_sums_are_exact(
    name: str, shared_data: Path, land: Ingest, settings: Settings
) -> None:
    file = shared_data / "focus_toolkit" / f"{name}.parquet"
    land("focus", file)
    billed, effective = landed_query(
        settings, "select sum(billed_cost), sum(effective_cost) from landed"
    )[0]
    assert billed == effective == exported_sum(f"'{file}'", "BilledCost")


def test_contract_commitments_land_in_their_own_table(
    shared_data: Path, land: Ingest, settings: Settings
) -> None:
    file = shared_data / "focus_toolkit" / "aws_focus_1_3_contract_commitment.parquet"
    outcome = land("focus", file)
    assert {landed.identifier for landed in outcome.landed} == {"focus_contract_commitments"}
    assert landed_query(settings, "select count(*), sum(contract_commitment_cost) from landed") == [
        (689, exported_sum(f"'{file}'", "ContractCommitmentCost"))
    ]


def test_legacy_cur_is_renamed_and_its_attributes_gathered(
    shared_data: Path, land: Ingest, settings: Settings
) -> None:
    file = next((shared_data / "aws_cur_real").glob("*.csv"))
    land("aws_cur", file.parent)
    relation = f"read_csv('{file}', all_varchar = true)"
    query = (
        "select count(*), sum(line_item_unblended_cost),"
        " count(*) filter (product['product_name'] is null),"
        " count(*) filter (list_contains(map_values(product), null)),"
        " count(savings_plan_savings_plan_a_r_n) from landed"
    )
    assert landed_query(settings, query) == [
        (1281, exported_sum(relation, '"lineItem/UnblendedCost"'), 0, 0, 0)
    ]


def test_three_months_of_cur_land_as_three_periods(
    shared_data: Path, land: Ingest, settings: Settings
) -> None:
    files = shared_data / "ocp_on_aws" / "aws_cur_*.parquet"
    outcome = land("aws_cur", files)
    assert [landed.period.billing_period for landed in outcome.landed] == [
        "2025-07",
        "2025-08",
        "2025-09",
    ]
    exported = exported_sum(f"'{files}'", '"lineItem/UnblendedCost"')
    rows, total = landed_query(
        settings, "select count(*), sum(line_item_unblended_cost) from landed"
    )[0]
    rounded = sum(landed.period.rounded_value_count for landed in outcome.landed)
    assert rows == 63_336
    assert rounded > 0
    # Costs with more than 18 places are rounded at the 18th, each by at most half a unit there.
    assert abs(total - exported) <= rounded * Decimal("5e-19")
    tags = landed_query(
        settings,
        "select count(*) filter (resource_tags['user_dashed-key-on-aws'] = 'dashed-value'),"
        " count(*) filter (resource_tags['user_Map'] <> resource_tags['user_Mapping']),"
        " count(*) filter (product_region_code is null and product['region'] is not null)"
        " from landed",
    )[0]
    assert tags[0] > 0
    assert tags[1] > 0
    assert tags[2] == 0


def test_kubernetes_files_are_told_apart_by_their_columns(
    shared_data: Path, land: Ingest, settings: Settings
) -> None:
    outcome = land("kubernetes", shared_data / "ocp_on_aws" / "ocp_[nps]*.parquet")
    rows: dict[str, int] = {}
    for landed in outcome.landed:
        rows[landed.identifier] = rows.get(landed.identifier, 0) + landed.period.row_count
    assert rows == {
        "kubernetes_namespace_labels": 17_472,
        "kubernetes_node_labels": 8_736,
        "kubernetes_pod_usage": 24_024,
        "kubernetes_volume_usage": 10_920,
    }
    file = shared_data / "ocp_on_aws" / "ocp_pod_usage_2025_q3.parquet"
    column = "pod_usage_cpu_core_seconds"
    assert landed_query(settings, f"select sum({column}) from landed") == [
        (exported_sum(f"'{file}'", column),)
    ]
    first = "select min(interval_start)::varchar, max(interval_end)::varchar from landed"
    assert landed_query(settings, first) == [("2025-07-01 00:00:00", "2025-09-29 23:59:59")]
    labelled = "select count(*) from landed where pod_labels['label_dashed-key-on-aws'] is not null"
    assert landed_query(settings, labelled)[0][0] > 0
