"""A model API that bills tokens, in FOCUS: each API key of a project is used by one service.

It grows faster than anything else, and half way the price of one model falls, by a known ratio.
Quantities are whole tokens, unit prices whole ten-thousandths of a dollar per million of them.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from infra_spend.simulator import catalogue
from infra_spend.simulator.export import Export, Step
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.tags import with_tags
from infra_spend.simulator.workloads import PPM, WORKLOADS
from infra_spend.simulator.world import World

PRICE_SCALE = 10**4
ADOPTION_RATIO, FEWEST_KEYS = 0.07, 4
SECOND_MODEL_RATIO = 0.4
MODEL_WEIGHTS = {"gpt-4o": 0.4, "gpt-4o-mini": 0.4, "o3": 0.2}
FEWEST_TOKENS, MOST_TOKENS = 700_000, 20 * PPM
LATE_RATIO = 0.6
MONTHLY_GROWTH = 1.06
NOTICE_DAYS = 14
# Keys are made by people, so more of them say nothing than of what is deployed from templates.
TAG_FAULTS = {"none": 0.74, "untagged": 0.14, "misspelt": 0.06, "stale": 0.03, "wrong": 0.03}


def draw_tables(world: World) -> dict[str, pd.DataFrame]:
    """Return model_api_meters, model_api_prices and model_api_growth."""
    meters = _meters(world)
    return {
        "model_api_meters": meters,
        "model_api_prices": _prices(world.parameters),
        "model_api_growth": _growth(world.parameters),
    }


def _meters(world: World) -> pd.DataFrame:
    """One row per API key, model and kind of token."""
    draws, keys = world.draws, _keys(world)
    first = draws.choice("model_api/model", len(keys), list(MODEL_WEIGHTS.values()))
    has_second = draws.uniform("model_api/second", len(keys)) < SECOND_MODEL_RATIO
    models = np.array(list(MODEL_WEIGHTS))
    # Each model has a key that uses it, however few there are.
    first[: len(models)] = np.arange(len(models))
    keys["model"] = models[first]
    others = keys[has_second].copy()
    others["model"] = models[(first[has_second] + 1) % len(models)]
    meters = pd.concat([keys, others], ignore_index=True).merge(
        catalogue.read("model_api_skus"), on="model", sort=False
    )
    meters = meters.sort_values(["key_number", "model", "token_kind"]).reset_index(drop=True)
    meters.insert(0, "meter_number", np.arange(len(meters)))
    low, high = meters.pop("low_ratio"), meters.pop("high_ratio")
    ratio = low + (high - low) * draws.uniform("model_api/ratio", len(meters))
    meters["base_tokens"] = np.rint(meters.pop("tokens") * ratio).astype(np.int64)
    return meters.drop(columns=["list_price", "price_ratio"])


def _keys(world: World) -> pd.DataFrame:
    """One row per API key: whose it is, since when, and what its tags say."""
    draws, parameters = world.draws, world.parameters
    services = world.company.services[world.company.services["archetype"] != "platform"]
    count = max(round(len(services) * ADOPTION_RATIO), FEWEST_KEYS)
    order = np.argsort(draws.uniform("model_api/service", len(services)), kind="stable")
    # Only who is there from the first day to the last: the others have enough of their own.
    chosen = services.iloc[order]
    is_whole = chosen["stop_date"].isna() & (
        chosen["start_date"] == pd.Timestamp(parameters.first_day)
    )
    keys = chosen[is_whole].head(count)[["service_number", "service_id", "pillar_id"]]
    keys = keys.sort_values("service_number").reset_index(drop=True)
    keys = keys.rename(columns={"service_id": "owning_service_id"})
    count = len(keys)
    keys.insert(0, "key_number", np.arange(count))
    is_late = draws.uniform("model_api/late", count) < LATE_RATIO
    day = draws.integers("model_api/start", count, 0, max(parameters.day_count * 2 // 3, 1))
    # The first keys are there from the first day, one for each model.
    day = np.where(is_late & (np.arange(count) >= len(MODEL_WEIGHTS)), day, 0)
    keys["start_date"] = pd.Timestamp(parameters.first_day) + pd.to_timedelta(day, unit="D")
    keys["tokens"] = draws.integers("model_api/tokens", count, FEWEST_TOKENS, MOST_TOKENS)
    keys = with_tags(keys, draws, "model_api", TAG_FAULTS)
    keys["resource_id"] = [f"key_{text}" for text in draws.text("model_api/key", count, 16)]
    pillars = sorted(world.company.services["pillar_id"].unique())
    projects = dict(zip(pillars, draws.text("model_api/project", len(pillars), 12), strict=True))
    keys["project_id"] = "proj_" + keys["pillar_id"].map(projects)
    keys["workload_number"] = keys["service_number"] * len(WORKLOADS) + WORKLOADS.index("ai")
    return keys


def _prices(parameters: Parameters) -> pd.DataFrame:
    """One row per model, kind of token and interval; an open end is null."""
    skus = catalogue.read("model_api_skus")
    starts = parameters.month_starts
    change = pd.Timestamp(starts[len(starts) // 2])
    has_change = (skus["price_ratio"] != 1) & (len(starts) > 1)
    rows = pd.concat([skus, skus[has_change]], ignore_index=True)
    is_after = np.arange(len(rows)) >= len(skus)
    is_before = ~is_after & (rows["price_ratio"] != 1) & (len(starts) > 1)
    changes = pd.Series(change, index=rows.index)
    price = np.where(is_after, rows["list_price"] * rows["price_ratio"], rows["list_price"])
    return rows[["model", "token_kind", "sku_id"]].assign(
        valid_from_date=changes.where(is_after, pd.Timestamp(starts[0])),
        valid_to_date=changes.where(is_before),
        announced_at=(changes - timedelta(days=NOTICE_DAYS)).where(is_after),
        price_ten_thousandths=np.rint(price * PRICE_SCALE).astype(np.int64),
    )


def _growth(parameters: Parameters) -> pd.DataFrame:
    """How much more is asked of the models in each month than in the first."""
    starts = parameters.month_starts
    growth = np.rint(MONTHLY_GROWTH ** np.arange(len(starts)) * PPM).astype(np.int64)
    return pd.DataFrame({"billing_month": pd.to_datetime(pd.Series(starts)), "growth_ppm": growth})


EXPORTS = (
    Export(
        source="model_api",
        identifier="focus_charges",
        query="model_api_focus_charges",
        steps=(Step("model_api_charges"),),
    ),
    Export(source="model_api", identifier="invoices", query="model_api_invoices"),
)
TRUTHS = ()
