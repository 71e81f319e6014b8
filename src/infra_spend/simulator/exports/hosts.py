"""What the machines of services, query engines and models did, and what is wasted.

Hosts are metered once a day at every scale: a capacity of the hours that were billed, and what was
used of it. Known shares of them are idle or much too large.
"""

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.export import Export, Step, Truth
from infra_spend.simulator.workloads import PPM
from infra_spend.simulator.world import World

MIB_PER_GIB = 1024
IDLE_RATIO, UNDERUSED_RATIO = 0.05, 0.12
# What a busy host, an underused and an idle one use of its processors, in parts per million.
BUSY_CPU, POOLED_CPU = (220_000, 520_000), (500_000, 680_000)
UNDERUSED_CPU, IDLE_CPU = (50_000, 120_000), (4_000, 22_000)
USED_MEMORY, USED_GPU = (300_000, 800_000), (450_000, 880_000)
TRAINING = "training"


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return instance_sizes (by instance_type) and host_profiles (by meter_number)."""
    return {"instance_sizes": _instance_sizes(), "host_profiles": _host_profiles(world)}


def _instance_sizes() -> pd.DataFrame:
    """What an instance has, and how much less the next generation costs, in parts per million."""
    types = catalogue.read("instance_types")
    prices = types.set_index("instance_type")["list_price"]
    saving = 1 - types["successor"].map(prices) / types["list_price"]
    return pd.DataFrame(
        {
            "instance_type": types["instance_type"],
            "vcpu": types["vcpu"],
            "memory_mib": types["memory_gib"] * MIB_PER_GIB,
            "gpu": types["gpu"],
            "successor_saving_ppm": np.rint(saving.fillna(0) * PPM).astype(np.int64),
        }
    )


def _host_profiles(world: World) -> pd.DataFrame:
    """How busy each host is by itself; ``waste_kind`` is idle_host, underused_host or null."""
    meters, draws = world.fleet.meters, world.draws
    count = len(meters)
    is_steady = meters["is_steady"].to_numpy(dtype=bool)
    can_waste = is_steady & (meters["host_role"] == "service_host").to_numpy()
    pick = draws.uniform("host/waste", count)
    is_idle = can_waste & (pick < IDLE_RATIO)
    is_underused = can_waste & ~is_idle & (pick < IDLE_RATIO + UNDERUSED_RATIO)
    place = draws.uniform("host/cpu", count)
    gpu = draws.integers("host/gpu", count, *USED_GPU)
    used = np.empty(count)
    for chosen, (low, high) in (
        (is_steady, BUSY_CPU),
        (~is_steady, POOLED_CPU),
        (is_underused, UNDERUSED_CPU),
        (is_idle, IDLE_CPU),
    ):
        used[chosen] = low + (high - low) * place[chosen]
    profiles = pd.DataFrame(
        {
            "meter_number": meters["meter_number"],
            "cpu_ppm": np.rint(used).astype(np.int64),
            "memory_ppm": draws.integers("host/memory", count, *USED_MEMORY),
            "gpu_ppm": gpu + 80_000 * (meters["service_id"] == TRAINING).to_numpy(),
            "waste_kind": np.select(
                [is_idle, is_underused], ["idle_host", "underused_host"], default=""
            ),
        }
    )
    profiles["waste_kind"] = profiles["waste_kind"].replace("", None)
    return profiles[meters["host_role"].notna().to_numpy()]


# Made once a month by the first module that reads them; see known.py for the order of modules.
STEPS = (
    Step("aws_periods"),
    Step("demand_of_month"),
    Step("hosts_of_month"),
    Step("host_days"),
    Step("usage_of_month"),
    Step("engine_days"),
)
EXPORTS = (Export(source="hosts", identifier="host_usage", query="host_usage", steps=STEPS),)
TRUTHS = (Truth(name="waste", query="truth_waste"),)
