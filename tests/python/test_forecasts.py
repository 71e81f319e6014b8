"""Forecasts: what they do with any history, and that they use nothing else."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from costs_of_days import FIRST, company, histories, history_of, weekly
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from infra_spend.forecasting import accuracy, forecast, replay
from infra_spend.forecasting.vintages import read_vintages

COLUMNS = [
    *["series_id", "date", "mean", "lower_80", "upper_80", "lower_95", "upper_95", "model"],
]
NUMBERS = [column for column in COLUMNS if column not in ("series_id", "date", "model")]


@settings(max_examples=40, deadline=None)
@given(histories(), st.integers(1, 40))
def test_any_history_has_a_forecast(history: pd.DataFrame, horizon_days: int) -> None:
    found = forecast(history, horizon_days)
    assert list(found.columns) == COLUMNS
    assert len(found) == history["series_id"].nunique() * horizon_days
    assert np.isfinite(found[NUMBERS]).all(axis=None)
    assert found["date"].min() == history["date"].max() + pd.Timedelta(days=1)
    for inner, outer in (("mean", "lower_80"), ("lower_80", "lower_95")):
        assert (found[inner] >= found[outer]).all()
    for inner, outer in (("mean", "upper_80"), ("upper_80", "upper_95")):
        assert (found[inner] <= found[outer]).all()


@settings(max_examples=15, deadline=None)
@given(histories(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(history: pd.DataFrame, seed: int) -> None:
    shuffled = history.sample(frac=1, random_state=seed)
    assert_frame_equal(forecast(shuffled, 30), forecast(history, 30), check_exact=True)


@settings(max_examples=15, deadline=None)
@given(histories(), st.sampled_from([0.01, 0.5, 1024.0]))
def test_another_currency_is_the_same_forecast(history: pd.DataFrame, factor: float) -> None:
    scaled = forecast(history.assign(value=history["value"] * factor), 30)
    plain = forecast(history, 30)
    assert_frame_equal(scaled.assign(**scaled[NUMBERS] / factor), plain, rtol=1e-6, atol=1e-6)


def test_twice_the_same_input_is_twice_the_same_output() -> None:
    history = history_of(a=weekly(200), b=weekly(100, seed=2))
    assert_frame_equal(forecast(history, 90), forecast(history, 90), check_exact=True)


def test_a_week_is_found_and_continued() -> None:
    dates = pd.date_range(FIRST, periods=220)
    expected = np.where(dates.dayofweek >= 5, 125.0, 100.0)[200:]
    found = forecast(history_of(a=weekly(200)), 20)
    np.testing.assert_allclose(found["mean"], expected, rtol=0.03)


def test_a_level_is_that_since_the_last_shift() -> None:
    values = np.concatenate([weekly(100), weekly(120, level=150.0, seed=2)[100:]])
    found = forecast(history_of(a=values, b=weekly(120, seed=3)), 7)
    last = found.loc[found["series_id"] == "a", "mean"]
    assert last.mean() == pytest.approx(150 * (5 + 2 * 1.25) / 7, rel=0.03)


def test_a_spike_moves_nothing() -> None:
    values = weekly(200)
    spiked = values.copy()
    spiked[[150, 190, 198]] *= 30
    plain, found = forecast(history_of(a=values), 30), forecast(history_of(a=spiked), 30)
    np.testing.assert_allclose(found["mean"], plain["mean"], rtol=0.02)


def test_holidays_of_last_year_return_with_a_calendar() -> None:
    days = 400
    calendar = pd.DataFrame({"date": ["2025-01-28", "2026-02-10"], "name": "festival"})
    names = [f"s{number}" for number in range(12)]
    values = {name: weekly(days, seed=at) for at, name in enumerate(names)}
    for series in values.values():
        series[27] *= 1.6
    found = forecast(history_of(**values), 10, calendar=calendar)
    without = forecast(history_of(**values), 10)
    day = found["date"] == "2026-02-10"
    assert (found.loc[day, "mean"] / without.loc[day, "mean"]).median() == pytest.approx(
        1.6, rel=0.1
    )
    other = found["date"] == "2026-02-09"
    np.testing.assert_allclose(found.loc[other, "mean"], without.loc[other, "mean"], rtol=0.02)


def test_a_fee_of_the_first_of_a_month_returns_on_the_first() -> None:
    dates = pd.date_range(FIRST, periods=200)
    fee = np.where(dates.day == 1, 310.0, 0.0)
    found = forecast(history_of(fee=fee, other=weekly(200)), 40)
    found = found[found["series_id"] == "fee"]
    first = found["date"].dt.day == 1
    np.testing.assert_allclose(found.loc[first, "mean"], 310.0, rtol=1e-6)
    np.testing.assert_allclose(found.loc[~first, "mean"], 0.0, atol=1e-6)


def test_steps_of_months_return_where_each_year_has_repeated_them() -> None:
    dates = pd.date_range(FIRST, periods=600)
    month = (dates.year * 12 + dates.month - 2025 * 12 - 1).to_numpy()
    levels = np.random.default_rng(4).uniform(60, 160, 20)
    yearly, changing = levels[month % 12], levels[month]
    found = forecast(history_of(yearly=yearly[:560], changing=changing[:560]), 40)
    said = {name: rows["mean"].to_numpy() for name, rows in found.groupby("series_id")}
    np.testing.assert_allclose(said["yearly"], yearly[560:], rtol=0.02)
    assert np.ptp(said["changing"]) < 0.02 * said["changing"].mean()


def test_a_day_without_rows_is_without_cost_only_if_others_have_rows() -> None:
    alone = history_of(a=weekly(120, noise=0.0))
    gone = alone["date"].isin(pd.to_datetime(["2025-03-03", "2025-03-04"]))
    found, whole = forecast(alone[~gone], 14), forecast(alone, 14)
    np.testing.assert_allclose(found["mean"], whole["mean"], rtol=1e-6)
    # The series ended a month before the others: it costs nothing any more.
    both = history_of(a=weekly(90), b=weekly(120))
    assert (forecast(both, 14).query("series_id == 'a'")["mean"].abs() < 0.5).all()


def test_a_series_of_rare_charges_is_not_forecast_as_if_they_were_daily() -> None:
    rare = history_of(a=np.full(180, 70.0)).iloc[::14]
    found = forecast(rare, 28)
    assert found["mean"].sum() <= 3 * 70


@pytest.mark.parametrize(
    ("values", "model"),
    [([5.0], "recent_mean"), ([1.0, 2.0, 3.0], "recent_mean"), ([0.0] * 60, "calendar_cost")],
    ids=["one day", "three days", "zeros"],
)
def test_short_and_empty_histories_say_what_they_are(values: list[float], model: str) -> None:
    found = forecast(history_of(a=values), 10)
    assert set(found["model"]) == {model}
    np.testing.assert_allclose(found["mean"], np.mean(values))
    assert (found["upper_95"] > found["mean"]).all() == any(values)


def test_a_constant_series_stays_constant_with_certainty() -> None:
    found = forecast(history_of(a=[7.25] * 100), 400)
    for column in NUMBERS:
        np.testing.assert_allclose(found[column], 7.25, rtol=1e-9)


def test_what_is_too_old_does_not_count() -> None:
    values = np.concatenate([np.full(99_000, 1e6), weekly(1000)])
    dates = pd.date_range(end="2026-10-21", periods=len(values), unit="s")
    long = pd.DataFrame({"series_id": "a", "date": dates, "value": values})
    assert_frame_equal(forecast(long, 30), forecast(long.iloc[-900:], 30), check_exact=True)


def test_what_comes_later_is_not_used() -> None:
    history = company(5, 300)
    now = pd.Timestamp(FIRST) + pd.Timedelta(days=199)
    later = history[history["date"] > now].assign(value=1e9)
    known = history[history["date"] <= now]
    replayed = replay(pd.concat([known, later]), [now.date()], 30)
    found = forecast(known, 30)
    assert_frame_equal(replayed[COLUMNS], found, check_exact=True)


def test_what_was_delivered_later_is_not_used() -> None:
    first = history_of(a=weekly(100)).assign(known_at=lambda rows: rows["date"])
    corrected = first.iloc[-20:].assign(
        value=lambda rows: rows["value"] * 2, known_at=pd.Timestamp("2025-05-01")
    )
    both = pd.concat([first, corrected])
    last = first["date"].max().date()
    then = replay(both, [last], 14)
    assert_frame_equal(then, replay(first, [last], 14), check_exact=True)
    now = replay(both, [date(2025, 5, 1)], 14)
    assert now["mean"].sum() == pytest.approx(2 * then["mean"].sum(), rel=0.03)


def test_candidates_are_tried_with_what_was_known_then() -> None:
    history = company(5, 200).assign(known_at=lambda rows: rows["date"])
    plain, _ = read_vintages(history.drop(columns="known_at"), 30)
    panel, vintages = read_vintages(history, 30)
    np.testing.assert_array_equal(panel.values, plain.values)
    assert len(vintages) == 8
    for days, vintage in vintages.items():
        np.testing.assert_array_equal(vintage.values, panel.values[:days])
    # A correction of all days until 10 May comes on 20 May.
    is_corrected = history["date"] <= pd.Timestamp("2025-05-10")
    wrong = history.assign(value=history["value"] * np.where(is_corrected, 1.5, 1.0))
    late = history[is_corrected].assign(known_at=pd.Timestamp("2025-05-20"))
    panel, vintages = read_vintages(pd.concat([wrong, late]), 30)
    np.testing.assert_array_equal(panel.values, plain.values)
    corrected = (plain.dates <= "2025-05-10")[:, None]
    for days, vintage in vintages.items():
        is_late = panel.dates[days - 1] < pd.Timestamp("2025-05-19")
        expected = plain.values * np.where(corrected & is_late, 1.5, 1.0)
        np.testing.assert_allclose(vintage.values, expected[:days])
    assert {panel.dates[days - 1] < pd.Timestamp("2025-05-19") for days in vintages} == {
        True,
        False,
    }


def test_a_day_after_the_last_known_one_is_refused() -> None:
    with pytest.raises(ValueError, match="is after the last day that is known"):
        forecast(history_of(a=[1.0, 2.0, 3.0]), 5, as_of=date(2025, 1, 2))


def test_intervals_hold_as_often_as_they_say() -> None:
    history = company(60, 400)
    as_of = [date(2025, 10, 1), date(2025, 11, 5), date(2025, 12, 20)]
    found = accuracy(replay(history, as_of, 30), history, by=[])
    share = found["forecast_count"] / found["forecast_count"].sum()
    assert (found["coverage_80_ratio"] * share).sum() == pytest.approx(0.80, abs=0.06)
    assert (found["coverage_95_ratio"] * share).sum() == pytest.approx(0.95, abs=0.03)
    assert (found["skill_ratio"] < 0.9).all()


def test_a_level_of_zero_is_the_median() -> None:
    found = forecast(company(20, 300), 14, levels=(0, 50))
    assert (found["lower_0"] == found["upper_0"]).all()
    assert (found["lower_50"] <= found["lower_0"]).mean() > 0.95


def test_no_rows_give_no_rows() -> None:
    found = forecast(history_of(a=[1.0]).iloc[:0], 5)
    assert list(found.columns) == COLUMNS
    assert found.empty


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": np.nan}, "history.value: row 1 of series 'a' is nan and is not a finite number"),
        ({"value": np.inf}, "history.value: row 1 of series 'a' is inf"),
        ({"value": "much"}, "history.value: row 1 of series 'a' is much"),
        ({"date": "soon"}, "history.date: row 1 of series 'a' is soon and is not a date"),
        ({"date": None}, "history.date: row 1 of series 'a'"),
        ({"date": "2025-01-02 07:30"}, "has a time of day"),
        ({"date": "2025-01-01"}, "is there twice for this series"),
        ({"date": "2205-01-01"}, "is more than 366 days after the row before it"),
        ({"series_id": None}, "history.series_id: row 1"),
    ],
)
def test_bad_rows_are_named(change: dict[str, object], message: str) -> None:
    history = history_of(a=[1.0, 2.0, 3.0]).astype(object)
    for column, value in change.items():
        history.loc[1, column] = value
    with pytest.raises(ValueError) as refused:
        forecast(history, 5)
    assert message in str(refused.value)


@pytest.mark.parametrize("column", ["series_id", "date", "value"])
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(ValueError, match=f"history has no column {column}"):
        forecast(history_of(a=[1.0]).drop(columns=column), 5)


@pytest.mark.parametrize(
    ("horizon_days", "levels"),
    [(0, (80,)), (-1, (80,)), (5000, (80,)), (1.5, (80,)), (5, (100,)), (5, (-1,))],
)
def test_impossible_requests_are_refused(horizon_days: int, levels: tuple[int]) -> None:
    with pytest.raises(ValueError, match="choose"):
        forecast(history_of(a=[1.0]), horizon_days, levels)
