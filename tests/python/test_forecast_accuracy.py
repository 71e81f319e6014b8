"""Champions, landings and the record of forecasts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from costs_of_days import company, history_of, weekly

from infra_spend.forecasting import Guard, accuracy, champions, forecast, landings
from infra_spend.forecasting.champions import challenge

LAST = pd.Timestamp("2025-10-07")


def restless(days: int) -> np.ndarray:
    """Return costs that no weekday tells anything about, around a level that never moves."""
    return 100 + np.random.default_rng(3).normal(0, 20, days)


def segments() -> pd.DataFrame:
    """Return a segment that the newest week foretells, and one of which only a mean is known."""
    days = 400
    stairs = np.repeat(np.arange(1, 60), 7)[:days] * 10.0
    history = history_of(a=stairs, b=stairs * 3, c=restless(days), d=restless(days)[::-1])
    return history.assign(segment=np.where(history["series_id"] < "c", "stairs", "restless"))


def test_the_champion_is_the_first_method_unless_another_is_better() -> None:
    found = champions(segments()).set_index("segment")
    assert found.loc["restless", "champion"] in (
        "calendar_cost",
        "steady_cost",
        "same_weekday_mean",
    )
    assert set(found["decision"]) <= {"first", "switched"}
    assert (found["origin_count"] >= 4).all()


def challenged(improvement: float, wins: float, held_out: float, **guard: object) -> pd.Series:
    """Return the decision about a challenger with a known record at four origins and a last one."""
    beaten = round(wins * 8)
    errors = pd.DataFrame({"calendar_cost": np.ones(9), "other": np.ones(9)})
    if beaten:
        errors.loc[: beaten - 1, "other"] = 1 - improvement * 8 / beaten
    errors.loc[8, "other"] = 1 - held_out
    return pd.Series(challenge(errors, "calendar_cost", Guard(**guard)))


@pytest.mark.parametrize(
    ("improvement", "wins", "held_out", "decision", "reason"),
    [
        (0.05, 1.0, 0.1, "switched", "better overall"),
        (0.02, 1.0, 0.1, "kept", "no challenger is better by 3%"),
        (0.05, 0.5, 0.1, "kept", "fewer than 75% of the origins"),
        (0.05, 0.75, 0.1, "switched", "better overall"),
        (0.05, 1.0, -0.01, "kept", "not better at the held-out origin"),
        (0.0, 0.0, 0.0, "kept", "no challenger"),
    ],
)
def test_a_challenger_has_to_be_better_often_and_at_last(
    improvement: float, wins: float, held_out: float, decision: str, reason: str
) -> None:
    found = challenged(improvement, wins, held_out)
    assert found["decision"] == decision
    assert reason in found["reason"]
    assert found["champion"] == ("other" if decision == "switched" else "calendar_cost")
    assert found["improvement_ratio"] == pytest.approx(improvement)
    assert found["win_ratio"] == pytest.approx(wins)


def test_too_few_origins_decide_nothing() -> None:
    assert challenged(0.5, 1.0, 0.5, fewest_origins=9)["reason"].startswith("fewer than 9 origins")


def test_a_champion_stays_for_a_month() -> None:
    history = segments().query("segment == 'stairs'")
    last = history["date"].max()
    for days, decision in ((29, "kept"), (30, "switched")):
        since = last - pd.Timedelta(days=days)
        beaten = {"segment": ["stairs"], "champion": ["same_weekday_mean"], "since_date": [since]}
        found = champions(history, previous=pd.DataFrame(beaten)).iloc[0]
        assert found["decision"] == decision
        assert found["since_date"] == (since if days < 30 else last)


def test_given_champions_forecast_their_segment() -> None:
    given = pd.DataFrame({"segment": ["stairs"], "champion": ["seasonal_naive"]})
    found = forecast(segments(), 14, champions=given).set_index("series_id")
    assert set(found.loc[["a", "b"], "model"]) == {"seasonal_naive"}
    assert "seasonal_naive" not in set(found.loc[["c", "d"], "model"])
    with pytest.raises(ValueError, match="'nobody' is no candidate"):
        forecast(segments(), 14, champions=given.assign(champion="nobody"))


def periods(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["period", "first_date", "last_date"])


def test_a_landing_is_what_was_and_what_is_expected() -> None:
    history = company(5, 280)
    assert history["date"].max() == LAST
    found = landings(history, periods(("october", "2025-10-01", "2025-10-31")))
    expected = forecast(history, 24).groupby("series_id")["mean"].sum().to_numpy()
    to_date = (
        history[history["date"] >= "2025-10-01"].groupby("series_id")["value"].sum().to_numpy()
    )
    np.testing.assert_allclose(found["cost_to_date"], to_date)
    np.testing.assert_allclose(found["mean"], to_date + expected)
    np.testing.assert_allclose(found["run_rate"], to_date / 7 * 31)
    assert (found["lower_95"] <= found["lower_80"]).all()
    assert (found["upper_80"] <= found["upper_95"]).all()


def test_a_period_that_has_not_begun_runs_at_the_rate_of_four_weeks() -> None:
    history = history_of(a=np.full(280, 5.0))
    found = landings(history, periods(("november", "2025-11-01", "2025-11-30"))).iloc[0]
    assert found["cost_to_date"] == 0
    assert found[["mean", "run_rate", "lower_95", "upper_95"]].tolist() == pytest.approx([150] * 4)


def test_the_interval_of_a_sum_is_narrower_than_the_sum_of_intervals() -> None:
    history = company(40, 280)
    days = forecast(history, 24).groupby("series_id")[["lower_80", "upper_80"]].sum()
    found = landings(history, periods(("october", "2025-10-01", "2025-10-31")))
    width = (found["upper_80"] - found["lower_80"]).sum()
    assert width < (days["upper_80"] - days["lower_80"]).sum()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("past", "2025-09-01", "2025-09-30")], "periods.last_date: 2025-09-30 is known already"),
        ([("back", "2025-12-01", "2025-11-30")], "row 0 is before its first_date"),
        ([("none", "2025-12-01", "soon")], "periods.last_date: row 0 is soon and is not a date"),
        ([], "periods has no rows"),
    ],
)
def test_impossible_periods_are_refused(rows: list[tuple[str, str, str]], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        landings(history_of(a=weekly(280)), periods(*rows))
    assert message in str(refused.value)


def test_accuracy_is_made_of_ratios_of_sums() -> None:
    rows = pd.DataFrame(
        {
            "as_of_date": pd.Timestamp("2025-01-02"),
            "series_id": ["a", "a", "b", "b"],
            "date": pd.to_datetime(["2025-01-03", "2025-01-04"] * 2),
            "mean": [10.0, 12.0, 0.0, 1.0],
            "lower_80": [9.0, 10.5, -1.0, 0.5],
            "upper_80": [11.0, 13.0, 1.0, 1.5],
            "seasonal_naive": [12.0, 8.0, 0.0, 0.0],
            "scale": [2.0, 2.0, 1.0, 1.0],
        }
    )
    came = history_of(a=[9.0, 9.0, 10.0, 10.0], b=[0.0, 0.0, 0.0, 0.0])
    found = accuracy(rows, came, by=[]).iloc[0]
    assert (found["horizon_from_days"], found["horizon_to_days"]) == (1, 7)
    assert found["forecast_count"] == 4
    assert found["wape"] == pytest.approx((2 + 1) / 20)
    assert found["bias_ratio"] == pytest.approx((2 + 1) / 20)
    assert found["mase"] == pytest.approx(3 / 6)
    assert found["seasonal_naive_wape"] == pytest.approx(4 / 20)
    assert found["skill_ratio"] == pytest.approx(3 / 4)
    assert found["coverage_80_ratio"] == pytest.approx(2 / 4)
    # By hand: lower bounds lose 0.1, 0.45, 0.1, 0.45; upper bounds 0.1, 0.3, 0.1, 0.15.
    assert found["pinball_80_ratio"] == pytest.approx((1.1 + 0.65) / 2 / 20)


def test_days_that_are_not_known_are_not_judged() -> None:
    rows = pd.DataFrame(
        {
            "as_of_date": pd.Timestamp("2025-01-02"),
            "series_id": "a",
            "date": pd.to_datetime(["2025-01-03", "2025-01-09"]),
            **{"mean": 1.0, "seasonal_naive": 1.0, "scale": 1.0},
        }
    )
    found = accuracy(rows, history_of(a=[1.0] * 5), by=["series_id"])
    assert found["forecast_count"].tolist() == [1]
    with pytest.raises(ValueError, match="forecasts has no column scale"):
        accuracy(rows.drop(columns="scale"), history_of(a=[1.0] * 5), by=[])


def test_past_days_are_days() -> None:
    found = forecast(company(3, 100), 5, as_of=date(2025, 4, 15))
    assert found["date"].min() == pd.Timestamp("2025-04-16")
