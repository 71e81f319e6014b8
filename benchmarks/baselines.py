"""Forecasts by libraries that the project does not depend on: only those that are installed."""

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pandas as pd

from infra_spend.forecasting.panel import Floats, Panel
from infra_spend.forecasting.robust import filled

Baseline = Callable[[Panel, int], Floats]

WEEK = 7
# Two years make these methods slower, not better.
NEWEST_DAYS = 365


def auto_ets(panel: Panel, horizon_days: int) -> Floats:
    """Return what AutoETS with a season of a week says."""
    from statsforecast.models import AutoETS

    return _by_statsforecast(AutoETS(season_length=WEEK), panel, horizon_days)


def optimised_theta(panel: Panel, horizon_days: int) -> Floats:
    """Return what DynamicOptimizedTheta with a season of a week says."""
    from statsforecast.models import DynamicOptimizedTheta

    return _by_statsforecast(DynamicOptimizedTheta(season_length=WEEK), panel, horizon_days)


def mstl(panel: Panel, horizon_days: int) -> Floats:
    """Return what MSTL with a season of a week says."""
    from statsforecast.models import MSTL

    return _by_statsforecast(MSTL(season_length=[WEEK]), panel, horizon_days)


def prophet(panel: Panel, horizon_days: int) -> Floats:
    """Return what Prophet says with its defaults."""
    from prophet import Prophet

    said = []
    for name in panel.series:
        rows = _long(panel.of(panel.series == name), NEWEST_DAYS * 2)
        model = Prophet(uncertainty_samples=0).fit(rows[["ds", "y"]])
        said.append(model.predict(model.make_future_dataframe(horizon_days))["yhat"])
    return np.array([values.to_numpy()[-horizon_days:] for values in said]).T


def lightgbm(panel: Panel, horizon_days: int) -> Floats:
    """Return what trees on lags, means and weekdays of weekly changes say, one model for all."""
    from lightgbm import LGBMRegressor
    from mlforecast import MLForecast
    from mlforecast.lag_transforms import ExponentiallyWeightedMean, RollingMean
    from mlforecast.target_transforms import Differences, GlobalSklearnTransformer
    from sklearn.preprocessing import FunctionTransformer

    trees = LGBMRegressor(
        n_estimators=200,
        learning_rate=0.05,
        objective="l1",
        random_state=0,
        n_jobs=1,
        verbosity=-1,
    )
    model = MLForecast(
        trees,
        freq="D",
        lags=[1, 2, 3, 7, 14, 21, 28],
        lag_transforms={7: [RollingMean(7)], 1: [RollingMean(28), ExponentiallyWeightedMean(0.3)]},
        date_features=["dayofweek"],
        target_transforms=[
            GlobalSklearnTransformer(FunctionTransformer(np.arcsinh, np.sinh)),
            Differences([WEEK]),
        ],
    )
    return _matrix(model.fit(_long(panel)).predict(horizon_days), panel)


NEEDS = {
    auto_ets: "statsforecast",
    optimised_theta: "statsforecast",
    mstl: "statsforecast",
    lightgbm: "mlforecast",
    prophet: "prophet",
}


def installed() -> dict[str, Baseline]:
    """Return the baselines whose library is there, by name."""
    return {each.__name__: each for each, library in NEEDS.items() if find_spec(library)}


def _by_statsforecast(model: object, panel: Panel, horizon_days: int) -> Floats:
    from statsforecast import StatsForecast
    from statsforecast.models import SeasonalNaive

    forecaster = StatsForecast([model], freq="D", fallback_model=SeasonalNaive(WEEK))
    return _matrix(forecaster.forecast(df=_long(panel), h=horizon_days), panel)


def _long(panel: Panel, newest_days: int = NEWEST_DAYS) -> pd.DataFrame:
    values = np.where(
        np.maximum.accumulate(np.isfinite(panel.values), axis=0), filled(panel.values), np.nan
    )[-newest_days:]
    frame = pd.DataFrame(values, panel.dates[-newest_days:], panel.series)
    frame = frame.rename_axis(index="ds", columns="unique_id").unstack().dropna()
    return frame.rename("y").reset_index()


def _matrix(rows: pd.DataFrame, panel: Panel) -> Floats:
    (name,) = [column for column in rows.columns if column not in ("unique_id", "ds")]
    table = rows.pivot(index="ds", columns="unique_id", values=name)
    return np.asarray(table.reindex(columns=panel.series))
