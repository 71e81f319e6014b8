"""Runs of forecasts over a hierarchy of costs: what is known, what is repeated, what adds up."""

import numpy as np
import pandas as pd
import pytest

from infra_spend.errors import InputError
from infra_spend.forecasting.cost_runs import (
    decide_champions,
    forecast_runs,
    landing_offsets,
    repeat_months,
)

TODAY = pd.Timestamp("2026-03-20")
NODES = pd.DataFrame(
    [
        ("usage/api/Compute", "usage/api", "statistical", "leaf", "Compute"),
        ("usage/web/Compute", "usage/web", "statistical", "leaf", "Compute"),
        ("usage/api", "usage/ads", "statistical", "service", None),
        ("usage/web", "usage/ads", "statistical", "service", None),
        ("usage/ads", None, "statistical", "team", None),
        ("tax/api/tax", "tax/api", "monthly", "leaf", "tax"),
        ("tax/api", "tax/ads", "monthly", "service", None),
        ("tax/ads", None, "monthly", "team", None),
        ("one_off/api/one_off", None, "none", "leaf", "one_off"),
    ],
    columns=["node_id", "parent_node_id", "method", "level_name", "service_category"],
)
PERIODS = pd.DataFrame(
    {
        "period_name": ["month", "quarter"],
        "period_from_date": [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-01-01")],
        "period_to_date": [pd.Timestamp("2026-04-01"), pd.Timestamp("2026-04-01")],
    }
)


def history(days: int = 150) -> pd.DataFrame:
    """Return usage with a week and noise, tax on the 15th, and a credit."""
    dates = pd.date_range(end=TODAY, periods=days)
    noise = np.random.default_rng(7)
    costs = {
        f"usage/{name}": level * (1 + 0.2 * (dates.dayofweek < 5)) * noise.normal(1, 0.02, days)
        for name, level in (("api", 70.0), ("web", 30.0))
    }
    costs["usage/ads"] = costs["usage/api"] + costs["usage/web"]
    costs |= {f"{name}/Compute": costs[name] for name in ("usage/api", "usage/web")}
    tax = np.where(dates.day == 15, 10.0, 0.0)
    costs |= {"tax/api/tax": tax, "tax/api": tax, "tax/ads": tax}
    frames = [
        pd.DataFrame({"node_id": node, "charge_date": dates, "effective_cost": values})
        for node, values in costs.items()
    ]
    credit = pd.DataFrame(
        {"node_id": "one_off/api/one_off", "charge_date": dates[:1], "effective_cost": -5.0}
    )
    return pd.concat([*frames, credit], ignore_index=True).assign(as_of_date=TODAY)


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    return forecast_runs(history(), NODES, 40, past_runs=2, past_horizon_days=30)


def test_there_is_a_run_of_today_and_of_each_past_month_end(runs: pd.DataFrame) -> None:
    ahead = runs.groupby("as_of_date")["forecast_date"].agg(["min", "max"])
    assert ahead.index.tolist() == [*pd.to_datetime(["2026-01-31", "2026-02-28"]), TODAY]
    assert (ahead["min"] - ahead.index).dt.days.tolist() == [1, 1, 1]
    assert (ahead["max"] - ahead.index).dt.days.tolist() == [30, 20, 40]
    assert runs.groupby("as_of_date")["run_id"].nunique().tolist() == [1, 1, 1]
    assert runs["run_id"].nunique() == 3


def test_parents_are_the_sums_of_their_children_to_the_cent(runs: pd.DataFrame) -> None:
    cents = runs.assign(cents=(runs["mean"] * 100).round())
    assert np.allclose(cents["cents"], cents["mean"] * 100, atol=1e-6)
    children = cents.merge(NODES[["node_id", "parent_node_id"]], on="node_id")
    keys = ["run_id", "forecast_date"]
    sums = children.groupby([*keys, "parent_node_id"])["cents"].sum().reset_index()
    both = sums.merge(
        cents, left_on=[*keys, "parent_node_id"], right_on=[*keys, "node_id"], how="left"
    )
    assert len(both) > 200
    assert (both["cents_x"] == both["cents_y"]).all()


def test_what_falls_due_by_the_month_is_repeated_and_credits_are_not(runs: pd.DataFrame) -> None:
    today = runs[runs["as_of_date"] == TODAY]
    tax = today[today["node_id"] == "tax/ads"].set_index("forecast_date")["mean"]
    assert tax[tax != 0].to_dict() == {pd.Timestamp("2026-04-15"): 10.0}
    assert not today["node_id"].str.startswith("one_off").any()
    assert (today.loc[today["node_id"] == "tax/api", "model"] == "monthly").all()


def test_quantiles_are_in_order(runs: pd.DataFrame) -> None:
    quantiles = runs[["p025", "p10", "p50", "p90", "p975"]].to_numpy()
    assert (np.diff(quantiles, axis=1) >= -1e-9).all()
    usage = runs[runs["node_id"].str.startswith("usage")]
    assert (usage["p90"] > usage["p10"]).all()


def test_a_run_knows_only_what_was_charged_by_its_day(runs: pd.DataFrame) -> None:
    later = history()
    later.loc[later["charge_date"] > "2026-02-28", "effective_cost"] *= 3
    again = forecast_runs(later, NODES, 40, past_runs=2, past_horizon_days=30)
    past = runs["as_of_date"] < TODAY
    pd.testing.assert_frame_equal(runs[past], again[again["as_of_date"] < TODAY])
    assert set(runs["run_id"]) - set(again["run_id"]) == set(runs.loc[~past, "run_id"])


def test_the_order_of_rows_changes_nothing(runs: pd.DataFrame) -> None:
    shuffled = history().sample(frac=1, random_state=3)
    again = forecast_runs(
        shuffled, NODES.sample(frac=1, random_state=3), 40, past_runs=2, past_horizon_days=30
    )
    pd.testing.assert_frame_equal(runs, again)


def test_a_month_end_is_the_day_that_the_month_has() -> None:
    dates = pd.to_datetime(["2025-12-31", "2026-01-31", "2026-02-28"])
    rows = pd.DataFrame({"series_id": "fee", "date": dates, "value": 7.0})
    repeated = repeat_months(rows, pd.Timestamp("2026-02-28"), 62).set_index("date")["mean"]
    assert repeated[repeated != 0].index.strftime("%m-%d").tolist() == ["03-31", "04-30"]


def test_what_is_due_once_is_not_repeated() -> None:
    rows = pd.DataFrame(
        {"series_id": "fee", "date": [pd.Timestamp("2026-02-10")], "value": [100.0]}
    )
    repeated = repeat_months(rows, pd.Timestamp("2026-03-01"), 60)
    assert not repeated["mean"].any()


@pytest.mark.parametrize(
    ("paid", "due"),
    [
        (["2025-09-15", "2025-12-15"], ["2026-03-15", "2026-06-15", "2026-09-15", "2026-12-15"]),
        (["2024-06-30", "2025-06-30"], ["2026-06-30"]),
        (["2025-06-30"], []),
        (["2025-08-15", "2025-09-15", "2025-12-15"], []),
        (["2023-06-30", "2024-06-30"], []),
    ],
)
def test_what_is_due_by_the_quarter_or_year_is_due_again(paid: list[str], due: list[str]) -> None:
    values = [90.0] * (len(paid) - 1) + [100.0]
    rows = pd.DataFrame({"series_id": "fee", "date": pd.to_datetime(paid), "value": values})
    repeated = repeat_months(rows, pd.Timestamp("2026-01-20"), 365).set_index("date")["mean"]
    found = repeated[repeated != 0]
    assert found.index.strftime("%Y-%m-%d").tolist() == due
    assert (found == 100.0).all()


def test_a_run_knows_the_days_of_a_calendar() -> None:
    rows = history()
    usage = rows["node_id"].str.startswith("usage")
    is_first = usage & (rows["charge_date"].dt.day == 10)
    rows.loc[is_first, "effective_cost"] *= 2
    days = pd.date_range("2025-01-10", "2026-12-10", freq="MS") + pd.Timedelta(days=9)
    calendar = pd.DataFrame({"event_date": days, "event_name": "the tenth"})

    def tenth(run: pd.DataFrame) -> float:
        chosen = (run["node_id"] == "usage/ads") & (run["forecast_date"] == "2026-04-10")
        return float(run.loc[chosen, "mean"].iloc[0])

    plain, named = (forecast_runs(rows, NODES, 40, calendar=each) for each in (None, calendar))
    assert tenth(named) > 1.5 * tenth(plain)
    assert set(named["run_id"]) != set(plain["run_id"])


def test_champions_are_decided_run_after_run_and_followed() -> None:
    decided = decide_champions(history(), NODES, 30, past_runs=2)
    assert decided["as_of_date"].unique().tolist() == [
        *pd.to_datetime(["2026-01-31", "2026-02-28"]),
        TODAY,
    ]
    assert set(decided["segment"]) == {"Compute", "service", "team"}
    assert not decided.duplicated(["as_of_date", "segment"]).any()
    first = decided["as_of_date"] == "2026-01-31"
    assert (decided.loc[~first, "decision"] != "first").all()
    chosen = decided.assign(champion="same_weekday_median")
    followed = forecast_runs(history(), NODES, 40, champions=chosen)
    usage = followed[followed["node_id"].str.startswith("usage")]
    assert set(usage["model"]) == {"same_weekday_median"}


def test_nothing_to_decide_is_an_empty_frame_of_the_same_types() -> None:
    empty = decide_champions(history().iloc[:0], NODES, 30)
    decided = decide_champions(history(), NODES, 30)
    assert empty.dtypes.tolist() == decided.dtypes.tolist()


def test_landings_have_offsets_where_statistics_forecast() -> None:
    offsets = landing_offsets(history(), NODES, PERIODS)
    assert set(offsets["node_id"]) == set(NODES.loc[NODES["method"] == "statistical", "node_id"])
    assert len(offsets) == 10
    assert (offsets["p10_offset"] < 0).all()
    assert (offsets["p90_offset"] > 0).all()
    assert offsets["p50_offset"].between(offsets["p10_offset"], offsets["p90_offset"]).all()


def test_landings_use_the_champions_of_today() -> None:
    segments = NODES.loc[NODES["method"] == "statistical"]
    decided = pd.DataFrame(
        {
            "segment": segments["service_category"].fillna(segments["level_name"]).unique(),
            "champion": "seasonal_naive",
        }
    )
    before = decided.assign(champion="calendar_cost", as_of_date=TODAY - pd.Timedelta(days=20))
    found = landing_offsets(
        history(), NODES, PERIODS, champions=pd.concat([before, decided.assign(as_of_date=TODAY)])
    )
    today = landing_offsets(history(), NODES, PERIODS, champions=decided.assign(as_of_date=TODAY))
    pd.testing.assert_frame_equal(found, today)
    own = landing_offsets(history(), NODES, PERIODS)
    assert not found["p10_offset"].equals(own["p10_offset"])


def test_nothing_to_forecast_is_an_empty_frame_of_the_same_types(runs: pd.DataFrame) -> None:
    empty = forecast_runs(history().iloc[:0], NODES, 40)
    assert list(empty.columns) == list(runs.columns)
    assert empty.dtypes.tolist() == runs.dtypes.tolist()
    assert landing_offsets(history().iloc[:0], NODES, PERIODS).empty


def test_what_was_billed_before_a_year_of_silence_is_left_out(runs: pd.DataFrame) -> None:
    old = history().assign(charge_date=lambda rows: rows["charge_date"] - pd.Timedelta(days=3000))
    both = pd.concat([old, history()], ignore_index=True)
    again = forecast_runs(both, NODES, 40, past_runs=2, past_horizon_days=30)
    pd.testing.assert_frame_equal(runs.drop(columns="run_id"), again.drop(columns="run_id"))
    assert len(decide_champions(both, NODES, 30)) == len(decide_champions(history(), NODES, 30))
    pd.testing.assert_frame_equal(
        landing_offsets(both, NODES, PERIODS), landing_offsets(history(), NODES, PERIODS)
    )


def test_a_day_that_knows_only_credits_has_nothing_to_forecast(runs: pd.DataFrame) -> None:
    known = history()[history()["node_id"] == "one_off/api/one_off"]
    empty = forecast_runs(known, NODES, 40, past_runs=2)
    assert empty.empty
    assert empty.dtypes.tolist() == runs.dtypes.tolist()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="history has no column effective_cost"):
        forecast_runs(history().drop(columns="effective_cost"), NODES, 40)
