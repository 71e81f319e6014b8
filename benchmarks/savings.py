"""How well effects of initiatives are told, on companies that no parameter was chosen on."""

import numpy as np
import pandas as pd

from benchmarks.report import Result
from infra_spend.forecasting.panel import Floats
from infra_spend.savings import estimate_effect
from infra_spend.simulator.estimates import daily_micro_quantities
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.workloads import WORKLOADS
from infra_spend.simulator.world import World, draw_world

# Parameters were chosen on seeds 101, 102 and 103.
SEEDS = range(301, 309)
EFFECT = -0.2
SAMPLED_SERIES = 40
DAYS_BEFORE, FEWEST_DAYS_SINCE, MOST_DAYS_SINCE = 120, 30, 180


def run_savings() -> list[Result]:
    """Return how far off effects are that are known, and how often there seems to be one."""
    results = []
    for name, workloads in (("services", 1), ("workloads of services", len(WORKLOADS))):
        trials = pd.concat([_trials(seed, workloads) for seed in SEEDS])
        error = trials["estimate"] - EFFECT
        rows = (
            ("bias, points", f"{100 * error.mean():+.2f}", "at most 1.5"),
            ("median error, points", f"{100 * error.abs().median():.2f}", "at most 5"),
            ("seen where nothing happened", f"{trials['is_false'].mean():.3f}", "at most 0.15"),
            ("in intervals of 90 %", f"{trials['is_inside'].mean():.3f}", "at least 0.85"),
            ("seen where a fifth was saved", f"{trials['is_seen'].mean():.3f}", ""),
        )
        label = f"savings: {len(trials)} {name} of {len(SEEDS)} companies"
        results += [Result(f"{label}: {what}", found, bar=bar) for what, found, bar in rows]
    return results


def _trials(seed: int, workloads: int) -> pd.DataFrame:
    """Return what is said of series as they are, and of the same less a fifth from some day on."""
    print(f"Measuring savings of company {seed}", flush=True)
    world = draw_world(Parameters(seed=seed))
    usage = _usage_at_list_price(world)
    values = usage.reshape(len(usage), -1, len(WORKLOADS) // workloads).sum(axis=2)
    dates = pd.date_range(world.parameters.first_day, periods=len(values))
    draws = np.random.default_rng(seed)
    trials: list[tuple[float, bool, bool, bool]] = []
    while len(trials) < SAMPLED_SERIES:
        series = int(draws.integers(values.shape[1]))
        start = int(draws.integers(DAYS_BEFORE, len(dates) - FEWEST_DAYS_SINCE))
        end = start + int(draws.integers(FEWEST_DAYS_SINCE, MOST_DAYS_SINCE))
        if not (values[start - DAYS_BEFORE : end, series] > 0).all():
            continue
        rows = pd.DataFrame(values[:end], dates[:end]).unstack().rename("value")
        history = rows[rows > 0].rename_axis(["series_id", "date"]).reset_index()
        nothing = estimate_effect(history, series, dates[start].date())
        is_since = history["series_id"].eq(series) & (history["date"] >= dates[start])
        history.loc[is_since, "value"] *= 1 + EFFECT
        found = estimate_effect(history, series, dates[start].date())
        is_inside = found.interval[0] <= EFFECT <= found.interval[1]
        trials.append((found.estimate, nothing.distinguishable, is_inside, found.distinguishable))
    return pd.DataFrame(trials, columns=["estimate", "is_false", "is_inside", "is_seen"])


def _usage_at_list_price(world: World) -> Floats:
    """Return what workloads of services use by day, in dollars; shape (days, workloads)."""
    meters, demand = world.fleet.meters, world.demand.by_day
    workload, price = (meters[name].to_numpy() for name in ("workload_number", "list_price"))
    found = np.zeros(demand.T.shape)
    for day, date in enumerate(pd.date_range(world.parameters.first_day, periods=len(found))):
        is_there = (meters["start_date"] <= date) & (meters["stop_date"] > date)
        quantities = daily_micro_quantities(meters, demand[workload, day]) * is_there.to_numpy()
        np.add.at(found[day], workload, quantities * price / 1e6)
    return found
