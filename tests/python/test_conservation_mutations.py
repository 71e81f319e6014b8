"""Every conservation test fails when the rule it guards is broken: one mutation for each."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from small_bill import land_small_bill
from warehouse import Warehouse

ALLOCATION = "models/intermediate/allocation"
BUDGETS = "models/intermediate/budgets"
CHARGES = "models/intermediate/charges"
USAGE = "models/intermediate/usage"
OWNERSHIP = "models/intermediate/ownership"
TRUST = "models/intermediate/trust"
COMMITMENTS = "models/intermediate/commitments"
SAVINGS = "models/intermediate/savings"
FORECASTING = "models/intermediate/forecasting"
UNIT_ECONOMICS = "models/intermediate/unit_economics"
ANOMALIES = "models/intermediate/anomalies"


@dataclass(frozen=True)
class Mutation:
    """A replacement in one file, and the test that must notice it."""

    path: str
    old: str
    new: str
    caught_by: str
    also: dict[str, tuple[str, str]] = field(default_factory=dict)


MUTATIONS = {
    "a type of line is left out": Mutation(
        f"{CHARGES}/int_aws_cur_charges.sql",
        "    from lines\n",
        "    from lines\n    where line_item_type <> 'Tax'\n",
        "days_hold_what_was_landed",
    ),
    "a split line adds to its parent": Mutation(
        "macros/charges/aws_billed_cost.sql",
        "case when split_parent_resource_id is null then coalesce(unblended_cost, 0) else 0 end",
        "coalesce(unblended_cost, 0)",
        "days_hold_what_was_landed",
    ),
    "a fee keeps what nobody used of it": Mutation(
        f"{CHARGES}/int_charges_divided.sql",
        "case when is_commitment_fee then cast(0 as ' ~ type_money() ~ ') else effective_cost end",
        "effective_cost",
        "the_focus_export_holds_what_was_charged",
    ),
    "days keep the largest line only": Mutation(
        f"{CHARGES}/int_charges_daily.sql",
        "sum(list_cost) as list_cost",
        "max(list_cost) as list_cost",
        "days_hold_what_the_lines_hold",
    ),
    "a currency is left out": Mutation(
        f"{CHARGES}/int_exchange_rates_daily.sql",
        "    from currency_days\n",
        "    from (from currency_days where billing_currency = 'USD') as currency_days\n",
        "conversion_keeps_every_charge",
    ),
    "conversion forgets the rate": Mutation(
        "macros/charges/converted.sql",
        "{{ money(cost ~ ' * ' ~ exchange_rate) }}",
        "{{ cost }}",
        "conversion_keeps_every_charge",
    ),
    "a charge has two owners": Mutation(
        f"{OWNERSHIP}/int_profiles_owned.sql",
        "where rule_rank = 1\n    group by attribute_profile_key, valid_from_date, valid_to_date",
        "where rule_rank <= 2\n"
        "    group by attribute_profile_key, valid_from_date, valid_to_date, owner_id",
        "a_profile_has_one_owner_a_day",
    ),
    "a charge that has two owners counts twice": Mutation(
        f"{OWNERSHIP}/int_profiles_owned.sql",
        "where rule_rank = 1\n    group by attribute_profile_key, valid_from_date, valid_to_date",
        "where rule_rank <= 2\n"
        "    group by attribute_profile_key, valid_from_date, valid_to_date, owner_id",
        "daily_costs_are_what_was_charged",
    ),
    "a charge without an owner is dropped": Mutation(
        f"{OWNERSHIP}/int_costs_owned.sql",
        "left join profiles_owned",
        "inner join profiles_owned",
        "daily_costs_are_what_was_charged",
        also={
            "seeds/ownership/ownership_rules.csv": (
                "unknown_account,920,2000-01-01,,unallocated,,"
                "It has no tags and its account has no name\n"
                "untagged,990,2000-01-01,,unallocated,,Nobody said whose it is\n",
                "",
            )
        },
    ),
    "a resource has another profile than its charges": Mutation(
        f"{CHARGES}/int_resource_charges_daily.sql",
        "{{ attribute_profile_key('charges_by_day') }} as",
        "md5(charges_by_day.resource_id) as",
        "a_resource_costs_its_owners_what_it_costs",
    ),
    "what is split off stays where it was, too": Mutation(
        f"{ALLOCATION}/int_costs_shared.sql",
        "{{ each_cost('-{cost}') }}",
        "{{ each_cost('0 * {cost}') }}",
        "splitting_keeps_every_cost",
    ),
    "a machine is split twice": Mutation(
        f"{ALLOCATION}/int_pool_costs_daily.sql",
        "'costs.{cost}', 'pools.pool_ratio',",
        "'2 * costs.{cost}', 'pools.pool_ratio',",
        "no_machine_is_split_into_more_than_it_costs",
    ),
    "who has ended stands below nobody": Mutation(
        f"{OWNERSHIP}/int_owners_placed.sql",
        "        lead(valid_from_date) over (partition by owner_id order by valid_from_date)\n",
        "        cast('2025-01-01' as date)\n",
        "every_hierarchy_holds_every_cost",
    ),
    "what is split off is not posted": Mutation(
        f"{ALLOCATION}/int_costs_transferred.sql",
        "    where from_owner_id <> to_owner_id\n",
        "    where from_owner_id = to_owner_id\n",
        "rounding_moves_less_than_a_cent",
    ),
    "what nobody shares is not kept": Mutation(
        f"{ALLOCATION}/int_costs_before_platforms.sql",
        "    where policy_id is null\n",
        "    where policy_id is null and owner_id <> 'unallocated'\n",
        "allocated_costs_are_the_daily_costs",
    ),
    "what is spread stays where it was, too": Mutation(
        f"{ALLOCATION}/int_costs_before_platforms.sql",
        "    where policy_id is null\n",
        "",
        "spreading_keeps_every_cost",
    ),
    "a day on which a platform was not metered costs nothing": Mutation(
        f"{ALLOCATION}/int_costs_allocated.sql",
        "and costs.owner_id = platform_costs.platform_owner_id\n"
        "            and costs.reporting_currency = platform_costs.reporting_currency\n",
        "and costs.owner_id = platform_costs.platform_owner_id\n"
        "            and costs.reporting_currency = platform_costs.reporting_currency\n"
        "            or costs.owner_id = 'unallocated'\n",
        "allocated_costs_are_the_daily_costs",
    ),
    "shares of final owners are not rounded to the whole": Mutation(
        f"{ALLOCATION}/int_costs_through_platforms.sql",
        "conserved_share(\n            '{cost}', 'share_ratio',\n"
        "            ['charge_date', 'platform_owner_id', 'reporting_currency'],"
        " ['final_owner_id']\n        )",
        "money('round({cost} * share_ratio, 2)')",
        "final_owners_share_all_that_a_platform_costs",
    ),
    "a posting is dropped": Mutation(
        f"{ALLOCATION}/int_costs_posted.sql",
        "        false as is_source\n    from moves\n",
        "        false as is_source\n    from moves\n    where hop_name <> 'spread'\n",
        "every_hop_of_the_ledger_sums_to_zero",
    ),
    "what is spread is not posted": Mutation(
        f"{ALLOCATION}/int_costs_transferred.sql",
        "    from spread_costs\n",
        "    from spread_costs\n    where policy_id <> 'tax'\n",
        "nodes_of_the_ledger_hold_what_is_allocated_to_them",
    ),
    "an edge between platforms is not posted": Mutation(
        f"{ALLOCATION}/int_costs_transferred.sql",
        "    from passed_costs\n",
        "    from passed_costs\n    where consumer_owner_id <> 'platform-cache'\n",
        "rounding_moves_less_than_a_cent",
    ),
    "a path ends at a platform": Mutation(
        f"{ALLOCATION}/int_platform_paths_monthly.sql",
        "    where platforms.platform_owner_id is null\n",
        "",
        "paths_hold_what_is_allocated",
    ),
    "a kind of cost is left out of the mart": Mutation(
        "models/marts/charges/fct_costs_daily.sql",
        "    from costs\n",
        "    from costs\n    where costs.cost_type <> 'tax'\n",
        "daily_costs_are_what_was_charged",
    ),
    "a kind of cost is left out of months": Mutation(
        f"{CHARGES}/int_costs_monthly.sql",
        "    from published_costs\n",
        "    from published_costs\n    where cost_type <> 'tax'\n",
        "months_cost_what_their_days_cost",
    ),
    "what rounding leaves over is lost": Mutation(
        "macros/allocation/conserved_share.sql",
        "then {{ cost }} - sum",
        "then 0 * sum",
        "workloads_and_idle_cost_what_their_node_costs",
    ),
    "a node without pods costs nothing": Mutation(
        f"{USAGE}/int_kubernetes_supply_daily.sql",
        "full outer join node_costs",
        "inner join node_costs",
        "clusters_cost_what_their_hosts_cost",
    ),
    "a claim takes the whole volume": Mutation(
        f"{USAGE}/int_kubernetes_volume_costs_split.sql",
        "{{ conserved_share(\n            'volume_cost', 'volume_ratio',\n"
        "            ['usage_date', 'resource_id'], ['cluster_id', 'namespace', 'volume_claim']\n"
        "        ) }}",
        "volume_cost",
        "claims_cost_what_their_volume_costs",
    ),
    "a day of a query engine without a meter costs nothing": Mutation(
        f"{USAGE}/int_query_supply_daily.sql",
        "full outer join costs",
        "left join costs",
        "engines_cost_what_their_machines_cost",
    ),
    "a day of a query engine without a query costs nothing": Mutation(
        f"{USAGE}/int_query_holders_daily.sql",
        "    left join held\n",
        "    inner join held\n",
        "queries_and_idle_cost_what_their_cluster_costs",
    ),
    "a kind of resource is left out of what engines cost": Mutation(
        "models/marts/usage/fct_query_costs_daily.sql",
        "    from costs\n",
        "    from costs\n    where resource_kind = 'cpu'\n",
        "engines_cost_what_their_machines_cost",
    ),
    "a day of a machine without a meter costs nothing": Mutation(
        f"{USAGE}/int_hosts_utilised.sql",
        "full outer join costs",
        "left join costs",
        "what_is_metered_costs_what_it_is_billed",
    ),
    "a node that has a meter of machines counts twice": Mutation(
        f"{USAGE}/int_metered_resources_monthly.sql",
        "        1 as kind_rank,\n",
        "        5 as kind_rank,\n",
        "processors_of_a_machine_count_once",
    ),
    "a volume that nobody metered that day costs nothing": Mutation(
        f"{USAGE}/int_kubernetes_claims_daily.sql",
        "where volume_days.resource_id is null",
        "where volume_days.resource_id is null and charges.resource_id is null",
        "what_is_metered_costs_what_it_is_billed",
    ),
    "GPUs are left out of what a machine costs": Mutation(
        f"{USAGE}/int_host_costs_split.sql",
        "select * from costs_split",
        "select * from costs_split where resource_kind <> 'gpu'",
        "kinds_of_a_machine_cost_what_it_is_billed",
    ),
    "a query that two rules match counts twice": Mutation(
        f"{USAGE}/int_queries_owned.sql",
        "where rule_rank = 1",
        "where rule_rank <= 2",
        "every_query_has_one_owner",
    ),
    "what rounding leaves over of a platform is lost": Mutation(
        "macros/allocation/conserved_ratio.sql",
        "then 1 - sum",
        "then 0 * sum",
        "consumers_use_all_of_a_platform",
    ),
    "shares of a platform lose places": Mutation(
        f"{ALLOCATION}/int_platform_shares.sql",
        "cast(ratio as",
        "cast(round(ratio, 2) as",
        "final_owners_share_all_of_a_platform",
    ),
    "a platform passes cost to itself": Mutation(
        f"{ALLOCATION}/int_platform_edges.sql",
        "usage.platform <> usage.consumer\n        and ",
        "",
        "edges_lead_where_the_shares_say",
    ),
    "a store without an inventory costs nothing": Mutation(
        f"{USAGE}/int_storage_shares_daily.sql",
        "    left join parts\n",
        "    inner join parts\n",
        "what_is_stored_costs_what_its_meters_cost",
    ),
    "what moves through a node is counted with its processors, too": Mutation(
        f"{USAGE}/int_kubernetes_node_costs_daily.sql",
        "charges.effective_cost - coalesce(charged_by_bytes.effective_cost, 0)",
        "charges.effective_cost",
        "clusters_cost_what_their_hosts_cost",
    ),
    "what moves through a node is held by its processors, too": Mutation(
        f"{ALLOCATION}/int_pool_costs_daily.sql",
        "coalesce(pools.meter_id, nullif(costs.meter_id, 'network'))",
        "coalesce(pools.meter_id, costs.meter_id)",
        "networks_cost_what_their_bytes_are_billed",
    ),
    "a store is known by its inventory alone": Mutation(
        f"{USAGE}/int_storage_charges_daily.sql",
        "where inventoried.resource_id is not null or services.service_name is not null",
        "where inventoried.resource_id is not null",
        "stores_cost_what_they_are_billed",
    ),
    "a meter of storage that no pattern matches is in no part": Mutation(
        f"{USAGE}/int_storage_charges_daily.sql",
        "coalesce(skus_named.resource_kind, 'other')",
        "coalesce(skus_named.resource_kind, 'unknown')",
        "bytes_requests_and_other_meters_are_what_is_stored_costs",
    ),
    "the effect of rates is taken from another cost": Mutation(
        f"{SAVINGS}/int_costs_rate_normalised.sql",
        "effective_cost - rate_normalised_cost",
        "contracted_cost - rate_normalised_cost",
        "cost_at_fixed_rates_and_the_effect_of_rates_are_the_effective_cost",
    ),
    "a kind of cost is in no part of savings": Mutation(
        f"{SAVINGS}/int_savings_divided.sql",
        "when cost_type <> 'usage' then cost_type",
        "when cost_type <> 'usage' then 'other'",
        "every_scope_of_savings_holds_every_cost",
    ),
    "negotiated savings count as savings of commitments": Mutation(
        "models/marts/savings/fct_effective_savings_monthly.sql",
        "cast(contracted_cost - effective_cost as",
        "cast(list_cost - effective_cost as",
        "savings_are_what_lies_between_list_and_effective_cost",
    ),
    "charges without an invoice are left out": Mutation(
        f"{TRUST}/int_charges_invoiced.sql",
        "    from charges\n",
        "    from charges\n    where invoice_id is not null\n",
        "charges_by_invoice_are_the_charges_of_the_month",
    ),
    "charges that nobody has invoiced are not compared": Mutation(
        f"{TRUST}/int_invoices_compared.sql",
        "full outer join charges",
        "left join charges",
        "invoices_are_compared_with_every_charge",
    ),
    "an invoice without charges is not compared": Mutation(
        f"{TRUST}/int_invoices_compared.sql",
        "full outer join charges",
        "inner join charges",
        "every_issued_invoice_is_compared_with_charges",
    ),
    "an explanation leaves as much unexplained as before": Mutation(
        f"{TRUST}/int_invoices_reconciled.sql",
        "            - invoices.credit_cost\n",
        "",
        "explanations_and_what_is_unexplained_add_up_to_the_difference",
    ),
    "a recurring fee that nobody used costs nothing": Mutation(
        "macros/charges/aws_effective_cost.sql",
        "                + coalesce(reservation_unused_recurring_cost, 0)\n",
        "",
        "commitments_cost_what_was_paid_for_them",
    ),
    "covered usage costs what it would cost without its commitment": Mutation(
        "macros/charges/aws_effective_cost.sql",
        "when is_plan_usage then coalesce(savings_plan_effective_cost, 0)",
        "when is_plan_usage then coalesce(unblended_cost, 0)",
        "aws_months_cost_what_is_amortised_trued_up_and_paid_upfront",
    ),
    "a fee has a price that its commitment saves": Mutation(
        f"{COMMITMENTS}/int_commitment_lines_daily.sql",
        "else coalesce(commitment_covered_cost, 0)\n            end\n        ) as covered_cost",
        "else coalesce(commitment_covered_cost, contracted_cost)\n            end\n"
        "        ) as covered_cost",
        "commitments_hold_their_lines_and_are_priced_on_usage_alone",
    ),
    "a fee of Google keeps what usage took up of it": Mutation(
        f"{COMMITMENTS}/int_gcp_commitment_lines_amortised.sql",
        "case when is_commitment_fee then -used_share_cost",
        "case when is_commitment_fee then 0",
        "google_days_cost_what_they_are_billed",
    ),
    "what the days of a fee leave over is lost": Mutation(
        f"{COMMITMENTS}/int_commitment_costs_accrued.sql",
        "then rest_cost else 0",
        "then 0 else 0",
        "commitments_accrue_what_they_were_charged",
    ),
    "a day without usage is no day of a commitment": Mutation(
        "models/marts/commitments/fct_commitments_daily.sql",
        "    from commitments\n",
        "    from commitments\n    where commitments.used_cost > 0\n",
        "commitments_cost_what_they_were_charged",
    ),
    "unused cost is all that a commitment costs": Mutation(
        f"{COMMITMENTS}/int_commitment_costs_daily.sql",
        "cast(sum(amortised_cost) - sum(used_cost) as",
        "cast(sum(amortised_cost) as",
        "used_and_unused_are_what_a_commitment_costs",
    ),
    "a scenario is its layers alone": Mutation(
        f"{FORECASTING}/int_scenario_leaves_layered.sql",
        "    from parts\n    group by",
        "    from parts\n    where layer_name <> 'baseline'\n    group by",
        "scenarios_are_their_baselines_and_their_layers",
    ),
    "a scenario forgets the owners right above its leaves": Mutation(
        f"{FORECASTING}/int_scenario_nodes_layered.sql",
        "on leaves_layered.owner_id = ancestors.owner_id\n",
        "on leaves_layered.owner_id = ancestors.owner_id\n"
        "            and ancestors.owner_id <> ancestors.ancestor_owner_id\n",
        "scenarios_of_parents_are_the_sums_of_their_children",
    ),
    "a scenario begins with the dearest day of a month": Mutation(
        f"{FORECASTING}/int_scenario_baselines.sql",
        "sum(forecasts.mean_effective_cost)",
        "max(forecasts.mean_effective_cost)",
        "baselines_of_scenarios_are_what_is_forecast",
    ),
    "what is new has no effect": Mutation(
        f"{UNIT_ECONOMICS}/int_cost_effects.sql",
        "where effect_name <> 'usage' or is_new or is_retired",
        "where effect_name <> 'usage' or is_retired",
        "effects_are_the_change_of_cost",
    ),
    "a kind of cost is in no month that is compared": Mutation(
        f"{UNIT_ECONOMICS}/int_sku_costs_monthly.sql",
        "    left join cost_effects\n",
        "    inner join cost_effects\n",
        "effects_are_the_change_of_cost",
        also={
            "seeds/unit_economics/variance_cost_effects.csv": (
                "tax,tax,Tax follows what is billed\n",
                "",
            )
        },
    ),
    "an owner that runs nothing has no account class": Mutation(
        f"{BUDGETS}/int_allocated_costs_classed_daily.sql",
        "    left join ratios\n",
        "    inner join ratios\n",
        "account_classes_keep_every_cost",
    ),
    "budgets are held against nothing that is owned": Mutation(
        f"{BUDGETS}/int_budget_costs_daily.sql",
        "else parts.owned_effective_cost",
        "else 0",
        "budgets_are_held_against_every_cost",
    ),
    "a late budget is left out": Mutation(
        f"{BUDGETS}/int_budgets_amended.sql",
        "where versions.amended_budget_version is not null",
        "where lines.approved_at is not null",
        "late_budgets_and_transfers_keep_every_budget",
    ),
    "each way to save on a machine saves all that it would alone": Mutation(
        f"{SAVINGS}/int_opportunities_netted.sql",
        "{{ money('scope_effective_cost * rest_before_ratio') }}",
        "scope_effective_cost",
        "no_resource_saves_more_than_it_costs",
        also={
            # The machine of the query engine ran for three days and cost little: it is found twice.
            f"{SAVINGS}/int_opportunity_detectors_applied.sql": (
                "detectors.threshold_quantity,\n        detectors.lowest_monthly_cost,",
                "9 as threshold_quantity,\n        0 as lowest_monthly_cost,",
            ),
            f"{SAVINGS}/int_machines_measured.sql": (" and 2 * count(*) >= max(window_days)", ""),
        },
    ),
    "a unit cost is of its owner alone": Mutation(
        f"{UNIT_ECONOMICS}/int_unit_cost_numerators_daily.sql",
        "        on followed.owner_id = ancestors.ancestor_owner_id\n",
        "        on followed.owner_id = ancestors.owner_id\n",
        "unit_costs_of_the_company_hold_all_that_is_allocated",
    ),
    # A bill of a week has no anomaly: here each day is one.
    "the first day of an anomaly is not compared": Mutation(
        f"{ANOMALIES}/int_anomaly_costs_compared.sql",
        "when costs.charge_date >= incident_owners.start_date",
        "when costs.charge_date > incident_owners.start_date",
        "contributions_to_an_anomaly_are_its_impact",
        also={
            f"{ANOMALIES}/int_anomaly_alarms_kept.sql": (
                "alarms as (select * from {{ ref('int_anomaly_alarms_found') }}),",
                "alarms as (select 'cost' as measured_as, node_id, charge_date as start_date,"
                " charge_date as end_date,"
                " charge_date as first_seen_date, as_of_date, 'spike' as anomaly_kind,"
                " effective_cost / 2 as expected_measured_cost, 9 as score, 1 as is_over,"
                " effective_cost / 2 as impact_measured_cost"
                " from {{ ref('int_forecast_costs_daily') }}),",
            )
        },
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a copy of the project that builds and passes on the small bill."""
    built = Warehouse(tmp_path_factory.mktemp("mutations"))
    land_small_bill(built)
    built.build("--exclude-resource-type", "unit_test")
    shutil.copytree(built.target_path(), built.folder / "state")
    shutil.copy(built.settings.warehouse, built.folder / "state")
    return built


@pytest.fixture
def warehouse(built: Warehouse) -> Iterator[Warehouse]:
    """Return it again as it was built, and put back what is changed in its files."""
    shutil.copy(built.folder / "state" / built.settings.warehouse.name, built.settings.warehouse)
    originals = {path: path.read_bytes() for path in built.project.rglob("*") if path.is_file()}
    yield built
    for path, content in originals.items():
        if path.read_bytes() != content:
            path.write_bytes(content)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_caught(name: str, warehouse: Warehouse) -> None:
    mutation = MUTATIONS[name]
    for path, (old, new) in {mutation.path: (mutation.old, mutation.new), **mutation.also}.items():
        file = warehouse.project / path
        text = file.read_text()
        assert text.count(old) == 1, f"{path} holds it {text.count(old)} times: {old}"
        file.write_text(text.replace(old, new))
    # Built anew is what the mutation reaches of what its test looks at, and then that test is run.
    result = warehouse.dbt(
        *("build", "--full-refresh", "--state", str(warehouse.folder / "state")),
        *("--select", f"state:modified+,+{mutation.caught_by}"),
        *("--indirect-selection", "empty", "--exclude-resource-types", "unit_test"),
    )
    assert warehouse.failed_tests() == {mutation.caught_by}, result.output[-5000:]
