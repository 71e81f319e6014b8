"""What the models make of a simulated company, against the truth that they never see."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT
from warehouse import Warehouse

from infra_spend.errors import InputError
from infra_spend.explain.run import explain
from infra_spend.explain.tree import Branch
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.run import simulate

CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Seven months of a small company, built: its private discount has begun."""
    warehouse = Warehouse(tmp_path_factory.mktemp("company"))
    parameters = Parameters(seed=3, months=7, lines_per_month=10_000)
    landing = warehouse.settings.landing
    simulate(parameters, landing, warehouse.settings, [], lambda label, behind, total: None)
    warehouse.build()
    return warehouse


def truth(company: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the truth; ``{name}`` are its files."""
    folder: Path = company.settings.landing / "simulation" / "truth"
    with duckdb.connect() as session:
        for path in folder.iterdir():
            files = path / "*.parquet" if path.is_dir() else path
            session.execute(f"create view {path.stem} as from read_parquet('{files}')")
        return session.execute(query).fetchall()


def assert_equal(marts: list[tuple[Any, ...]], truths: list[tuple[Any, ...]]) -> None:
    """Compare rows of a key and amounts, to the cent."""
    found, expected = {row[0]: row[1:] for row in marts}, {row[0]: row[1:] for row in truths}
    assert expected
    assert set(found) == set(expected)
    for key, amounts in expected.items():
        for mine, true in zip(found[key], amounts, strict=True):
            assert abs(mine - true) < CENT, key


def test_a_month_of_aws_costs_what_it_truly_costs(company: Warehouse) -> None:
    assert_equal(
        company.rows("""
            select billing_month, sum(billed_cost), sum(effective_cost)
            from intermediate.int_charges_daily where source_name = 'aws' group by all
        """),
        truth(
            company,
            """
            select billing_month, sum(billed_cost), sum(effective_cost) from aws_costs group by all
        """,
        ),
    )


def test_every_other_provider_costs_what_it_truly_costs(company: Warehouse) -> None:
    amounts = "sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost)"
    assert_equal(
        company.rows(f"""
            select source_name || billing_month || billing_currency, {amounts}
            from intermediate.int_charges_daily where source_name <> 'aws' group by all
        """),
        truth(
            company,
            f"""
            select source_name || billing_month || billing_currency, {amounts}
            from provider_costs group by all
        """,
        ),
    )


def test_cost_has_its_true_owner(company: Warehouse) -> None:
    """Of what usage costs each provider's users, 98 % is with the service that it truly is of."""
    true_costs = truth(
        company,
        """
        select 'AWS', billing_month, service_id, sum(effective_cost)
        from aws_costs where service_id is not null group by all
        union all
        select
            case source_name when 'gcp' then 'Google Cloud' else 'OpenAI' end,
            billing_month, service_id, sum(effective_cost)
        from provider_costs
        where service_id is not null and source_name in ('gcp', 'model_api') group by all
    """,
    )
    found = {
        row[:-1]: row[-1]
        for row in company.rows("""
            select
                provider_name, billing_month, regexp_replace(owner_id, '^platform-', ''),
                sum(effective_cost)
            from intermediate.int_costs_owned_daily where cost_type = 'usage' group by all
        """)
    }
    total = sum(row[-1] for row in true_costs)
    right = sum(min(row[-1], found.get(row[:-1], Decimal(0))) for row in true_costs)
    assert right / total > Decimal("0.98")
    assert right < total


def test_an_explanation_is_what_is_allocated(company: Warehouse) -> None:
    """The trees of all pillars and gaps are the cost of the month, at every branch."""
    ((month, cost),) = company.rows("""
        select strftime(max(charge_date), '%Y-%m'), max_by(effective_cost, charge_date) from (
            select month(charge_date), max(charge_date) as charge_date,
                sum(effective_cost) as effective_cost
            from marts.fct_allocated_costs_daily group by all
        )
    """)
    warehouse = company.settings.warehouse
    tops = [
        row[0]
        for row in company.rows("""
            select distinct ancestor_owner_id from marts.dim_owner_ancestors
            where level_count > 0 and valid_to_date is null and ancestor_owner_id in (
                select owner_id from marts.dim_owners where owner_type = 'pillar'
            )
        """)
    ]
    trees = [explain(warehouse, owner, month, None) for owner in [*tops, "unallocated"]]
    whole = explain(warehouse, "company", month, None)
    assert whole.effective_cost == cost == sum(tree.effective_cost for tree in trees)
    for tree in [whole, *trees]:
        assert_adds_up(tree)
    part = explain(warehouse, "company", month, "kafka")
    assert 0 < part.effective_cost < whole.effective_cost
    with pytest.raises(InputError, match="nobody is no owner"):
        explain(warehouse, "nobody", month, None)
    with pytest.raises(InputError, match="has no cost of services like abacus in"):
        explain(warehouse, "company", month, "abacus")


def assert_adds_up(branch: Branch) -> None:
    if branch.children:
        assert branch.effective_cost == sum(child.effective_cost for child in branch.children)
    for child in branch.children:
        assert_adds_up(child)


def test_invoices_are_what_their_charges_add_up_to(company: Warehouse) -> None:
    billed = company.rows("""
        select source_name || '/' || invoice_id, sum(billed_cost) from marts.fct_charges
        where invoice_id is not null group by all
    """)
    expected = truth(
        company,
        """
        select 'aws/' || invoice_id, sum(billed_cost) from aws_invoices group by all
        union all
        select source_name || '/' || invoice_id, sum(billed_cost) from invoices
        where source_name <> 'gcp' group by all
    """,
    )
    assert_equal(billed, expected)


def test_every_invoice_is_what_it_truly_is_and_ties_out(company: Warehouse) -> None:
    """Every category of every closed month is reconciled; what is open has no invoice."""
    assert_equal(
        company.rows("""
            select invoice_id || '/' || charge_category, sum(invoice_cost), sum(billed_cost)
            from marts.fct_invoice_reconciliation
            where reconciliation_status = 'reconciled' group by all
            having sum(billed_cost) <> 0
        """),
        truth(
            company,
            """
            select invoice_id || '/' || charge_category, sum(billed_cost), sum(billed_cost)
            from aws_invoices group by all
            union all
            select invoice_id || '/' || charge_category, sum(billed_cost), sum(billed_cost)
            from invoices group by all
        """,
        ),
    )
    others = company.rows("""
        select distinct reconciliation_status, billing_month
        from marts.fct_invoice_reconciliation where reconciliation_status <> 'reconciled'
    """)
    newest = company.rows("select max(billing_month) from intermediate.int_charges_daily")
    assert others == [("not_invoiced", newest[0][0])]
    assert company.rows("select * from marts.fct_data_findings") == []


def test_savings_are_what_the_report_says_line_by_line(company: Warehouse) -> None:
    """Savings of AWS, worked out from the newest files of the report and nothing else."""
    files = company.settings.landing / "aws/aws_cur_lines/*/*/*.parquet"
    expected = company.rows(f"""
        with files as (
            select *, delivery = max(delivery) over (partition by billing_period) as is_newest
            from read_parquet('{files}', hive_types_autocast = false)
        ),
        lines as (
            select
                billing_period,
                line_item_line_item_type as line_type,
                coalesce(line_item_net_unblended_cost, line_item_unblended_cost) as net_cost,
                pricing_public_on_demand_cost as public_cost,
                line_type in ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
                and public_cost <> 0 and pricing_term <> 'Spot' as is_priced,
                line_type in ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
                and public_cost <> 0 and pricing_term = 'Spot' as is_spot,
                case line_type
                    when 'SavingsPlanCoveredUsage' then savings_plan_savings_plan_effective_cost
                    when 'DiscountedUsage' then reservation_effective_cost
                    when 'SavingsPlanRecurringFee'
                        then savings_plan_total_commitment_to_date - savings_plan_used_commitment
                    when 'RIFee'
                        then reservation_unused_amortized_upfront_fee_for_billing_period
                        + reservation_unused_recurring_fee
                    else net_cost
                end as amortised_cost
            from files
            where is_newest and split_line_item_parent_resource_id is null
        )
        select
            cast(billing_period || '-01' as date),
            sum(public_cost) filter (is_priced),
            sum(if(line_type = 'DiscountedUsage', public_cost, net_cost)) filter (is_priced),
            sum(amortised_cost)
            filter (is_priced or line_type in ('SavingsPlanRecurringFee', 'RIFee')),
            sum(public_cost - net_cost) filter (is_spot)
        from lines group by billing_period
    """)
    savings = company.rows("""
        select billing_month, list_cost, contracted_cost, effective_cost, spot_savings_cost
        from marts.fct_effective_savings_monthly
        where scope_type = 'provider' and scope_id = 'AWS'
    """)
    assert_equal(savings, expected)


def test_no_other_commitment_would_have_saved_more(company: Warehouse) -> None:
    """The optimal choice of every offer against all other amounts, tried one by one."""
    hours: dict[str, list[Decimal]] = {}
    for programme, cost in company.rows("""
        select programme_id, uncovered_cost from intermediate.int_commitment_demand_ranked
    """):
        hours.setdefault(programme, []).append(cost)
    advice = company.rows("""
        select programme_id, discount_ratio, monthly_savings_cost, hour_count
        from marts.fct_commitment_advice where choice_kind = 'optimal'
    """)
    assert advice
    for programme, discount, saved, count in advice:
        demand = hours[programme]
        assert len(demand) == count
        best = max(
            sum(min(cost, amount) for cost in demand) - (1 - discount) * amount * count
            for amount in set(demand)
        )
        assert abs(saved - best * 730 / count) < CENT, programme


def test_prices_and_volumes_change_list_cost_as_they_truly_do(company: Warehouse) -> None:
    """Of AWS, from month to month, within 1 % of the change."""
    found = company.rows("""
        select later_month, sum(price), sum(volume) from (
            select
                later_month,
                list_price_list_cost as price,
                usage_list_cost + mix_list_cost as volume
            from intermediate.int_sku_costs_bridged
            where provider_name = 'AWS' and comparison_name = 'previous_month'
            union all
            select later_month, 0, later_list_cost - earlier_list_cost
            from intermediate.int_sku_costs_compared
            where provider_name = 'AWS' and comparison_name = 'previous_month'
                and effect_name = 'usage' and (is_new or is_retired)
        ) group by all order by all
    """)
    expected = truth(
        company,
        """
        select billing_month, sum(price_cost), sum(volume_cost)
        from aws_price_volume group by all order by all
        """,
    )
    assert any(price != 0 for _, price, _ in expected)
    for (month, *mine), (true_month, *true) in zip(found, expected, strict=True):
        assert month == true_month
        for part, true_part in zip(mine, true, strict=True):
            assert abs(part - true_part) < abs(sum(true)) / 100


def test_nodes_are_shared_among_all_pods_and_idle(company: Warehouse) -> None:
    """Kubernetes costs of nodes are their effective cost, and idle is as large as it really is."""
    ((allocated, idle),) = company.rows("""
        select sum(effective_cost), sum(effective_cost) filter (where namespace = 'idle')
        from marts.fct_kubernetes_costs_daily where resource_kind in ('cpu', 'memory')
    """)
    ((nodes,),) = company.rows("""
        select sum(effective_cost) from marts.fct_charges
        where resource_id in (
            select resource_id from landing.kubernetes_pod_usage where resource_id is not null
        )
    """)
    assert allocated == nodes
    assert Decimal("0.1") < idle / allocated < Decimal("0.6")


def test_pods_are_paid_for_by_the_service_that_they_truly_are_of(company: Warehouse) -> None:
    """Each service holds of the processors of a node what it truly holds, and pays for it."""
    shares = {
        (day, node, owner.removeprefix("platform-")): ratio
        for day, node, owner, ratio in company.rows("""
            select holders.usage_date, nodes.resource_id, holders.owner_id, holders.pool_ratio
            from intermediate.int_pool_holders_daily as holders
            inner join intermediate.int_kubernetes_nodes_daily as nodes
                on
                    holders.usage_date = nodes.usage_date
                    and holders.pool_id = concat_ws('/', nodes.cluster_id, nodes.node_name, 'cpu')
                    and nodes.resource_kind = 'cpu'
            where holders.split_id = 'kubernetes_nodes' and holders.holder_class = 'owned'
        """)
    }
    days_and_nodes = {key[:2] for key in shares}
    true_shares = {
        (day, node, owner): ratio
        for day, node, owner, ratio in truth(
            company,
            """
            select charge_date, resource_id, service_id, sum(cpu_ratio)
            from kubernetes_shares where service_id is not null group by all
            """,
        )
        if (day, node) in days_and_nodes
    }
    assert len(true_shares) > 1000
    assert shares.keys() == true_shares.keys()
    assert max(abs(shares[key] - true_shares[key]) for key in shares) < Decimal("0.0001")
    ((shared,),) = company.rows("""
        select sum(effective_cost) from marts.fct_allocated_costs_daily
        where rule_id = 'kubernetes_nodes' and path_class = 'shared'
    """)
    assert shared > 0


def landed(company: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query over the newest deliveries; ``{source/table}`` is one of them."""
    with duckdb.connect() as session:
        for name in set(re.findall(r"{(\w+/\w+)}", query)):
            files = company.settings.landing / name / "*" / "*" / "*.parquet"
            query = query.replace(
                f"{{{name}}}",
                f"(from read_parquet('{files}') qualify delivery = max(delivery)"
                " over (partition by billing_period))",
            )
        return session.execute(query).fetchall()


def test_a_commitment_of_aws_is_used_as_its_lines_say(company: Warehouse) -> None:
    """Amortised and used cost of each commitment and month, from the lines as they landed."""
    found = company.rows("""
        select commitment_id || date_trunc('month', charge_date)::varchar, sum(amortised_cost),
            sum(used_cost), sum(covered_cost)
        from marts.fct_commitments_daily where provider_name = 'AWS' group by all
    """)
    expected = landed(
        company,
        """
        select
            coalesce(savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n)
            || date_trunc('month', line_item_usage_start_date)::varchar,
            sum(case line_item_line_item_type
                when 'SavingsPlanCoveredUsage' then savings_plan_savings_plan_effective_cost
                when 'SavingsPlanRecurringFee'
                    then savings_plan_total_commitment_to_date - savings_plan_used_commitment
                when 'DiscountedUsage' then reservation_effective_cost
                when 'RIFee' then reservation_unused_amortized_upfront_fee_for_billing_period
                    + reservation_unused_recurring_fee
                else 0
            end),
            coalesce(sum(case line_item_line_item_type
                when 'SavingsPlanCoveredUsage' then savings_plan_savings_plan_effective_cost
                when 'DiscountedUsage' then reservation_effective_cost
            end), 0),
            coalesce(sum(pricing_public_on_demand_cost) filter (
                line_item_line_item_type in ('SavingsPlanCoveredUsage', 'DiscountedUsage')
            ), 0)
        from {aws/aws_cur_lines}
        where coalesce(savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n) is not null
        group by all
        """,
    )
    assert_equal(found, expected)


def test_a_commitment_of_google_covers_what_its_credits_say(company: Warehouse) -> None:
    """Its fee is used in the share of its quantity that credits give back; the rest is unused."""
    found = company.rows("""
        select programme_id, sum(amortised_cost), sum(used_cost), sum(covered_cost)
        from marts.fct_commitments_daily where provider_name = 'Google Cloud' group by all
    """)
    expected = landed(
        company,
        """
        with days as (
            select
                case when sku_description like '%Core%' then 'core' else 'ram' end as kind,
                usage_start_time::date as usage_date,
                sum(cost) filter (subscription_instance_id is not null) as fee,
                sum(usage_amount_in_pricing_units) filter (
                    subscription_instance_id is not null
                ) as committed,
                -sum(commitment_credits_amount) as covered,
                max(price_effective_price) filter (subscription_instance_id is null) as price
            from {gcp/gcp_billing_lines}
            where sku_description like '%N2 Core%' or sku_description like '%N2 Ram%'
                or sku_description like 'N2 Instance%'
            group by all
        )
        select
            'gcp_n2_' || kind || '_commitment',
            sum(fee),
            sum(fee * covered / price / committed),
            sum(covered)
        from days where fee is not null group by all
        """,
    )
    assert_equal(found, [(row[0], *(Decimal(str(cell)) for cell in row[1:])) for row in expected])


def test_contracts_are_met_by_what_was_billed_and_used(company: Warehouse) -> None:
    """The agreement with AWS by all that AWS bills before tax, the subscription by what it paid.

    The rate of the euro is that of 2026.
    """
    found = company.rows("""
        select provider_name || billing_month::varchar, committed_cost, applied_cost
        from marts.fct_contract_burndown
    """)
    expected = landed(
        company,
        """
        select
            'AWS' || strftime(bill_billing_period_start_date, '%Y-%m-%d'),
            any_value(contract_commitment_cost),
            sum(coalesce(line_item_net_unblended_cost, line_item_unblended_cost))
        from {aws/aws_cur_lines}, {aws_contracts/focus_contract_commitments}
        where
            bill_billing_period_start_date >= contract_commitment_period_start
            and line_item_line_item_type <> 'Tax'
            and split_line_item_parent_resource_id is null
        group by all
        """,
    ) + landed(
        company,
        """
        select
            'Dynatrace' || strftime(billing_period_start, '%Y-%m-%d'),
            any_value(contract_commitment_cost) * 1.15,
            sum(cast(
                contract_applied -> 'Elements' -> 0 ->> 'ContractCommitmentAppliedCost'
                as decimal(28, 10)
            )) * 1.15
        from
            {observability_saas/focus_charges},
            {observability_saas/focus_contract_commitments}
        where billing_period_start >= contract_commitment_period_start
        group by all
        """,
    )
    assert_equal(found, expected)


def test_platforms_are_shared_as_they_truly_are(company: Warehouse) -> None:
    """To 1e-9, every hop followed; a platform without meters on a day has no shares of its own."""
    found = {
        (day, platform, owner): ratio
        for day, platform, owner, ratio in company.rows("""
            select charge_date, platform_owner_id, final_owner_id, share_ratio
            from intermediate.int_platform_shares
        """)
    }
    expected = {
        (day, platform, owner): ratio
        for day, platform, owner, ratio in truth(
            company,
            """
            select
                charge_date,
                'platform-' || platform,
                if(is_unmetered, 'platform-', '') || final_consumer,
                ratio
            from platform_shares where platform <> final_consumer
            """,
        )
    }
    assert len({owner for _, _, owner in expected if owner.startswith("platform-")}) > 0
    newest = max(day for day, _, _ in found)
    expected = {key: ratio for key, ratio in expected.items() if key[0] <= newest}
    assert max(day for day, _, _ in expected) == newest
    for key in found.keys() | expected.keys():
        assert abs(found.get(key, 0) - expected.get(key, 0)) < Decimal("1e-9"), key


def test_queries_pay_for_the_machines_of_their_engine(company: Warehouse) -> None:
    """Queries and idle cost what the machines do, and idle is as large as it really is."""
    ((allocated, idle),) = company.rows("""
        select sum(effective_cost), sum(effective_cost) filter (where is_idle)
        from marts.fct_query_costs_daily
    """)
    ((machines,),) = company.rows("""
        select sum(effective_cost) from marts.fct_charges
        where resource_id in (
            select host_id from landing.host_usage where host_role = 'query_engine'
        )
    """)
    assert allocated == machines
    # Queries hold 48 to 68 percent of the processors of an engine, and less of its memory.
    assert Decimal("0.32") < idle / allocated < Decimal("0.65")


def test_queries_are_paid_for_by_who_sent_them(company: Warehouse) -> None:
    """Services and platforms that logs name are true ones; a queue names a team at most."""
    consumers = {
        (engine, user, queue): f"platform-{consumer}" if kind == "platform" else consumer
        for engine, user, queue, consumer, kind in truth(
            company,
            "select engine, user_name, queue_name, consumer, consumer_type from query_owners",
        )
    }
    costs: dict[str, Decimal] = {}
    for engine, user, queue, owner, rule, cost in company.rows("""
        select engine, user_name, queue_name, owner_id, rule_id, sum(effective_cost)
        from marts.fct_query_costs_daily where not is_idle group by all
    """):
        costs[rule] = costs.get(rule, Decimal()) + cost
        if rule in ("query_service", "query_service_account"):
            assert owner == consumers[engine, user, queue]
        else:
            assert rule == "query_queue" or queue == "global.adhoc"
    assert costs["unallocated"] < sum(costs.values()) / 5


def test_buckets_are_paid_for_by_what_they_hold(company: Warehouse) -> None:
    """Buckets cost what their charges do, and bytes of a class go to what is stored in it."""
    ((allocated,),) = company.rows("select sum(effective_cost) from marts.fct_storage_costs_daily")
    ((buckets,),) = company.rows("""
        select sum(effective_cost) from marts.fct_charges
        where service_name in (select service_name from rules.storage_services)
            and resource_id is not null
    """)
    assert allocated == buckets
    # A gigabyte of one class costs the same below every prefix of a bucket.
    assert company.rows("""
        select max(ratio) < 1.000001 from (
            select charge_date, resource_id, storage_class,
                max(bytes_effective_cost / size_gib) as dearest,
                min(bytes_effective_cost / size_gib) as cheapest,
                dearest / cheapest as ratio
            from marts.fct_storage_costs_daily
            where is_metered and bytes_effective_cost > 0 and size_gib > 1 group by all
        )
    """) == [(True,)]


def test_wasted_machines_are_used_least(company: Warehouse) -> None:
    """Idle and underused machines of the truth are told apart by what is used of processors."""
    used = {
        (month, resource): (ratio, wasted)
        for month, resource, ratio, wasted in company.rows("""
            select
                date_trunc('month', usage_date)::date, resource_id,
                sum(used_quantity) / sum(capacity_quantity),
                sum(effective_cost * (1 - used_quantity / capacity_quantity)) / sum(effective_cost)
            from intermediate.int_hosts_utilised
            where resource_kind = 'cpu' and effective_cost > 0 group by all
        """)
    }
    kinds = {
        (month, subject): kind
        for month, kind, subject in truth(
            company, "select billing_month, kind, subject from waste where kind like '%_host'"
        )
    }
    ratios: dict[str, list[float]] = {}
    for key, (ratio, wasted) in used.items():
        kind = kinds.get(key, "busy")
        ratios.setdefault(kind, []).append(ratio)
        assert wasted > 0.95 or kind != "idle_host", key
    assert {"idle_host", "underused_host", "busy"} == set(ratios)
    assert max(ratios["idle_host"]) < 0.03 < min(ratios["underused_host"])
    assert max(ratios["underused_host"]) < 0.16 < min(ratios["busy"])


def test_workloads_that_ask_for_too_much_use_little_of_it(company: Warehouse) -> None:
    """Of what they hold, and pay for, as no other workload does; idle uses nothing."""
    over_requested = {
        subject
        for (subject,) in truth(
            company, "select distinct subject from waste where kind = 'over_requested'"
        )
    }
    ratios: dict[bool, list[float]] = {True: [], False: []}
    for subject, owner, ratio in company.rows("""
        select
            concat_ws('/', cluster_id, namespace, workload), owner_id,
            sum(used_quantity) / sum(capacity_quantity)
        from intermediate.int_kubernetes_utilised where resource_kind = 'cpu' group by all
    """):
        if owner == "idle":
            assert ratio == 0
        else:
            ratios[subject in over_requested].append(ratio)
    assert len(ratios[True]) == len(over_requested) > 0
    assert max(ratios[True]) < 0.21 < 0.49 < min(ratios[False])


def test_gpus_are_used_as_their_machines_say(company: Warehouse) -> None:
    """GPU hours and what is used of them, by day, as they were landed."""
    assert_equal(
        company.rows("""
            select charge_date, sum(capacity_quantity), sum(used_quantity)
            from marts.fct_resource_utilization_daily where resource_kind = 'gpu' group by all
        """),
        landed(
            company,
            """
            select
                interval_start::date,
                (sum(gpu_capacity_seconds) / 3600)::decimal(38, 9),
                (sum(gpu_used_seconds) / 3600)::decimal(38, 9)
            from {hosts/host_usage} where gpu_capacity_seconds > 0 group by all
            """,
        ),
    )


def test_what_is_budgeted_is_what_finance_handed_out(company: Warehouse) -> None:
    """The original versions, by month, as they were landed: nothing is lost on the way up."""
    assert_equal(
        company.rows("""
            select budget_version || budget_month, sum(planned_budget_cost)
            from marts.fct_budget_vs_actual where account_class <> 'all' group by all
        """),
        landed(
            company,
            """
            select budget_version || budget_month_at::date, sum(budget_cost)
            from {finance/budget_lines} where version_kind <> 'transfer' group by all
            """,
        ),
    )


def test_evidence_gives_the_value_of_a_guardrail_again(company: Warehouse) -> None:
    """One row of each metric: the newest that has been judged."""
    rows = company.rows("""
        select metric_name, arg_max(metric_value, (measured_date, scope_id)),
            arg_max(evidence_query, (measured_date, scope_id))
        from marts.fct_guardrails group by all
    """)
    assert len(rows) == 11
    for metric, value, query in rows:
        ((found,),) = company.rows(query)
        assert abs(float(found) - float(value)) < 1e-6, metric


def test_what_is_wasted_is_found_and_nothing_else(company: Warehouse) -> None:
    """Each kind of waste that is planted, in the newest month, against what a detector finds."""
    detectors = {
        "idle_host": "idle_hosts",
        "underused_host": "underused_hosts",
        "old_generation": "old_generations",
        "over_requested": "over_requests",
        "unattached_volume": "unattached_volumes",
        "cold_table": "cold_storage",
    }
    found: dict[str, set[str]] = {}
    for detector, subject in company.rows("""
        select detector_id, regexp_replace(subject_id, '/[A-Z_]+$', '')
        from marts.fct_opportunities where monthly_net_potential_cost > 0.01
            or detector_id = 'cold_storage'
    """):
        found.setdefault(detector, set()).add(subject)
    planted: dict[str, dict[str, Decimal]] = {}
    for kind, subject, cost in truth(
        company,
        """
        select kind, subject, wasted_list_cost from waste
        where billing_month = (select max(billing_month) from waste)
        """,
    ):
        planted.setdefault(detectors[kind], {})[subject] = cost
    assert {"idle_hosts", "underused_hosts", "old_generations", "cold_storage"} <= planted.keys()
    for detector, costs in planted.items():
        listed = found.get(detector, set())
        assert listed <= costs.keys(), detector
        assert sum(costs[subject] for subject in listed) > Decimal("0.8") * sum(costs.values())


def test_every_opportunity_is_shown_by_its_query(company: Warehouse) -> None:
    """The evidence of each runs on the marts and has rows."""
    queries = company.rows("select evidence_query from marts.fct_opportunities")
    assert queries
    with duckdb.connect(str(company.settings.warehouse), read_only=True) as session:
        for (query,) in queries:
            assert session.execute(query).fetchone(), query


def test_the_age_of_an_opportunity_survives_a_rebuild(company: Warehouse) -> None:
    """What an earlier build saw first is as old after all tables were made anew."""
    ages = "select opportunity_id, first_seen_date, age_day_count from marts.fct_opportunities"
    before = company.rows(f"{ages} order by 1")
    assert {age for *_, age in before} == {0}
    with duckdb.connect(str(company.settings.warehouse)) as session:
        session.execute("update intermediate.int_opportunities_seen set seen_date = seen_date - 9")
    company.build(
        *("--full-refresh", "--select", "int_opportunities_netted", "int_opportunities_seen"),
        *("int_opportunities_listed", "fct_opportunities"),
        *("--indirect-selection", "empty"),
    )
    after = company.rows(f"{ages} order by 1")
    assert [(key, day - timedelta(days=9), 9) for key, day, _ in before] == after


def test_initiatives_saved_what_they_truly_saved(company: Warehouse) -> None:
    """Nothing is realised of initiatives that do nothing, and about the truth of the others."""
    true_savings = dict(
        truth(
            company,
            "select initiative_id, true_monthly_list_saving_cost from initiatives"
            " where true_monthly_list_saving_cost is not null",
        )
    )
    found = company.rows("""
        select initiative_id, any_value(verdict), sum(realised_list_cost), sum(day_count) / 30
        from marts.fct_initiative_savings where day_count is not null group by all
    """)
    saved = {row[0]: row[2:] for row in found if row[1] == "saving"}
    assert len(saved) >= 3
    assert len(saved) < len(found)
    assert all(true_savings[initiative] > 0 for initiative in saved)
    expected = {name: float(true_savings[name]) * months for name, (_, months) in saved.items()}
    error = sum(abs(float(saved[name][0]) - expected[name]) for name in saved)
    assert error < 0.4 * sum(expected.values())


def test_savings_above_what_usage_fell_by_are_caught(company: Warehouse) -> None:
    """The conservation test of initiatives fails when what is still used counts as saved."""
    caught_by = "initiatives_save_no_more_than_usage_fell"
    model = company.project / "models/intermediate/savings/int_initiative_savings_shared.sql"
    text = model.read_text()
    kept = company.settings.warehouse.read_bytes()
    counted = "then expected_list_cost - actual_list_cost"
    assert text.count(counted) == 1
    model.write_text(text.replace(counted, "then expected_list_cost"))
    result = company.dbt(
        *("build", "--select", f"{model.stem}+", caught_by),
        *("--exclude-resource-types", "unit_test"),
    )
    model.write_text(text)
    company.settings.warehouse.write_bytes(kept)
    assert company.failed_tests() == {caught_by}, result.output[-5000:]


def test_every_analysis_has_an_answer_and_a_page(company: Warehouse) -> None:
    """The queries compile, read marts only, and find rows."""
    analyses = sorted((company.project / "analyses").glob("*.sql"))
    pages = PROJECT / "docs" / "analyses"
    assert [path.stem for path in analyses] == sorted(
        path.stem for path in pages.glob("*.md") if path.stem != "README"
    )
    result = company.dbt("compile", "--select", "resource_type:analysis")
    assert result.returncode == 0, result.output[-5000:]
    for analysis in analyses:
        compiled = company.target_path() / "compiled" / "infra_spend" / "analyses" / analysis.name
        query = compiled.read_text()
        assert set(re.findall(r'"(\w+)"\."\w+"(?!\.)', query)) == {"marts"}, analysis.stem
        assert company.rows(query), analysis.stem
