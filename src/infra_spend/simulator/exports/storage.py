"""Weekly inventories of buckets: what lies below which prefix, and when it was last read.

A bucket has one storage class. The sizes of its prefixes add up to what the bill counts: so many
GB-months a day are that many times the days of the month, in GiB.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator.export import Export
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

COLD_RATIO, UNTAGGED_RATIO = 0.16, 0.3
TABLE_RATIO = {"batch": 0.9, "platform": 0.9, "store": 0.3, "model": 0.6}
STORAGE_CLASSES = {
    "StandardStorage": "STANDARD",
    "StandardIAStorage": "STANDARD_IA",
    "GlacierInstantRetrievalStorage": "GLACIER_IR",
}
TABLES = (
    "events",
    "sessions",
    "users",
    "impressions",
    "clicks",
    "orders",
    "features",
    "embeddings",
    "snapshots",
    "metrics",
    "experiments",
    "models",
)
FOLDERS = ("logs", "uploads", "exports", "backups", "tmp", "media", "archive", "checkpoints")


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return storage_prefixes: the parts of buckets, in millionths of a bucket.

    A cold one has not been read since ``cold_from_day``, which may lie before the first day.
    """
    draws, meters = world.draws, world.fleet.meters
    is_bucket = (meters["product_code"] == "AmazonS3") & (meters["product_family"] == "Storage")
    buckets = meters[is_bucket].reset_index(drop=True)
    has_many = buckets["base_micro_quantity"] > 600 * PPM
    parts = draws.integers("storage/prefixes", len(buckets), 1, 4) + 3 * has_many.to_numpy()
    rows = buckets.loc[np.repeat(np.arange(len(buckets)), parts)].reset_index(drop=True)
    count = len(rows)
    archetype = world.company.services["archetype"].to_numpy()[rows["service_number"]]
    chance = pd.Series(archetype).map(TABLE_RATIO).fillna(0.1)
    is_table = draws.uniform("storage/table", count) < chance.to_numpy()
    number = rows.groupby("meter_number").cumcount()
    start = draws.integers("storage/name", len(buckets), 0, len(TABLES) * len(FOLDERS))
    place = np.repeat(start, parts) + number
    table = np.array(TABLES)[place % len(TABLES)]
    folder = np.array(FOLDERS)[place % len(FOLDERS)]
    prefix = np.where(is_table, "warehouse/" + pd.Series(table) + "/", pd.Series(folder) + "/")
    weight = pd.Series(draws.integers("storage/weight", count, 5, 100) ** 2)
    group = weight.groupby(rows["meter_number"])
    total, until = group.transform("sum"), group.cumsum()
    days = world.parameters.day_count
    is_cold = draws.uniform("storage/cold", count) < COLD_RATIO
    prefixes = pd.DataFrame(
        {
            "meter_number": rows["meter_number"],
            "prefix": prefix,
            "table_name": np.where(is_table, rows["service_id"] + "." + table, None),
            "from_ppm": (until - weight) * PPM // total,
            "to_ppm": until * PPM // total,
            "object_kib": draws.integers("storage/object", count, 200, 200_000),
            "cold_from_day": np.where(
                is_cold, draws.integers("storage/cold_day", count, -300, max(days // 2, 1)), days
            ),
            "is_tagged": draws.uniform("storage/tag", count) >= UNTAGGED_RATIO,
            "storage_class": rows["operation"].map(STORAGE_CLASSES),
        }
    )
    return {"storage_prefixes": prefixes}


EXPORTS = (Export(source="storage", identifier="storage_inventory", query="storage_inventory"),)
TRUTHS = ()
