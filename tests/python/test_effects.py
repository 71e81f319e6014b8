"""Effects of changes: what is told of them, when nothing is, and that nothing else matters."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from costs_of_days import FIRST, company, histories, history_of, weekly
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal

from infra_spend.savings import Effect, estimate_effect
from infra_spend.savings.counterfactual import fit
from infra_spend.savings.initiatives import MEASURED, measure_initiatives

START = pd.Timestamp(FIRST) + pd.Timedelta(days=150)


def calm(series: int = 12, days: int = 240) -> pd.DataFrame:
    """Return series that differ in size and in noise only."""
    return history_of(
        **{
            f"s{number:02}": weekly(days, 10.0 + number, seed=number + 40)
            for number in range(series)
        }
    )


def changed(history: pd.DataFrame, ratio: float, series: str = "s00") -> pd.DataFrame:
    """Return the same with a series multiplied from START on."""
    is_since = history["series_id"].eq(series) & (history["date"] >= START)
    return history.assign(value=history["value"].where(~is_since, history["value"] * ratio))


def effect(history: pd.DataFrame, **options: object) -> Effect:
    return estimate_effect(history, "s00", START.date(), **options)  # type: ignore[arg-type]


def test_a_fifth_that_is_saved_is_found() -> None:
    found = effect(changed(calm(), 0.8))
    assert found.distinguishable
    assert found.interval[0] < found.estimate < found.interval[1] < 0
    assert found.estimate == pytest.approx(-0.2, abs=0.01)
    assert found.cross_check == pytest.approx(-0.2, abs=0.01)
    assert found.per_day == pytest.approx(-0.2 * weekly(700, 10.0).mean(), rel=0.05)
    assert found.per_day_interval[0] < found.per_day < found.per_day_interval[1]
    assert found.donor_count == 11


def test_intervals_hold_the_truth_nine_times_in_ten() -> None:
    """Each series of a calm company, less a fifth, taken for treated."""
    found = [
        estimate_effect(changed(calm(24), 0.8, name), name, START.date())
        for name in calm(24)["series_id"].unique()
    ]
    assert np.mean([each.interval[0] <= -0.2 <= each.interval[1] for each in found]) >= 0.8


def test_nothing_is_not_distinguishable() -> None:
    found = effect(calm())
    assert not found.distinguishable
    assert found.interval[0] < 0 < found.interval[1]
    assert "not distinguishable" in found.reason
    assert found.kept_ratio is None


def test_what_moves_everybody_is_no_effect() -> None:
    """A season that halves all usage passes for nothing, and a saving within it is found."""
    history = calm()
    season = np.where(history["date"] >= START, 0.5, 1.0)
    history = history.assign(value=history["value"] * season)
    assert not effect(history).distinguishable
    assert effect(changed(history, 0.8)).estimate == pytest.approx(-0.2, abs=0.01)


def test_what_happens_to_one_donor_matters_little() -> None:
    history = changed(calm(), 0.8)
    exploded = changed(history, 50.0, "s05")
    assert effect(exploded).estimate == pytest.approx(effect(history).estimate, abs=0.04)


def test_a_donor_that_ends_is_none() -> None:
    history = calm()
    ends = history["series_id"].eq("s03") & (history["date"] >= START + pd.Timedelta(days=20))
    begins = history["series_id"].eq("s04") & (history["date"] < START - pd.Timedelta(days=20))
    assert effect(history[~ends & ~begins]).donor_count == 9


def test_a_saving_decays_by_month() -> None:
    history = calm(days=330)
    day = (history["date"] - START).dt.days
    ratio = np.where(history["series_id"].eq("s00") & (day >= 0), 0.7 + 0.0015 * day, 1.0)
    found = effect(history.assign(value=history["value"] * ratio))
    months = found.by_month
    assert list(months["month"]) == list(months["first_date"].dt.to_period("M").dt.to_timestamp())
    assert months["first_date"].iloc[0] == START
    assert months["last_date"].iloc[-1] == history["date"].max()
    assert months["estimate"].iloc[1:].is_monotonic_increasing
    assert (months["lower"] < months["estimate"]).all()
    assert (months["estimate"] < months["upper"]).all()
    assert found.kept_ratio == pytest.approx(0.093 / 0.277, abs=0.06)
    whole = months[["actual", "expected"]].sum()
    assert found.estimate == pytest.approx(whole["actual"] / whole["expected"] - 1)


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (calm().query("date >= '2025-04-20'"), "only 41 of 56 days"),
        (calm(2), "fewer than 2 donors"),
        (changed(calm(3, 160).query("date >= '2025-04-05'"), 0.5), "placebos would be too few"),
        (
            calm()
            .assign(value=lambda rows: rows["value"].where(rows["date"] != "2025-03-01", 0))
            .query("series_id != 's00' or date < '2025-03-01' or date >= '2025-03-20'"),
            "nothing was used in some week",
        ),
    ],
)
def test_what_cannot_be_told_is_said(history: pd.DataFrame, why: str) -> None:
    found = effect(history)
    assert not found.distinguishable
    assert np.isnan(found.estimate)
    assert why in found.reason
    assert found.by_month.empty


def test_few_donors_are_helped_by_starts_in_time() -> None:
    history = calm(5)
    assert effect(changed(history, 0.8)).distinguishable
    assert not effect(history).distinguishable


def test_false_alarms_are_as_rare_as_placebos_say() -> None:
    """Each series of a company that shifts now and then, taken for treated."""
    history = company(40, 260, seed=3)
    start = pd.Timestamp(FIRST) + pd.Timedelta(days=180)
    seen = [
        estimate_effect(history, name, start.date()).distinguishable
        for name in history["series_id"].unique()
    ]
    assert np.mean(seen) <= 0.15


def test_a_donor_is_told_by_the_others() -> None:
    """Leaving one out by rank one is next to leaving it out: the mean of all is the difference."""
    values = np.abs(np.random.default_rng(1).normal(100, 5, (140, 21)))
    for donor in (1, 7, 20):
        others = [donor, *(number for number in range(1, 21) if number != donor)]
        alone = fit(values[:, others], 112).expected[:, 0]
        assert_allclose(fit(values, 112).expected[:, donor], alone, rtol=0.02)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 99), st.sampled_from([0.01, 1024.0]))
def test_order_and_currency_change_nothing(seed: int, factor: float) -> None:
    history = changed(calm(), 0.9)
    shuffled = history.sample(frac=1, random_state=seed)
    found = effect(shuffled.assign(value=shuffled["value"] * factor))
    assert found.estimate == pytest.approx(effect(history).estimate)
    assert found.interval == pytest.approx(effect(history).interval)
    assert found.per_day == pytest.approx(effect(history).per_day * factor)


@settings(max_examples=25, deadline=None)
@given(histories(), st.integers(0, 59))
def test_any_history_has_an_answer(history: pd.DataFrame, day: int) -> None:
    days = np.sort(history["date"].unique())
    found = estimate_effect(history, history["series_id"].iloc[0], days[min(day, len(days) - 1)])
    assert found.reason
    assert found.distinguishable <= np.isfinite(found.estimate)


@pytest.mark.parametrize(
    ("history", "options", "message"),
    [
        (calm().drop(columns="value"), {}, "history has no column value"),
        (calm().assign(value="much"), {}, r"history.value: row 0 of series 's00' is much"),
        (calm().query("series_id != 's00'"), {}, "history.series_id has no row of series 's00'"),
        (calm(), {"donors": ["s01", "x"]}, "history.series_id has no row of series 'x'"),
        (calm(), {"donors": ["s00"]}, "donors: 's00' is the treated series"),
        (calm(2, 100), {}, "start_date is 2025-05-31, outside of the days of history.date"),
    ],
)
def test_bad_input_is_refused(
    history: pd.DataFrame, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        effect(history, **options)


def test_a_start_that_is_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match=r"effect.start_date: row 0 is soon and is not a date"):
        estimate_effect(calm(), "s00", "soon")


def usage_of(history: pd.DataFrame, treated: list[str]) -> pd.DataFrame:
    """Return a history as the usage that initiatives are measured on."""
    role = np.where(history["series_id"].isin(treated), "treated", "donor")
    usage = history.rename(columns={"date": "usage_date", "value": "constant_list_cost"})
    return usage.assign(usage_kind="compute", series_role=role)


def test_initiatives_are_measured_each_on_its_usage() -> None:
    usage = usage_of(changed(calm(), 0.8), ["s00", "s01"])
    last = usage["usage_date"].max()
    planned = pd.DataFrame(
        [
            ("saves", "compute", "s00", START, last),
            ("idles", "compute", "s01", START, START + pd.Timedelta(days=9)),
            ("short", "compute", "s00", pd.Timestamp(FIRST) + pd.Timedelta(days=9), last),
            ("to come", "compute", "s00", last + pd.Timedelta(days=1), last),
            ("elsewhere", "storage", "s00", START, last),
        ],
        columns=["initiative_id", "usage_kind", "series_id", "start_date", "last_date"],
    )
    found = measure_initiatives(usage, planned)
    assert list(found.columns) == [*MEASURED]
    assert list(found["initiative_id"].unique()) == ["saves", "idles", "short"]
    saves, idles, short = (rows for _, rows in found.groupby("initiative_id", sort=False))
    assert len(saves) == effect(changed(calm(), 0.8)).by_month.shape[0]
    assert (saves["whole_upper"] < 0).all()
    assert (idles["whole_lower"] < 0).all() and (idles["whole_upper"] > 0).all()
    assert idles["last_date"].max() == START + pd.Timedelta(days=9)
    assert short["first_date"].isna().all()
    nobody = measure_initiatives(usage, planned.iloc[:0])
    assert_frame_equal(nobody, found.iloc[:0], check_index_type=False)


def test_the_order_of_rows_changes_no_last_place() -> None:
    usage = usage_of(changed(calm(), 0.8), ["s00"])
    planned = pd.DataFrame(
        {
            "initiative_id": "a",
            "usage_kind": "compute",
            "series_id": "s00",
            "start_date": [START],
            "last_date": [usage["usage_date"].max()],
        }
    )
    found = measure_initiatives(usage, planned)
    for seed in range(3):
        shuffled = usage.sample(frac=1, random_state=seed)
        assert_frame_equal(measure_initiatives(shuffled, planned), found, check_exact=True)


def test_bills_that_were_silent_for_years_change_nothing() -> None:
    """The rows of a bill of long ago tell nothing about an initiative of today."""
    usage = usage_of(changed(calm(), 0.8), ["s00"])
    usage["usage_date"] = usage["usage_date"].dt.date
    before = usage.head(2).assign(
        usage_date=date(2018, 1, 1), series_id=["s00", "ended"], series_role=["treated", "donor"]
    )
    planned = pd.DataFrame(
        [("saves", "compute", "s00", START, usage["usage_date"].max())],
        columns=["initiative_id", "usage_kind", "series_id", "start_date", "last_date"],
    )
    found = measure_initiatives(pd.concat([before, usage], ignore_index=True), planned)
    assert_frame_equal(found, measure_initiatives(usage, planned))
    assert (found["whole_upper"] < 0).all()
