"""Histories of daily costs for tests of forecasts."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

FIRST = "2025-01-01"


def history_of(**values: object) -> pd.DataFrame:
    """Return one series for each argument: its values from FIRST on."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "series_id": name,
                    "date": pd.date_range(FIRST, periods=len(series)),
                    "value": np.asarray(series, dtype=float),
                }
            )
            for name, series in values.items()
        ],
        ignore_index=True,
    )


def weekly(days: int, level: float = 100.0, noise: float = 0.02, seed: int = 1) -> np.ndarray:
    """Return costs that are a quarter higher at weekends."""
    dates = pd.date_range(FIRST, periods=days)
    week = np.where(dates.dayofweek >= 5, 1.25, 1.0)
    return level * week * (1 + noise * np.random.default_rng(seed).normal(size=days))


def company(series: int, days: int, seed: int = 1) -> pd.DataFrame:
    """Return series with a week, a trend and now and then a shift."""
    random = np.random.default_rng(seed)
    values = {}
    for number in range(series):
        shifts = np.cumprod(
            np.where(random.random(days) < 0.005, random.uniform(0.6, 1.6, days), 1)
        )
        trend = np.exp(random.normal(0, 0.0005) * np.arange(days))
        costs = weekly(days, random.uniform(10, 200), 0.03, int(random.integers(1 << 30)))
        values[f"s{number:03}"] = costs * shifts * trend
    return history_of(**values)


@st.composite
def histories(draw: st.DrawFn) -> pd.DataFrame:
    """Return one to four series of costs, credits, zeros and gaps."""
    series = {}
    for number in range(draw(st.integers(1, 4))):
        days = draw(st.integers(1, 60))
        kind = draw(st.sampled_from(["costs", "credits", "both", "rare", "zeros"]))
        random = np.random.default_rng(draw(st.integers(0, 99)))
        values = random.gamma(4.0, 25.0, days)
        sign = {"credits": -1.0, "zeros": 0.0}.get(kind, 1.0)
        if kind == "both":
            sign = random.choice([-1.0, 1.0], days)
        if kind == "rare":
            sign = random.choice([0.0, 1.0], days)
        series[f"s{number}"] = values * sign
    history = history_of(**series)
    kept = np.random.default_rng(draw(st.integers(0, 99))).random(len(history)) < 0.9
    return history[kept | (history.index == 0)]
