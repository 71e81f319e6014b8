"""The AWS fleet: every resource and what meters it has, for how long, and how they are paid for.

A meter is one usage type of one resource: each line of the report is a meter in one hour or day.
Quantities are whole millionths of the unit. An instance of a pool runs while demand reaches its
place in the pool, so a pool grows by instances, as an autoscaling group does.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.company import Company
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.workloads import PPM, WORKLOADS

HOURS_A_DAY = 24 * PPM
NO_LIMIT = 2**62
PLATFORM_RATIO = 0.32
POOL_HEADROOM = 2.4
REGIONS = {"us-east-1": 0.62, "us-west-2": 0.26, "eu-west-1": 0.12}
USAGE_PREFIXES = {"us-east-1": "", "us-west-2": "USW2-", "eu-west-1": "EU-"}
REGION_PRICES = {"us-east-1": 1.0, "us-west-2": 1.0, "eu-west-1": 1.11}
ENVIRONMENTS = {"production": 0.82, "staging": 0.06, "development": 0.12}
ENVIRONMENT_TAGS = {"production": "prod", "staging": "staging", "development": "dev"}
TAG_FAULTS = {"none": 0.86, "untagged": 0.05, "misspelt": 0.03, "stale": 0.04, "wrong": 0.02}
OLD_TYPES = ("m5.xlarge", "m5.2xlarge", "c5.xlarge", "c5.2xlarge", "m5.4xlarge", "c5.4xlarge")
NEW_TYPES = ("m6i.xlarge", "m6i.2xlarge", "c6i.xlarge", "c6i.2xlarge", "m7g.2xlarge", "c7g.2xlarge")
TYPES_OF_ROLE = {
    "node": ("m6i.4xlarge", "m7g.4xlarge"),
    "engine": ("i4i.2xlarge", "m6i.4xlarge"),
    "gpu": ("g5.2xlarge", "g5.12xlarge", "g4dn.2xlarge"),
    "gpu_training": (*("g5.12xlarge",) * 9, "p4d.24xlarge"),
}
HOST_ROLES = {
    "instance": "service_host",
    "node": "kubernetes_node",
    "engine": "query_engine",
    "gpu": "gpu_host",
    "gpu_training": "gpu_host",
}
# Runtimes without hosts of their own buy something else in their place.
INSTEAD_OF_HOSTS = {"kubernetes": "transfer_zone", "serverless": "lambda_seconds"}
STEADY_PRODUCTS = ("rds_instance", "cache_node", "kafka_broker", "cluster")
OLD_TYPE_RATIO, MIGRATION_RATIO, SPOT_RATIO, REPLACED_RATIO = 0.45, 0.4, 0.4, 0.15
MIGRATED_QUANTITY = 0.87
RESERVED_PRODUCTS = ("rds_instance", "cache_node")
PLAN_COHORTS, RESERVATION_COHORTS, NO_COHORT = (0, 1, 2), (3, 4, 5), -1
CLUSTERS = {
    "prod-us-east-1": "us-east-1",
    "prod-us-west-2": "us-west-2",
    "dev-us-east-1": "us-east-1",
}


@dataclass(frozen=True)
class Fleet:
    """``meters``: one row per meter: what it is, whose, since when, and how much it uses.

    ``migrations``: initiative_id, service_number, migration_date: its instances move to the next
    generation.
    """

    meters: pd.DataFrame
    migrations: pd.DataFrame


def draw_fleet(parameters: Parameters, draws: Draws, company: Company) -> Fleet:
    """Draw the meters of all services and platforms."""
    meters = _meters_of_services(parameters, draws, company)
    meters = _with_products(meters, draws, company)
    meters = _with_lifetimes(meters, parameters, draws, company)
    meters = _with_pools(meters)
    meters = _with_payment(meters, draws)
    migrations = _migrations(meters, parameters, draws)
    meters = _migrated(meters, migrations)
    meters = meters.reset_index(drop=True)
    meters.insert(0, "meter_number", np.arange(len(meters)))
    meters = _with_identity(meters, draws, company)
    return Fleet(meters, migrations)


def _meters_of_services(parameters: Parameters, draws: Draws, company: Company) -> pd.DataFrame:
    """One row per meter: the service it belongs to and the product it buys."""
    services = company.services
    mixes = catalogue.read("product_mixes")
    is_platform = services["archetype"] == "platform"
    mix_of = services["archetype"].where(~is_platform, services["service_id"])
    ratio = np.where(is_platform, PLATFORM_RATIO, 1 - PLATFORM_RATIO)
    share = services["size"] / services.groupby(is_platform)["size"].transform("sum")
    counts = np.maximum(np.rint(parameters.meter_count * ratio * share), 2).astype(np.int64)
    rows = []
    for service, mix, count in zip(services.to_dict("records"), mix_of, counts, strict=True):
        of_mix = mixes[mixes["archetype"] == mix]
        products = of_mix["product"].to_numpy()
        chosen = products[
            draws.choice(f"meters/{service['service_id']}", count, of_mix["weight"].tolist())
        ]
        # Whatever is drawn, a service has what it mainly runs on.
        chosen[0] = products[0]
        if instead := INSTEAD_OF_HOSTS.get(service["runtime"]):
            chosen[chosen == "instance"] = instead
        rows.append(
            pd.DataFrame(
                {
                    "service_number": service["service_number"],
                    "product": chosen,
                    "archetype": service["archetype"],
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _with_products(meters: pd.DataFrame, draws: Draws, company: Company) -> pd.DataFrame:
    """Add place, environment, what is bought and its list price."""
    count = len(meters)
    meters = meters.assign(
        region=np.array(list(REGIONS))[draws.choice("meter/region", count, list(REGIONS.values()))],
        environment=np.array(list(ENVIRONMENTS))[
            draws.choice("meter/environment", count, list(ENVIRONMENTS.values()))
        ],
        cluster_id=None,
    )
    is_node = meters["product"].isin(["node", "cluster"])
    clusters = np.array(list(CLUSTERS))[draws.choice("meter/cluster", count, [0.55, 0.33, 0.12])]
    # Each cluster has nodes and a control plane, however small the company.
    position = is_node.cumsum().to_numpy() - 1
    clusters = np.where(
        position < 2 * len(CLUSTERS), np.array(list(CLUSTERS))[position % 3], clusters
    )
    meters.loc[is_node, "cluster_id"] = clusters[is_node]
    meters.loc[is_node, "region"] = pd.Series(clusters).map(CLUSTERS)[is_node]
    meters.loc[is_node, "environment"] = np.where(
        pd.Series(clusters)[is_node].str.startswith("dev"), "development", "production"
    )
    meters["instance_type"] = _instance_types(meters, draws)
    meters["host_role"] = meters["product"].map(HOST_ROLES)
    meters = _priced(meters)
    low, high = meters.pop("low_quantity"), meters.pop("high_quantity")
    drawn = low + (high - low) * draws.uniform("meter/quantity", count)
    meters["base_micro_quantity"] = np.rint(drawn * 1000).astype(np.int64) * 1000
    is_development = meters["environment"] != "production"
    is_scaled = is_development & ~meters["is_steady"]
    meters.loc[is_scaled, "base_micro_quantity"] //= 4
    accounts = company.accounts.set_index(["pillar_id", "environment"])["account_id"]
    pillar = company.services["pillar_id"].to_numpy()[meters["service_number"]]
    kind = np.where(is_development, "development", "production")
    meters["account_id"] = accounts.loc[list(zip(pillar, kind, strict=True))].to_numpy()
    return meters


def _instance_types(meters: pd.DataFrame, draws: Draws) -> pd.Series:
    """Return the type of the instance of a meter, null where it is none; a service has few."""
    services = meters["service_number"].max() + 1
    is_old = draws.uniform("service/old_types", services) < OLD_TYPE_RATIO
    pick = draws.uniform("meter/type", len(meters))
    service_pick = draws.uniform("service/type", services)
    types: list[str | None] = []
    some: tuple[str, ...]
    for product, number, own in zip(meters["product"], meters["service_number"], pick, strict=True):
        if product == "instance":
            some = OLD_TYPES if is_old[number] else NEW_TYPES
            types.append(some[int(service_pick[number] * len(some))])
        elif product in TYPES_OF_ROLE:
            some = TYPES_OF_ROLE[product]
            types.append(some[int(own * len(some))])
        else:
            types.append(None)
    return pd.Series(types, index=meters.index, dtype=object)


def _priced(meters: pd.DataFrame) -> pd.DataFrame:
    """Add the AWS names of what a meter buys and its list price in its region."""
    products = catalogue.read("aws_products").set_index("product")
    prices = catalogue.read("instance_types").set_index("instance_type")["list_price"]
    is_instance = meters["instance_type"].notna()
    looked_up = products.reindex(meters["product"]).reset_index(drop=True)
    looked_up.index = meters.index
    for column in looked_up.columns:
        meters[column] = looked_up[column]
    instance_type = meters["instance_type"][is_instance]
    meters.loc[is_instance, "list_price"] = instance_type.map(prices)
    constants: dict[str, str | float] = {
        "workload": "compute",
        "product_code": "AmazonEC2",
        "product_name": "Amazon Elastic Compute Cloud",
        "product_family": "Compute Instance",
        "operation": "RunInstances",
        "unit": "Hrs",
        "low_quantity": 24.0,
        "high_quantity": 24.0,
    }
    for column, value in constants.items():
        meters.loc[is_instance, column] = value
    is_gpu = meters["host_role"] == "gpu_host"
    meters.loc[is_gpu, "workload"] = "ai"
    meters.loc[is_instance, "usage_type"] = "BoxUsage:" + instance_type
    meters.loc[is_instance, "description"] = "On Demand Linux " + instance_type + " Instance Hour"
    meters["usage_type"] = meters["region"].map(USAGE_PREFIXES) + meters["usage_type"]
    meters["list_price"] = np.round(meters["list_price"] * meters["region"].map(REGION_PRICES), 10)
    meters["is_steady"] = is_instance | meters["product"].isin(STEADY_PRODUCTS)
    return meters


def _with_lifetimes(
    meters: pd.DataFrame, parameters: Parameters, draws: Draws, company: Company
) -> pd.DataFrame:
    """Add first day and first day without it; some resources are replaced by another."""
    count, days = len(meters), parameters.day_count
    first, end = pd.Timestamp(parameters.first_day), pd.Timestamp(parameters.as_of)
    services = company.services
    meters["start_date"] = services["start_date"].to_numpy()[meters["service_number"]]
    stop = services["stop_date"].fillna(end).to_numpy()[meters["service_number"]]
    meters["stop_date"] = stop
    is_replaced = draws.uniform("meter/replaced", count) < REPLACED_RATIO
    day = pd.to_timedelta(draws.integers("meter/replacement", count, 1, days + 1), unit="D")
    replacement = first + day
    is_inside = (replacement > meters["start_date"]) & (replacement < meters["stop_date"])
    is_replaced &= np.asarray(is_inside) & meters["is_steady"].to_numpy()
    later = meters[is_replaced].copy()
    later["start_date"] = replacement[is_replaced]
    meters.loc[is_replaced, "stop_date"] = replacement[is_replaced]
    later["is_replacement"] = True
    meters["is_replacement"] = False
    return pd.concat([meters, later], ignore_index=True)


def _with_pools(meters: pd.DataFrame) -> pd.DataFrame:
    """Turn every second instance of a service into a place in a pool that follows demand.

    A meter uses ``least(greatest(base * demand - floor, 0), cap)``; steady ones use their base.
    """
    meters["floor_micro_quantity"] = 0
    meters["cap_micro_quantity"] = NO_LIMIT
    can_pool = meters["host_role"].isin(["service_host", "query_engine", "gpu_host"])
    can_pool &= ~meters["is_replacement"]
    order = meters[can_pool].groupby("service_number").cumcount()
    is_pooled = pd.Series(False, index=meters.index)
    is_pooled[order.index] = order % 2 == 1
    pools = []
    for _, pool in meters[is_pooled].groupby("service_number", sort=True):
        active = len(pool)
        places = int(np.ceil(active * POOL_HEADROOM))
        grown = pool.iloc[np.arange(places) % active].copy()
        grown["base_micro_quantity"] = active * HOURS_A_DAY
        grown["floor_micro_quantity"] = np.arange(places) * HOURS_A_DAY
        grown["cap_micro_quantity"] = HOURS_A_DAY
        grown["is_steady"] = False
        grown["stop_date"] = pool["stop_date"].max()
        pools.append(grown)
    return pd.concat([meters[~is_pooled], *pools], ignore_index=True)


def _with_payment(meters: pd.DataFrame, draws: Draws) -> pd.DataFrame:
    """Add how a meter is paid for: spot, or the cohort of commitments that may cover it."""
    count = len(meters)
    services = meters["service_number"].max() + 1
    is_spot_service = draws.uniform("service/spot", services) < SPOT_RATIO
    is_instance = meters["instance_type"].notna()
    meters["is_spot"] = (
        is_instance & ~meters["is_steady"] & is_spot_service[meters["service_number"]]
    )
    cohort = draws.choice("meter/cohort", count, [0.3, 0.2, 0.2, 0.3])
    reserved = draws.choice("meter/reservation", count, [0.25, 0.25, 0.25, 0.25])
    meters["cohort"] = NO_COHORT
    may_plan = is_instance & meters["is_steady"] & ~meters["is_replacement"]
    meters.loc[may_plan & (cohort < len(PLAN_COHORTS)), "cohort"] = cohort[
        may_plan & (cohort < len(PLAN_COHORTS))
    ]
    may_reserve = meters["product"].isin(RESERVED_PRODUCTS) & (reserved < len(RESERVATION_COHORTS))
    meters.loc[may_reserve, "cohort"] = RESERVATION_COHORTS[0] + reserved[may_reserve]
    return meters


def _migrations(meters: pd.DataFrame, parameters: Parameters, draws: Draws) -> pd.DataFrame:
    """One row per service whose instances move to the next generation."""
    successors = catalogue.read("instance_types").set_index("instance_type")["successor"]
    has_successor = meters["instance_type"].map(successors).notna()
    services = np.sort(meters["service_number"][has_successor].unique())
    starts = parameters.month_starts
    moves = draws.uniform("migration", len(services)) < MIGRATION_RATIO
    month = draws.integers("migration/month", len(services), 1, max(len(starts), 2))
    rows = [
        (f"migration-{number:04}", number, pd.Timestamp(starts[month[place]]))
        for place, number in enumerate(services)
        if moves[place] and month[place] < len(starts)
    ]
    return pd.DataFrame(rows, columns=["initiative_id", "service_number", "migration_date"])


def _migrated(meters: pd.DataFrame, migrations: pd.DataFrame) -> pd.DataFrame:
    """End the instances that are migrated, and start their successors on the same day."""
    successors = catalogue.read("instance_types").set_index("instance_type")["successor"]
    dates = (
        meters["service_number"]
        .map(migrations.set_index("service_number")["migration_date"])
        .astype("datetime64[ns]")
    )
    successor = meters["instance_type"].map(successors)
    is_moved = (
        dates.notna()
        & successor.notna()
        & (meters["start_date"] < dates)
        & (dates < meters["stop_date"])
    )
    later = meters[is_moved].copy()
    later["start_date"] = dates[is_moved]
    later["instance_type"] = successor[is_moved]
    later["cohort"] = NO_COHORT
    is_pooled = ~later["is_steady"]
    # A newer instance does more, so a pool of them needs fewer.
    later.loc[is_pooled, "base_micro_quantity"] = (
        later.loc[is_pooled, "base_micro_quantity"] // 100 * round(MIGRATED_QUANTITY * 100)
    )
    steady = later["is_steady"].copy()
    later = _priced(later).drop(columns=["low_quantity", "high_quantity"])
    later["is_steady"] = steady
    meters.loc[is_moved, "stop_date"] = dates[is_moved]
    return pd.concat([meters, later], ignore_index=True)


def _with_identity(meters: pd.DataFrame, draws: Draws, company: Company) -> pd.DataFrame:
    """Add resource ids, the workload that drives a meter, and what its tags say."""
    count = len(meters)
    digits = draws.text("meter/resource", count, 17)
    named = {
        "AmazonS3": "arn:aws:s3:::{service}-{digits:.6}",
        "AmazonRDS": "arn:aws:rds:{region}:{account}:db:{service}-{digits:.6}",
        "AmazonDynamoDB": "arn:aws:dynamodb:{region}:{account}:table/{service}-{digits:.6}",
        "AmazonElastiCache": "arn:aws:elasticache:{region}:{account}:cluster:{service}-{digits:.6}",
        "AmazonMSK": "arn:aws:kafka:{region}:{account}:cluster/{service}-{digits:.6}",
        "AWSLambda": "arn:aws:lambda:{region}:{account}:function:{service}-{digits:.6}",
        "AmazonEKS": "arn:aws:eks:{region}:{account}:cluster/{cluster}",
    }
    services = company.services
    service_ids = services["service_id"].to_numpy()[meters["service_number"]]
    meters["service_id"] = service_ids
    resources = []
    for meter, service, text in zip(meters.to_dict("records"), service_ids, digits, strict=True):
        if meter["product_family"] == "Storage" and meter["product_code"] == "AmazonEC2":
            pattern = "vol-{digits}"
        elif meter["product_family"] == "Compute Instance":
            pattern = "i-{digits}"
        else:
            pattern = named.get(
                meter["product_code"], "arn:aws:resource:{region}:{account}:{service}-{digits:.6}"
            )
        resources.append(
            pattern.format(
                service=service,
                digits=text,
                region=meter["region"],
                account=meter["account_id"],
                cluster=meter["cluster_id"],
            )
        )
    meters["resource_id"] = resources
    meters["workload_number"] = meters["service_number"] * len(WORKLOADS) + meters["workload"].map(
        {workload: number for number, workload in enumerate(WORKLOADS)}
    )
    fault = np.array(list(TAG_FAULTS))[draws.choice("meter/tag", count, list(TAG_FAULTS.values()))]
    meters["tag_fault"] = fault
    teams = catalogue.read("teams")["team_id"].to_numpy()
    meters["wrong_team_id"] = teams[draws.integers("meter/wrong", count, 0, len(teams))]
    meters["environment_tag"] = meters["environment"].map(ENVIRONMENT_TAGS)
    return meters.drop(columns=["product", "is_replacement", "archetype"])
