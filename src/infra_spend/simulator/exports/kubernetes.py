"""Kubernetes clusters: pods on nodes, volumes and labels, in the OpenShift (koku) style.

A pod holds a part of its node, in whole millionths: the larger of what it requests and what it
uses. What the pods of a node would hold follows the demand of their services; where that is more
than a node gives away, all of them get less, so a node is never overfilled. Services that follow
``hours`` use more by day than by night, and request the same.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.draws import Draws, Integers
from infra_spend.simulator.export import Export, Step, Truth
from infra_spend.simulator.fleet import CLUSTERS
from infra_spend.simulator.workloads import PPM, WORKLOADS
from infra_spend.simulator.world import World

# Platforms that run pods beside the services whose runtime is Kubernetes, by their size there.
PLATFORM_PODS = {"kafka": 3.0, "trino": 2.5, "spark": 4.0, "feature-store": 2.0, "inference": 5.0}
PODS_PER_NODE, FILL_RATIO = 9, 0.62
# A service is in the first cluster, and in each of the others with this chance.
OTHER_CLUSTER_RATIO = 0.45
COMPUTE = WORKLOADS.index("compute")
OVER_REQUESTING_RATIO, BURSTING_RATIO, FLAT_PPM = 0.12, 0.08, 700_000
UNATTACHED_RATIO = 0.07
DAEMONSETS = (
    ("kube-system", "aws-node", 4_000, 3_000),
    ("kube-system", "kube-proxy", 4_000, 2_000),
    ("monitoring", "node-exporter", 5_000, 4_000),
    ("monitoring", "fluent-bit", 9_000, 8_000),
)


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return kubernetes_pods, kubernetes_daemonsets, kubernetes_volumes, kubernetes_namespaces."""
    pods = draw_pods(world)
    return {
        "kubernetes_pods": pods,
        "kubernetes_daemonsets": _daemonsets(),
        "kubernetes_volumes": _volumes(world, pods),
        "kubernetes_namespaces": _namespaces(world, pods),
    }


def draw_pods(world: World) -> pd.DataFrame:
    """One row per pod: where it may run, what it holds at a demand of one, and what it uses of it.

    ``slot_number`` counts the pods of a cluster: a pod runs on the node at ``slot_number`` modulo
    the nodes of the day.
    """
    holders = _holders(world)
    frames = []
    for cluster in CLUSTERS:
        members = holders[holders[cluster]].reset_index(drop=True)
        nodes = _node_count(world, cluster)
        if not nodes:
            continue
        slots = max(nodes * PODS_PER_NODE, len(members))
        share = members["size"].to_numpy() / members["size"].sum()
        replicas = 1 + np.floor((slots - len(members)) * share).astype(np.int64)
        pods = members.loc[np.repeat(np.arange(len(members)), replicas)].reset_index(drop=True)
        fill = round(FILL_RATIO * PPM * nodes / len(pods))
        pods["cluster_id"] = cluster
        pods["slot_number"] = np.arange(len(pods))
        pods["cpu_ppm"] = fill * _integers(world.draws, f"pod/cpu/{cluster}", pods, 60, 140) // 100
        ratio = _integers(world.draws, f"pod/memory/{cluster}", pods, 80, 120)
        pods["memory_ppm"] = pods["cpu_ppm"] * ratio // 100 * pods["memory_ratio"] // 100
        frames.append(pods.drop(columns=list(CLUSTERS)))
    pods = pd.concat(frames, ignore_index=True)
    pods.insert(0, "pod_number", np.arange(len(pods)))
    return pods.drop(columns=["size", "memory_ratio"])


def _node_count(world: World, cluster: str) -> int:
    meters = world.fleet.meters
    is_node = (meters["host_role"] == "kubernetes_node") & (meters["cluster_id"] == cluster)
    return int((is_node & (meters["start_date"] == meters["start_date"].min())).sum())


def _holders(world: World) -> pd.DataFrame:
    """One row per service or platform that has pods, with the clusters that it is in."""
    services, draws = world.company.services, world.draws
    is_platform = services["service_id"].isin(PLATFORM_PODS)
    holders = services[(services["runtime"] == "kubernetes") | is_platform].reset_index(drop=True)
    count = len(holders)
    holders["size"] = holders["service_id"].map(PLATFORM_PODS).fillna(holders["size"])
    first_team = world.company.service_teams.groupby("service_id", sort=False)["team_id"].first()
    by_team = (holders["service_number"] % 2 == 0) & (holders["archetype"] != "platform")
    own = holders["service_id"].where(
        holders["archetype"] != "platform", "platform-" + holders["service_id"]
    )
    holders["namespace"] = np.where(by_team, holders["service_id"].map(first_team), own)
    volumes = _volume_meters(world)
    for number, cluster in enumerate(CLUSTERS):
        has_volume = holders["service_id"].isin(
            volumes[volumes["cluster_id"] == cluster]["service_id"]
        )
        is_drawn = draws.uniform(f"cluster/{cluster}", count) < OTHER_CLUSTER_RATIO
        holders[cluster] = (number == 0) | is_drawn | has_volume.to_numpy()
    kind = draws.uniform("pods/kind", count)
    is_over = kind < OVER_REQUESTING_RATIO
    is_bursting = ~is_over & (kind < OVER_REQUESTING_RATIO + BURSTING_RATIO)
    # Whoever bursts uses all it holds and requests less; the others request all and use less.
    used = draws.integers("pods/used", count, 520_000, 720_000)
    little = draws.integers("pods/little", count, 80_000, 200_000)
    holders["request_ppm"] = np.where(is_bursting, FLAT_PPM, PPM)
    holders["usage_ppm"] = np.select([is_over, is_bursting], [little, PPM], default=used)
    holders["is_over_requested"] = is_over
    holders["is_bursting"] = is_bursting
    holders["memory_ratio"] = draws.integers("pods/memory", count, 75, 125)
    holders["workload_number"] = holders["service_number"] * len(WORKLOADS) + COMPUTE
    columns = ["service_number", "service_id", "workload_number", "size", "namespace", *CLUSTERS]
    return holders[
        [
            *columns,
            "request_ppm",
            "usage_ppm",
            "is_over_requested",
            "is_bursting",
            "memory_ratio",
            "start_date",
            "stop_date",
        ]
    ]


def _daemonsets() -> pd.DataFrame:
    """What runs on every node."""
    columns = ["namespace", "workload", "cpu_ppm", "memory_ppm"]
    return pd.DataFrame(DAEMONSETS, columns=columns).rename_axis("daemonset_number").reset_index()


def _volume_meters(world: World) -> pd.DataFrame:
    """Return the disks of services on Kubernetes that are in the region of a cluster."""
    meters = world.fleet.meters
    runtime = world.company.services["runtime"].to_numpy()[meters["service_number"]]
    is_volume = (
        (meters["product_code"] == "AmazonEC2")
        & (meters["product_family"] == "Storage")
        & (runtime == "kubernetes")
    )
    volumes = meters[is_volume].copy()
    is_production = volumes["environment"] == "production"
    clusters = pd.Series({region: name for name, region in reversed(CLUSTERS.items())})
    production = volumes["region"].map(clusters)
    development = pd.Series("dev-us-east-1", index=volumes.index).where(
        volumes["region"] == CLUSTERS["dev-us-east-1"]
    )
    volumes["cluster_id"] = production.where(is_production, development)
    found: pd.DataFrame = volumes.dropna(subset=["cluster_id"])
    return found


def _volumes(world: World, pods: pd.DataFrame) -> pd.DataFrame:
    """One row per persistent volume; a few lose their claim one day, and are billed on."""
    volumes, draws = _volume_meters(world), world.draws
    first = pods.groupby(["cluster_id", "service_id"], as_index=False).first()
    keys = first[["cluster_id", "service_id", "namespace", "pod_number"]]
    volumes = volumes[["meter_number", "cluster_id", "service_id"]].merge(
        keys, on=["cluster_id", "service_id"], how="inner"
    )
    count = len(volumes)
    is_unattached = draws.uniform("volume/unattached", count) < UNATTACHED_RATIO
    day = draws.integers("volume/day", count, 0, max(world.parameters.day_count * 2 // 3, 1))
    return volumes.assign(
        usage_ppm=draws.integers("volume/usage", count, 150_000, 850_000),
        unattached_from_day=np.where(is_unattached, day, world.parameters.day_count),
    )


def _namespaces(world: World, pods: pd.DataFrame) -> pd.DataFrame:
    """One row per cluster and namespace; ``service_id`` is null where several services share it.

    The label of a namespace of a team names the team that it was made for.
    """
    platforms = catalogue.read("platforms").set_index("platform_id")["team_id"]
    found = pods.groupby(["cluster_id", "namespace"], as_index=False)["service_id"].first()
    is_own = (found["service_id"] == found["namespace"]) & ~found["service_id"].isin(
        platforms.index
    )
    found["team_id"] = found["service_id"].map(platforms).fillna(found["namespace"]).where(~is_own)
    found["service_id"] = found["service_id"].where(is_own)
    system = pd.DataFrame(
        [
            (cluster, namespace, None, team)
            for cluster in CLUSTERS
            for namespace, team in (
                ("kube-system", "compute-platform"),
                ("monitoring", "observability"),
            )
        ],
        columns=["cluster_id", "namespace", "service_id", "team_id"],
    )
    namespaces = pd.concat([found, system], ignore_index=True)
    is_labelled = world.draws.uniform("namespace/label", len(namespaces)) < 0.9
    return namespaces.assign(is_labelled=is_labelled)


def _integers(draws: Draws, name: str, pods: pd.DataFrame, low: int, high: int) -> Integers:
    return draws.integers(name, len(pods), low, high + 1)


# Made by the first export of a month and read by the others; hosts has made demand_of_month.
STEPS = (
    Step("nodes_of_month"),
    Step("pods_of_month"),
    Step("pod_days"),
    Step("pod_node_days", is_view=True),
    Step("volume_days"),
)
TABLES = ("pod_usage", "volume_usage", "node_labels", "namespace_labels")
EXPORTS = tuple(
    Export(
        source=cluster,
        identifier=f"kubernetes_{table}",
        query=f"kubernetes_{table}",
        steps=STEPS if number == 0 and table == TABLES[0] else (),
    )
    for number, cluster in enumerate(CLUSTERS)
    for table in TABLES
)
TRUTHS = (Truth(name="kubernetes_shares", query="truth_kubernetes_shares"),)
