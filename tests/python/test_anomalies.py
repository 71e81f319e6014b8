"""Anomalies: what is planted is found on its days, noise is silent, and the past stays."""

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import PROJECT
from costs_of_days import FIRST, company, histories, history_of, weekly
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from infra_spend.anomalies import detect, find_alarms
from infra_spend.anomalies.cost_alarms import cost_alarms
from infra_spend.anomalies.detection import LOOKBACK_DAYS, SETTLED_DAYS
from infra_spend.engines.frames import from_pandas

COLUMNS = [
    *["series_id", "start_date", "end_date", "kind"],
    *["expected", "actual", "impact", "score"],
]
NUMBERS = ["expected", "actual", "impact"]
DAYS = 300
# What is multiplied from which day on, for how many days; a drift grows to it.
PLANTED = {
    "spike": (3.0, 200, 2),
    "drop": (0.3, 207, 6),
    "shift": (1.5, 190, 40),
    "drift": (1.8, 180, 45),
}


def planted(kind: str, seed: int = 1) -> np.ndarray:
    """Return weekly costs with one anomaly."""
    factor, begin, days = PLANTED[kind]
    values = weekly(DAYS, seed=seed)
    grown = np.arange(1, days + 1) / days if kind == "drift" else np.ones(days)
    values[begin : begin + days] *= 1 + (factor - 1) * grown
    return values


def day(number: int) -> pd.Timestamp:
    return pd.Timestamp(FIRST) + pd.Timedelta(days=number)


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_planted_is_found_once_with_its_kind_and_days(kind: str) -> None:
    _, begin, days = PLANTED[kind]
    values = planted(kind)
    found = find_alarms(history_of(a=values))
    assert found["kind"].tolist() == [kind]
    slack = pd.Timedelta(days=15 if kind == "drift" else 0)
    start, end = found.loc[0, ["start_date", "end_date"]]
    assert day(begin) <= start <= day(begin) + slack
    assert end == day(begin + days - 1)
    assert start <= found["first_seen_date"].item() <= start + slack
    usual = weekly(DAYS)
    added = (values - usual).sum()
    assert found["impact"].item() == pytest.approx(added, rel=0.05 if days < 30 else 0.2)
    assert found["is_over"].item()


def test_what_begins_on_the_newest_day_is_seen_on_it() -> None:
    for kind in ("spike", "drop", "shift"):
        begin = PLANTED[kind][1]
        found = find_alarms(history_of(a=planted(kind)[: begin + 1]))
        assert found["first_seen_date"].tolist() == [day(begin)]
        assert not found["is_over"].item()


def test_a_step_that_stays_is_the_new_level_after_nine_weeks() -> None:
    values = weekly(DAYS) * np.where(np.arange(DAYS) >= 150, 2.0, 1.0)
    found = detect(history_of(a=values))
    assert found["kind"].tolist() == ["shift"]
    assert found["start_date"].item() == day(150)
    assert found["end_date"].item() == day(150 + 62)


def test_noise_weeks_growth_and_month_edges_are_silent() -> None:
    days = 730
    dates = pd.date_range(FIRST, periods=days)
    growth = 1 + np.arange(days) / 365
    edge = np.where(dates.day == 1, 200.0, 0.0)
    quiet = {f"s{seed}": weekly(days, noise=0.1, seed=seed) * growth for seed in range(20)}
    assert len(detect(history_of(**quiet))) <= 3
    found = detect(history_of(a=weekly(days) + edge))
    assert (found["start_date"] < day(160)).all(), "a bill of the month is known after four months"


def test_a_bill_of_the_month_that_has_not_come_is_no_drop() -> None:
    newest = 212
    dates = pd.date_range(FIRST, periods=newest + 1)
    usual = weekly(len(dates))
    values = usual + np.where((dates.day == 1) & (dates != day(newest)), 200.0, 0.0)
    assert dates[newest].day == 1
    assert (detect(history_of(a=values))["start_date"] < day(160)).all()
    values[newest] *= 0.3
    found = find_alarms(history_of(a=values)).iloc[-1]
    assert (found["kind"], found["start_date"]) == ("drop", day(newest))
    assert found["impact"] == pytest.approx(-0.7 * usual[newest], rel=0.3)


def test_what_happens_every_few_weeks_is_not_rare() -> None:
    values = weekly(DAYS)
    values[np.arange(20, DAYS, 19)] *= 3
    assert (detect(history_of(a=values))["start_date"] < day(80)).all()


def test_prices_change_on_the_first_of_a_month() -> None:
    dates = pd.date_range(FIRST, periods=DAYS)
    cheaper = weekly(DAYS) * np.where(dates >= day(181), 0.7, 1.0)
    assert detect(history_of(a=cheaper)).empty
    assert len(detect(history_of(a=cheaper * np.where(dates == day(212), 3.0, 1.0)))) == 1


@settings(max_examples=40, deadline=None)
@given(histories())
def test_any_history_has_an_answer(history: pd.DataFrame) -> None:
    found = detect(history)
    assert list(found.columns) == COLUMNS
    assert np.isfinite(found[[*NUMBERS, "score"]]).all(axis=None)
    assert (found["start_date"] <= found["end_date"]).all()
    np.testing.assert_allclose(found["actual"] - found["expected"], found["impact"])
    assert (np.sign(found["impact"]) == np.sign(found["score"])).all()


@pytest.mark.parametrize("value", [0.0, 7.0, -7.0])
def test_nothing_happens_where_nothing_changes(value: float) -> None:
    history = history_of(a=np.full(400, value), b=np.full(3, value))
    assert detect(history).empty
    assert detect(history.iloc[:0]).empty


def test_credits_have_anomalies_too() -> None:
    found = detect(history_of(a=-planted("spike")))
    assert found["kind"].tolist() == ["drop"]
    assert found["impact"].item() == pytest.approx(-400, rel=0.3)


def test_days_that_were_not_delivered_are_no_drop() -> None:
    history = history_of(a=weekly(DAYS))
    missing = history["date"].between(day(200), day(206))
    assert detect(history[~missing]).empty
    beside = pd.concat([history[~missing], history.assign(series_id="b")])
    found = detect(beside)
    assert found[["series_id", "kind"]].to_numpy().tolist() == [["a", "drop"]]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    history = company(4, DAYS, seed)
    shuffled = history.sample(frac=1, random_state=seed)
    assert_frame_equal(detect(shuffled), detect(history), check_exact=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.sampled_from([0.25, 0.5, 1024.0]))
def test_another_currency_is_the_same_anomaly(seed: int, factor: float) -> None:
    history = company(4, DAYS, seed)
    scaled = detect(history.assign(value=history["value"] * factor), 100 * factor)
    assert_frame_equal(scaled.assign(**scaled[NUMBERS] / factor), detect(history, 100))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.integers(60, 500), st.sampled_from([0.0, 200.0]))
def test_the_future_takes_nothing_back(seed: int, days: int, min_impact: float) -> None:
    history = company(4, 520, seed)
    names = ["series_id", "start_date", "first_seen_date", "score"]
    then = find_alarms(history[history["date"] < day(days)], min_impact)[names]
    now = find_alarms(history, min_impact)[names]
    seen_then = now[now["first_seen_date"] < day(days)].reset_index(drop=True)
    assert_frame_equal(then, seen_then, check_exact=True)


def test_a_run_needs_only_the_days_before_it() -> None:
    history = company(40, LOOKBACK_DAYS + SETTLED_DAYS + 120)
    whole = find_alarms(history, 50)
    newest = history["date"].max()
    since = newest - pd.Timedelta(days=SETTLED_DAYS)
    window = history[history["date"] > since - pd.Timedelta(days=LOOKBACK_DAYS)]
    found = find_alarms(window, 50)
    is_new = whole["first_seen_date"] > since
    assert is_new.sum() > 5
    assert_frame_equal(
        found[found["first_seen_date"] > since].reset_index(drop=True),
        whole[is_new].reset_index(drop=True),
        check_exact=True,
    )


def test_what_was_seen_long_ago_is_settled() -> None:
    history = company(30, 500)
    as_of = day(500 - 41)
    settled = as_of - pd.Timedelta(days=SETTLED_DAYS)
    then, now = (
        found[found["first_seen_date"] <= settled].reset_index(drop=True)
        for found in (find_alarms(history[history["date"] <= as_of]), find_alarms(history))
    )
    assert len(then) > 5
    assert_frame_equal(then, now, check_exact=True)


def test_no_anomaly_comes_to_less_than_asked_for() -> None:
    found = detect(company(10, 400), 300)
    assert len(found)
    assert (found["impact"].abs() >= 300).all()


def test_a_warehouse_looks_as_far_back_as_alarms_need() -> None:
    variables = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    assert variables["anomaly_settled_days"] >= SETTLED_DAYS
    assert variables["anomaly_lookback_days"] >= LOOKBACK_DAYS


def measured(**values: np.ndarray) -> pd.DataFrame:
    """Return one node by measure, in the names of the warehouse."""
    names = {"series_id": "node_id", "date": "charge_date", "value": "measured_cost"}
    parts = [history_of(a=each).assign(measured_as=name) for name, each in values.items()]
    return pd.concat(parts).rename(columns=names).assign(as_of_date="2025-10-27")


def test_usage_is_seen_where_cost_stays_and_each_measure_ends_on_its_own_day() -> None:
    both = measured(cost=weekly(DAYS), usage=planted("spike")[: DAYS - 2])
    found = cost_alarms(both, 50)
    assert found[["measured_as", "anomaly_kind"]].to_numpy().tolist() == [["usage", "spike"]]
    alone = cost_alarms(both[both["measured_as"] == "usage"], 50)
    assert_frame_equal(found, alone)
    shuffled = cost_alarms(both.sample(frac=1, random_state=1), 50)
    assert_frame_equal(found, shuffled)
    both = both.reset_index(drop=True)
    both.loc[3, "measured_as"] = None
    with pytest.raises(ValueError, match=r"history.measured_as: row 3 is empty"):
        cost_alarms(both, 50)


def test_nodes_have_alarms_in_the_names_of_the_warehouse() -> None:
    history = measured(cost=planted("spike"))
    found = cost_alarms(history, 50)
    shown = ["measured_as", "node_id", "anomaly_kind", "is_over"]
    assert found[shown].to_numpy().tolist() == [["cost", "a", "spike", 1.0]]
    assert from_pandas(cost_alarms(history.iloc[:0], 50)).num_rows == 0
    with pytest.raises(ValueError, match="no column as_of_date"):
        cost_alarms(history.drop(columns="as_of_date"), 50)


def test_bad_rows_are_named() -> None:
    history = history_of(a=weekly(30))
    for column, value, rule in (
        ("value", np.nan, r"history.value: row 3 .*finite number"),
        ("value", np.inf, r"history.value: row 3 .*finite number"),
        ("date", None, r"history.date: row 3 .*not a date"),
        ("series_id", None, r"history.series_id: row 3 .*needs a name"),
    ):
        broken = history.astype({column: object})
        broken.loc[3, column] = value
        with pytest.raises(ValueError, match=rule):
            detect(broken)
    with pytest.raises(ValueError, match="no column value"):
        detect(history.drop(columns="value"))
    with pytest.raises(ValueError, match="twice"):
        detect(pd.concat([history, history]))
    with pytest.raises(ValueError, match="min_impact"):
        detect(history, -1)


def test_a_hundred_thousand_days_have_their_anomalies() -> None:
    values = np.tile(weekly(7 * 143), 100)
    days = len(values)
    values[60_000] *= 4
    history = pd.DataFrame(
        {"series_id": "a", "date": pd.date_range("1700-01-01", periods=days), "value": values}
    )
    found = detect(history)
    assert found["start_date"].tolist() == [history.loc[60_000, "date"]]
