"""Elasticities: found where they are known, with intervals that hold, whatever else happens."""

import numpy as np
import pandas as pd
import pytest
from costs_of_days import FIRST

from infra_spend.errors import InputError
from infra_spend.forecasting import elasticities
from infra_spend.forecasting.elasticities import cost_elasticities

DAYS = 700
DATES = pd.date_range(FIRST, periods=DAYS)


def driver(seed: int = 0) -> np.ndarray:
    """Return a metric that grows, has a week, and moves from week to week."""
    generator = np.random.Generator(np.random.Philox(seed))
    weeks = np.repeat(generator.normal(0, 0.02, DAYS // 7).cumsum(), 7)
    return np.exp(10 + np.arange(DAYS) / 2000 + weeks - 0.1 * (DATES.dayofweek >= 5))


def rows(name: str, values: np.ndarray, **more: str) -> pd.DataFrame:
    return pd.DataFrame({"series_id": name, "date": DATES, "value": values, **more})


def costs(true: np.ndarray, noise: float, seed: int) -> pd.DataFrame:
    """Return costs that follow the driver, with a trend, weekends and noise of their own."""
    generator = np.random.Generator(np.random.Philox(seed))
    metric = driver()
    series = []
    for at, elasticity in enumerate(true):
        own = generator.normal(0, noise, DAYS) - 0.3 * (DATES.dayofweek >= 5) * (at % 2)
        values = metric**elasticity * np.exp(own + np.arange(DAYS) / 3000)
        series.append(rows(f"cost-{at:02}", values, segment="Compute", driver_id="orders/shop"))
    return pd.concat(series, ignore_index=True)


METRICS = rows("orders/shop", driver())


def test_elasticities_are_found_and_intervals_hold() -> None:
    true = np.linspace(0.2, 1.2, 60)
    found = elasticities(costs(true, 0.03, seed=1), METRICS)
    assert abs(found["elasticity"] - true).mean() < 0.1
    covered = ((found["lower"] <= true) & (true <= found["upper"])).mean()
    assert 0.65 <= covered <= 0.95


def test_launches_prices_and_shifts_do_not_move_an_elasticity() -> None:
    history = costs(np.array([0.8]), 0.01, seed=2)
    history.loc[300:, "value"] *= 3
    history.loc[400:429, "value"] *= 5
    [found] = elasticities(history, METRICS)["elasticity"]
    assert found == pytest.approx(0.8, abs=0.05)


def test_noisy_series_are_drawn_towards_the_others() -> None:
    quiet, loud = costs(np.full(20, 0.8), 0.02, seed=3), costs(np.full(1, 0.8), 1.0, seed=4)
    history = pd.concat([quiet, loud.assign(series_id="loud")])
    found = elasticities(history, METRICS).set_index("series_id").loc["loud"]
    assert abs(found["elasticity"] - 0.8) < 0.05 < abs(found["own_elasticity"] - 0.8)


def test_a_cost_that_stands_still_has_no_elasticity() -> None:
    history = rows("flat", np.full(DAYS, 7.0), segment="Storage", driver_id="orders/shop")
    [found] = elasticities(history, METRICS).to_dict("records")
    assert found["elasticity"] == pytest.approx(0)


@pytest.mark.parametrize("shown", [DATES[:100], DATES[:0]])
def test_too_little_history_has_no_row(shown: pd.DatetimeIndex) -> None:
    history = costs(np.array([0.8]), 0.01, seed=5)
    found = elasticities(history[history["date"].isin(shown)], METRICS)
    assert found.empty and found["elasticity"].dtype == np.float64


def test_a_driver_that_nobody_measured_has_no_row() -> None:
    history = costs(np.array([0.8]), 0.01, seed=6).assign(driver_id="users/app")
    assert elasticities(history, METRICS).empty
    later = METRICS.assign(date=METRICS["date"] + pd.Timedelta(days=DAYS))
    assert elasticities(history.assign(driver_id="orders/shop"), later).empty


def test_the_order_of_rows_changes_nothing() -> None:
    history = costs(np.array([0.5, 0.9]), 0.05, seed=7)
    pd.testing.assert_frame_equal(
        elasticities(history.sample(frac=1, random_state=1), METRICS),
        elasticities(history, METRICS),
    )


def test_leaves_of_a_bill_are_judged_since_it_was_last_silent() -> None:
    names = {"series_id": "node_id", "segment": "service_category"}
    leaves = costs(np.array([0.8]), 0.01, seed=9).rename(
        columns={**names, "date": "charge_date", "value": "effective_cost"}
    )
    metrics = METRICS.rename(
        columns={"series_id": "driver_id", "date": "metric_date", "value": "metric_quantity"}
    )
    old = leaves.assign(charge_date=leaves["charge_date"] - pd.Timedelta(days=3000))
    found = cost_elasticities(pd.concat([old, leaves]), metrics)
    pd.testing.assert_frame_equal(found, cost_elasticities(leaves, metrics))
    assert found["node_id"].tolist() == ["cost-00"]
    assert cost_elasticities(leaves.iloc[:0], metrics.iloc[:0]).columns.equals(found.columns)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda history: history.drop(columns="driver_id"), "history has no column driver_id"),
        (lambda history: history.assign(value=np.inf), "history.value: row 0 of series 'cost-00'"),
        (
            lambda history: history.assign(driver_id=history["date"].astype(str)),
            "history.driver_id: series 'cost-00' needs one driver",
        ),
    ],
)
def test_bad_input_is_named(change: object, message: str) -> None:
    history = costs(np.array([0.8]), 0.01, seed=8)
    with pytest.raises(InputError, match=message):
        elasticities(change(history), METRICS)  # type: ignore[operator]
