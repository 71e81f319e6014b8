"""Meters of shared platforms: who used how much of what, with platforms that use each other.

What is written is whole numbers: a base, the demand of the consumer on the day and noise. The true
final shares follow from the same numbers: the equations (I - A) X = B are solved per day, with A
what platforms give to platforms, without what they give to themselves, and B what they give to
services. A platform without meters on a day keeps its cost: it is its own final consumer. The
elimination uses element-wise arithmetic only, so that its last digits are the same everywhere.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.draws import Floats, Integers
from infra_spend.simulator.export import Export, Truth
from infra_spend.simulator.exports.kubernetes import draw_pods
from infra_spend.simulator.workloads import PPM, WORKLOADS
from infra_spend.simulator.world import World

TRILLION = 10**12
ENGINES = ("trino", "spark", "hive")
# What platforms take of a platform, in hundredths of it; itself among them.
PLATFORM_CONSUMERS = {
    "kubernetes": {"kubernetes": 3},
    "kafka": {"kafka": 2, "object-storage": 5, "cache": 4, "feature-store": 6},
    "cache": {"kafka": 4, "feature-store": 9, "trino": 3},
    "object-storage": {
        "object-storage": 2,
        "kubernetes": 3,
        "kafka": 6,
        "trino": 9,
        "spark": 13,
        "hive": 8,
        "feature-store": 3,
        "training": 9,
    },
    "trino": {"training": 4},
    "spark": {"feature-store": 10, "training": 7},
    "hive": {"spark": 5},
    "feature-store": {"training": 14, "inference": 26},
    "training": {"training": 3, "inference": 12},
    "inference": {},
}
# The chance that a service of an archetype is a consumer.
SERVICE_CONSUMERS = {
    "kafka": {"stream": 1.0, "worker": 0.5, "web": 0.2},
    "cache": {"web": 0.4, "store": 0.7, "model": 0.3},
    "object-storage": {"batch": 1.0, "store": 0.5, "model": 0.8, "stream": 0.3},
    "trino": {"batch": 0.4, "model": 0.4, "web": 0.06},
    "spark": {"batch": 0.5, "stream": 0.2, "model": 0.2},
    "hive": {"batch": 0.3},
    "feature-store": {"model": 0.8, "web": 0.05},
    "training": {"model": 0.6},
    "inference": {"model": 0.7, "web": 0.08},
}
# What a platform serves on a day at small scale, in whole units of its meter.
DAILY_TOTALS = {
    "kafka": 210_000,
    "cache": 96_000,
    "object-storage": 1_900_000,
    "feature-store": 42_000,
    "training": 1_150,
    "inference": 3_400,
}
SMALL_METERS = 1_645
# An engine's consumers have weights: what they are worth depends on the machines of the day.
ENGINE_WEIGHT = 1_000 * PPM
SILENT_PLATFORM, LATE_PLATFORM = "cache", "inference"
MONSTERS_PER_YEAR, MONSTER_FACTOR = 12, 9


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return platform_edges, platform_usage_days, platform_monsters and the true shares.

    ``platform_share_days`` has day_number, platform_number and consumer_number (both of
    platform_consumers) and trillionths.
    """
    edges = draw_edges(world)
    quantities, monsters = _quantities(world, edges)
    day, edge = np.nonzero(quantities.T)
    platforms = catalogue.read("platforms")["platform_id"].tolist()
    services = world.company.services["service_id"].tolist()
    return {
        "platform_edges": edges,
        "platform_usage_days": pd.DataFrame(
            {"edge_number": edge, "day_number": day, "micro_quantity": quantities[edge, day]}
        ),
        "platform_monsters": monsters,
        "platform_consumers": pd.DataFrame(
            {
                "consumer_number": np.arange(len(platforms) + len(services)),
                "consumer": platforms + services,
                "is_platform": [True] * len(platforms) + [False] * len(services),
            }
        ),
        "platform_share_days": _share_rows(_shares(world, edges, quantities)),
    }


def draw_edges(world: World) -> pd.DataFrame:
    """One row per platform and consumer, with what it uses at a demand of one, in millionths."""
    platforms = catalogue.read("platforms")
    services = world.company.services.set_index("service_id", drop=False)
    scale = max(world.parameters.meter_count / SMALL_METERS, 0.2)
    pods = draw_pods(world)
    frames = []
    for number, platform in enumerate(platforms.itertuples()):
        name = str(platform.platform_id)
        if name == "kubernetes":
            # What pods request: millionths of a node of 16 cores in 24 hours.
            base = pods.groupby("service_id", sort=False)["cpu_ppm"].sum() * 16 * 24
            total = int(base.sum())
        else:
            total = ENGINE_WEIGHT if name in ENGINES else round(DAILY_TOTALS[name] * scale) * PPM
            base = _base_of_services(world, name, total)
        from_platforms = {
            consumer: total * hundredths // 100
            for consumer, hundredths in PLATFORM_CONSUMERS[name].items()
        }
        base = pd.concat([base, pd.Series(from_platforms, dtype=np.int64)])
        base = base.groupby(level=0, sort=False).sum()
        is_platform = services.loc[base.index, "archetype"] == "platform"
        frames.append(
            pd.DataFrame(
                {
                    "platform": name,
                    "platform_number": number,
                    "meter": platform.meter,
                    "quantity_unit": platform.quantity_unit,
                    "is_engine": name in ENGINES,
                    "consumer": base.index,
                    "consumer_type": np.where(is_platform, "platform", "service"),
                    "service_number": services.loc[base.index, "service_number"].to_numpy(),
                    "base_micro_quantity": base.to_numpy(),
                }
            )
        )
    edges = pd.concat(frames, ignore_index=True)
    edges.insert(0, "edge_number", np.arange(len(edges)))
    return edges


def _base_of_services(world: World, platform: str, total: int) -> "pd.Series[int]":
    """Return what each service that uses a platform takes of what platforms leave."""
    services = world.company.services
    chance = services["archetype"].map(SERVICE_CONSUMERS[platform]).fillna(0.0)
    is_consumer = world.draws.uniform(f"platform/{platform}/who", len(services)) < chance
    if not is_consumer.any():
        is_consumer[services["archetype"] != "platform"] = True
    weight = services["size"] * world.draws.between(
        f"platform/{platform}/size", len(services), 0.5, 1.5
    )
    weight = weight[is_consumer] / weight[is_consumer].sum()
    left = total * (100 - sum(PLATFORM_CONSUMERS[platform].values())) // 100
    base = np.maximum(np.rint(weight * left), 1).astype(np.int64)
    return pd.Series(base.to_numpy(), index=services["service_id"][is_consumer])


def _quantities(world: World, edges: pd.DataFrame) -> tuple[Integers, pd.DataFrame]:
    """Return what each edge carries on each day in millionths, and the days of monster queries."""
    days = world.parameters.day_count
    demand = world.demand.by_day
    workload = np.where(
        edges["platform"] == "object-storage",
        WORKLOADS.index("storage"),
        WORKLOADS.index("compute"),
    )
    numbers = edges["service_number"].to_numpy()
    day = np.arange(days)
    edge = edges["edge_number"].to_numpy()[:, None]
    noise = 970_000 + (edge * 7919 + day * 104_729) % 60_001
    quantities = edges["base_micro_quantity"].to_numpy()[:, None] // 1000
    quantities = quantities * demand[numbers * len(WORKLOADS) + workload] // PPM * noise // 1000
    services = world.company.services
    first = pd.Timestamp(world.parameters.first_day)
    start = (services["start_date"] - first).dt.days.to_numpy()[numbers]
    stop = (services["stop_date"] - first).dt.days.fillna(days).to_numpy()[numbers]
    quantities[(day < start[:, None]) | (day >= stop[:, None])] = 0
    quantities[edges["platform"] == SILENT_PLATFORM, days * 3 // 5] = 0
    quantities[edges["platform"] == LATE_PLATFORM, : days // 3] = 0
    monsters = _monsters(world, edges)
    quantities[monsters["edge_number"], monsters["day_number"]] *= MONSTER_FACTOR
    is_real = quantities[monsters["edge_number"], monsters["day_number"]] > 0
    return quantities, monsters[is_real].reset_index(drop=True)


def _monsters(world: World, edges: pd.DataFrame) -> pd.DataFrame:
    """Days on which one query of a service takes far more of an engine than its owner ever did."""
    of_engines = edges[edges["is_engine"] & (edges["consumer_type"] == "service")]
    count = round(MONSTERS_PER_YEAR * world.parameters.day_count / 365.25)
    pick = world.draws.integers("monster/edge", count, 0, len(of_engines))
    frame = pd.DataFrame(
        {
            "edge_number": of_engines["edge_number"].to_numpy()[pick],
            "day_number": world.draws.integers("monster/day", count, 0, world.parameters.day_count),
        }
    )
    return frame.drop_duplicates(ignore_index=True)


def _shares(world: World, edges: pd.DataFrame, quantities: Integers) -> Floats:
    """Return the final shares, by time, platform and consumer: platforms, then services."""
    platforms = catalogue.read("platforms")["platform_id"].tolist()
    count, times = len(platforms), quantities.shape[1]
    position = edges["consumer"].map({name: at for at, name in enumerate(platforms)})
    column = position.fillna(edges["service_number"] + count).astype(int).to_numpy()
    row = edges["platform_number"].to_numpy()
    given = np.zeros((count, count + len(world.company.services), times), dtype=np.int64)
    given[row, column] = np.where((row == column)[:, None], 0, quantities)
    given = np.moveaxis(given, 2, 0)
    total = given.sum(axis=2)
    ratios = given / np.maximum(total, 1)[:, :, None]
    equations = np.eye(count) - ratios[:, :, :count]
    result = ratios
    result[:, :, :count] = np.where(total == 0, 1.0, 0.0)[:, :, None] * np.eye(count)
    return solved(equations, result)


def solved(equations: Floats, result: Floats) -> Floats:
    """Solve many small systems at once; rows sum to what leaves a platform, so pivots are safe."""
    for pivot in range(equations.shape[1]):
        divisor = equations[:, pivot, pivot, None].copy()
        equations[:, pivot] /= divisor
        result[:, pivot] /= divisor
        for row in range(equations.shape[1]):
            if row != pivot:
                factor = equations[:, row, pivot, None].copy()
                equations[:, row] -= factor * equations[:, pivot]
                result[:, row] -= factor * result[:, pivot]
    return result


def _share_rows(shares: Floats) -> pd.DataFrame:
    trillionths = np.rint(shares * TRILLION).astype(np.int64)
    time, platform, consumer = np.nonzero(trillionths)
    return pd.DataFrame(
        {
            "day_number": time,
            "platform_number": platform,
            "consumer_number": consumer,
            "trillionths": trillionths[time, platform, consumer],
        }
    )


# host_usage has made the steps that this reads: engine_days and what it builds on.
EXPORTS = (Export(source="platforms", identifier="platform_usage", query="platform_usage"),)
TRUTHS = (Truth(name="platform_shares", query="truth_platform_shares"),)
