"""Logs of query engines: who ran what, and what it took of the engine's machines.

The queries of a consumer on a day share the processor time that the engine metered for it, so the
log adds up to the meter of the platform, and with what is idle to the capacity of the hosts.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator.export import Export, Truth
from infra_spend.simulator.exports.platforms import draw_edges
from infra_spend.simulator.world import World

ROWS_PER_LINE, DAYS_A_MONTH = 0.03, 30.4
SIZE_COUNT = 97
# A few queries do most of the work: sizes are the quantiles of a distribution with a long tail.
TAIL = 1.15
NAMED_SERVICE_RATIO, SHARED_QUEUE_RATIO = 0.65, 0.35


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return query_streams (what a user sends through a queue) and query_sizes."""
    return {"query_streams": _streams(world), "query_sizes": _sizes()}


def _streams(world: World) -> pd.DataFrame:
    """One row per user, queue and class; the main one of a consumer runs every day."""
    draws = world.draws
    edges = draw_edges(world)
    edges = edges[edges["is_engine"]].reset_index(drop=True)
    extra = draws.integers("query/streams", len(edges), 0, 3)
    extra[edges["platform"] == "hive"] = 0
    streams = edges.loc[np.repeat(np.arange(len(edges)), 1 + extra)].reset_index(drop=True)
    count = len(streams)
    is_main = ~streams["edge_number"].duplicated()
    is_person = (streams["platform"] == "trino") & (streams["consumer_type"] == "service")
    first_team = world.company.service_teams.groupby("service_id", sort=False)["team_id"].first()
    team = streams["consumer"].map(first_team)
    number = pd.Series(np.arange(count)).map("{:04}".format)
    is_shared = draws.uniform("query/queue", count) < SHARED_QUEUE_RATIO
    queue = np.where(
        is_person,
        np.where(is_shared, "global.adhoc", "global.adhoc." + team),
        np.where(is_shared, "root.default", "root." + team + "." + streams["consumer"]),
    )
    named = draws.uniform("query/named", count) < NAMED_SERVICE_RATIO
    is_exploratory = draws.uniform("query/exploratory", count) < 0.3
    person_class = np.where(is_exploratory, "exploratory", "interactive")
    # The log of a large company has a few rows for every hundred lines of its bill.
    daily = world.parameters.lines_per_month * ROWS_PER_LINE / DAYS_A_MONTH / max(count, 1)
    rate = draws.between("query/rate", count, 0.5, 1.5) * daily
    return pd.DataFrame(
        {
            "stream_number": np.arange(count),
            "edge_number": streams["edge_number"],
            "engine": streams["platform"],
            "consumer": streams["consumer"],
            "consumer_type": streams["consumer_type"],
            "user_name": np.where(is_person, "user" + number, "svc-" + streams["consumer"]),
            "queue_name": queue,
            "service_name": streams["consumer"].where(named & ~is_person),
            "query_class": np.where(is_person, person_class, "scheduled"),
            "is_main": is_main,
            "daily_count": np.maximum(np.rint(rate), 1).astype(np.int64),
            "gib_hundredths_per_core": draws.integers("query/memory", count, 120, 340),
            "kib_per_core_second": draws.integers("query/input", count, 8_000, 90_000),
        }
    )


def _sizes() -> pd.DataFrame:
    place = (np.arange(SIZE_COUNT) + 0.5) / SIZE_COUNT
    # The logistic quantile is close to the normal one, and needs a logarithm only.
    weight = np.exp(TAIL * 0.6 * np.log(place / (1 - place)))
    return pd.DataFrame(
        {
            "size_number": np.arange(SIZE_COUNT),
            "weight": np.maximum(np.rint(weight * 1000), 1).astype(np.int64),
        }
    )


# Reads the steps of hosts, and the tables of platforms.
EXPORTS = (Export(source="queries", identifier="query_log", query="query_log"),)
TRUTHS = (
    Truth(name="query_owners", query="truth_query_owners", is_monthly=False),
    Truth(name="query_monsters", query="truth_query_monsters", is_monthly=False),
)
