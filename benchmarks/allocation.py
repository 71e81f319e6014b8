"""What a year of platforms that use each other costs to solve, held against two plain methods."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.measure import cheapest, measure
from benchmarks.report import Result, compared
from infra_spend.allocation import solve_platforms_daily

Floats = NDArray[np.float64]

DAYS = 365
PLATFORMS = 500
OWNERS = 100
# How many platforms, and how many owners, use a platform.
CONSUMERS = (4, 8)
# Platforms behind the first ones are used by earlier platforms only.
SHAPES = {"40 using each other": 40, "all using each other": PLATFORMS}
ENOUGH = 1e-12
BAR = "below 60 s"


def run_allocation(folder: Path, repeat: int) -> list[Result]:
    """Return what each method costs, reading its input included.

    Raises:
        AssertionError: the methods disagree.
    """
    folder.mkdir()
    results = []
    for number, (shape, core) in enumerate(SHAPES.items()):
        usage = folder / f"usage_{number}.parquet"
        draw_usage(core).to_parquet(usage)
        ours, equations, rounds = (
            cheapest([measure(paid, usage, method) for _ in range(repeat)])
            for method in (solve, solve_equations, go_round)
        )
        for method in (solve_equations, go_round):
            np.testing.assert_allclose(
                np.load(paid_path(usage, method)), np.load(paid_path(usage, solve)), rtol=1e-9
            )
        name = f"allocation: {PLATFORMS} platforms, {DAYS} days, {shape}"
        results += [
            compared(f"{name}, of a dense solve a day", ours, equations, BAR),
            compared(f"{name}, of hops until {ENOUGH:.0e} is left", ours, rounds),
        ]
    return results


def draw_usage(core: int) -> pd.DataFrame:
    """Return a year of usage; only the first platforms, ``core`` of them, are in circles."""
    draws = np.random.default_rng(7)
    platform = np.arange(PLATFORMS)[:, None]
    limit = np.where(platform < core, core, platform)
    users = (draws.random((PLATFORMS, CONSUMERS[0])) * limit).astype(np.int64)
    owners = draws.integers(0, OWNERS, (PLATFORMS, CONSUMERS[1]))
    consumers = np.hstack([users, PLATFORMS + owners])
    names = np.array(
        [f"platform-{at:03}" for at in range(PLATFORMS)]
        + [f"team-{at:03}" for at in range(OWNERS)],
        dtype=object,
    )
    return pd.DataFrame(
        {
            "charge_date": pd.date_range("2026-01-01", periods=DAYS).repeat(consumers.size),
            "platform": np.tile(np.repeat(names[:PLATFORMS], sum(CONSUMERS)), DAYS),
            "consumer": np.tile(names[consumers.ravel()], DAYS),
            "quantity": draws.gamma(1.0, 100.0, DAYS * consumers.size),
        }
    )


def paid(usage: Path, method: Callable[[pd.DataFrame], Floats]) -> None:
    """Save what each owner pays on each day, by one of the methods."""
    np.save(paid_path(usage, method), method(pd.read_parquet(usage)))


def paid_path(usage: Path, method: Callable[[pd.DataFrame], Floats]) -> Path:
    """Return where a method leaves what owners pay."""
    return usage.with_name(f"{usage.stem}_{method.__name__}.npy")


def solve(usage: pd.DataFrame) -> Floats:
    """Our way: checked, in rows, rounded to ratios that sum to 1."""
    found = solve_platforms_daily(usage)
    paid = np.zeros((DAYS, OWNERS))
    day = found["charge_date"].dt.dayofyear.to_numpy() - 1
    cost = own_costs()[numbers(found["platform"])] * found["ratio"].to_numpy()
    np.add.at(paid, (day, numbers(found["final_owner"]) - PLATFORMS), cost)
    return paid


def solve_equations(usage: pd.DataFrame) -> Floats:
    """The textbook: a dense system of equations a day; no checks, no rounding, no rows."""
    return np.array(
        [
            own_costs()
            @ np.linalg.solve(np.eye(PLATFORMS) - ratios[:, :PLATFORMS], ratios[:, PLATFORMS:])
            for ratios in daily_ratios(usage)
        ]
    )


def go_round(usage: pd.DataFrame) -> Floats:
    """Hop after hop along the edges, all platforms at once, until next to nothing is left."""
    return np.array([own_costs() @ shares_by_hops(ratios) for ratios in daily_ratios(usage)])


def shares_by_hops(ratios: Floats) -> Floats:
    """Return what reaches owners of each platform's cost in the end."""
    source, target = np.nonzero(ratios[:, :PLATFORMS])
    weight = ratios[source, target][:, None]
    starts = np.flatnonzero(np.diff(source, prepend=-1))
    # What of a platform's cost reaches owners within a number of hops, and not before.
    arriving = ratios[:, PLATFORMS:]
    arrived = arriving.copy()
    while arriving.sum(axis=1).max() > ENOUGH:
        passed = np.zeros_like(arriving)
        passed[source[starts]] = np.add.reduceat(weight * arriving[target], starts)
        arriving = passed
        arrived += arriving
    return arrived


def own_costs() -> Floats:
    """Return what each platform costs."""
    return 1.0 + np.arange(PLATFORMS)


def numbers(names: pd.Series) -> NDArray[np.int64]:
    """Return the number of each platform, or of each owner behind the platforms."""
    codes, found = pd.factorize(names)
    is_owner = found.str.startswith("team")
    return np.asarray(found.str[-3:].astype(int) + PLATFORMS * is_owner)[codes]


def daily_ratios(usage: pd.DataFrame) -> Iterator[Floats]:
    """Return which part of each platform who uses, without what it uses itself."""
    rows = len(usage) // DAYS
    platform, consumer = numbers(usage["platform"]), numbers(usage["consumer"])
    quantity = usage["quantity"].to_numpy() * (platform != consumer)
    for first in range(0, len(usage), rows):
        day = slice(first, first + rows)
        ratios = np.zeros((PLATFORMS, PLATFORMS + OWNERS))
        np.add.at(ratios, (platform[day], consumer[day]), quantity[day])
        yield ratios / ratios.sum(axis=1, keepdims=True)
