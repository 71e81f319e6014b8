"""Reconciliation: sums that are exact, and the least squares that they come from."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from infra_spend.forecasting import reconcile

DAYS = 3


def hierarchy_of(parents: list[int | None]) -> pd.DataFrame:
    """Return a hierarchy of nodes n0, n1, ...; each has an earlier parent or none."""
    return pd.DataFrame(
        {
            "series_id": [f"n{at}" for at in range(len(parents))],
            "parent_id": [None if parent is None else f"n{parent}" for parent in parents],
        }
    )


def forecasts_of(
    nodes: int, seed: int = 1, width: bool = True, size: float = 100.0
) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "series_id": np.repeat([f"n{at}" for at in range(nodes)], DAYS),
            "date": np.tile(pd.date_range("2026-01-01", periods=DAYS), nodes),
            "mean": random.normal(0.0, size, nodes * DAYS),
        }
    )
    if width:
        half = np.repeat(random.uniform(0.5, 9.0, nodes), DAYS)
        frame["lower_80"], frame["upper_80"] = frame["mean"] - half, frame["mean"] + half
    return frame


@st.composite
def trees(draw: st.DrawFn) -> pd.DataFrame:
    parents: list[int | None] = [None]
    for node in range(1, draw(st.integers(1, 25))):
        parents.append(draw(st.one_of(st.none(), st.integers(0, node - 1))))
    return hierarchy_of(parents)


def cents(frame: pd.DataFrame) -> pd.Series:
    whole = (frame["mean"] * 100).round().astype("int64")
    np.testing.assert_array_equal(whole / 100, frame["mean"])
    return whole.set_axis(pd.MultiIndex.from_frame(frame[["series_id", "date"]]))


@settings(max_examples=60, deadline=None)
@given(trees(), st.integers(0, 99), st.booleans())
def test_parents_are_the_sums_of_their_children_to_the_cent(
    hierarchy: pd.DataFrame, seed: int, width: bool
) -> None:
    found = reconcile(forecasts_of(len(hierarchy), seed, width), hierarchy)
    parent = hierarchy.set_index("series_id")["parent_id"]
    whole = cents(found).reset_index(name="cents")
    whole["parent_id"] = whole["series_id"].map(parent)
    sums = whole.dropna(subset="parent_id").groupby(["parent_id", "date"])["cents"].sum()
    own = whole.set_index(["series_id", "date"])["cents"]
    assert (own.reindex(sums.index) == sums).all()


@settings(max_examples=30, deadline=None)
@given(trees(), st.integers(0, 99))
def test_they_are_the_weighted_least_squares(hierarchy: pd.DataFrame, seed: int) -> None:
    nodes = len(hierarchy)
    forecasts = forecasts_of(nodes, seed, size=1e6)
    names = hierarchy["series_id"].tolist()
    parent = dict(zip(names, hierarchy["parent_id"], strict=True))
    leaves = [name for name in names if name not in set(hierarchy["parent_id"])]
    summing = np.zeros((nodes, len(leaves)))
    for column, leaf in enumerate(leaves):
        node = leaf
        while node is not None:
            summing[names.index(node), column] = 1.0
            node = parent[node]
    table = forecasts.pivot(index="series_id", columns="date", values="mean").loc[names]
    width = (forecasts["upper_80"] - forecasts["lower_80"]).to_numpy()[::DAYS]
    weight = np.diag(1 / width**2)
    solved = summing @ np.linalg.solve(summing.T @ weight @ summing, summing.T @ weight @ table)
    found = reconcile(forecasts, hierarchy)
    found = found.pivot(index="series_id", columns="date", values="mean").loc[names]
    # A cent for each level that rounds.
    np.testing.assert_allclose(found, solved, rtol=0, atol=0.01 * (nodes + 1))


@settings(max_examples=20, deadline=None)
@given(trees(), st.integers(0, 99))
def test_coherent_cents_stay_as_they_are(hierarchy: pd.DataFrame, seed: int) -> None:
    once = reconcile(forecasts_of(len(hierarchy), seed), hierarchy)
    assert_frame_equal(reconcile(once, hierarchy), once, check_exact=False, atol=1e-9)


@settings(max_examples=20, deadline=None)
@given(trees(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(hierarchy: pd.DataFrame, seed: int) -> None:
    forecasts = forecasts_of(len(hierarchy), seed)
    found = reconcile(
        forecasts.sample(frac=1, random_state=seed), hierarchy.sample(frac=1, random_state=seed)
    )
    assert_frame_equal(found, reconcile(forecasts, hierarchy), check_exact=True)


def test_cents_go_to_the_largest_remainder_and_to_the_first_of_equals() -> None:
    hierarchy = hierarchy_of([None, 0, 0, 0, 0])
    forecasts = forecasts_of(5, width=False)[lambda frame: frame["series_id"] != "n0"]
    forecasts["mean"] = np.repeat([0.333, 0.333, 0.333, 0.001], DAYS)
    found = reconcile(forecasts, hierarchy).iloc[::DAYS]["mean"].tolist()
    assert found == [1.0, 0.34, 0.33, 0.33, 0.0]


def test_a_node_that_is_certain_stays_and_its_parent_follows() -> None:
    hierarchy = hierarchy_of([None, 0, 0])
    forecasts = forecasts_of(3)
    forecasts["mean"] = np.repeat([100.0, 30.0, 50.0], DAYS)
    forecasts["lower_80"] = np.repeat([95.0, 30.0, 45.0], DAYS)
    forecasts["upper_80"] = np.repeat([105.0, 30.0, 55.0], DAYS)
    found = reconcile(forecasts, hierarchy).iloc[::DAYS]
    assert found["mean"].tolist() == [90.0, 30.0, 60.0]
    assert found["upper_80"].tolist() == [95.0, 30.0, 65.0]


def test_a_parent_without_a_forecast_is_the_sum_of_its_children() -> None:
    forecasts = forecasts_of(3, width=False).query("series_id != 'n0'")
    found = reconcile(forecasts, hierarchy_of([None, 0, 0]))
    assert found["series_id"].tolist() == ["n0"] * DAYS + ["n1"] * DAYS + ["n2"] * DAYS
    table = found.pivot(index="date", columns="series_id", values="mean")
    np.testing.assert_allclose(table["n0"], table["n1"] + table["n2"], atol=1e-9)


@pytest.mark.parametrize(
    ("hierarchy", "message"),
    [
        (
            {"series_id": ["n0", "n1", "n1"], "parent_id": [None, "n0", None]},
            "row 2 of series 'n1'",
        ),
        ({"series_id": ["n0", "n1"], "parent_id": ["n1", "n0"]}, "leads round in a circle"),
        ({"series_id": ["n0", "n1"], "parent_id": ["n0", "n0"]}, "leads round in a circle"),
        ({"series_id": ["n0", "n1"], "parent_id": [None, "nobody"]}, "is nobody and is no series"),
        (
            {"series_id": ["n0"], "parent_id": [None]},
            "series 'n1' is n1 and is not in the hierarchy",
        ),
        ({"series_id": ["n0", "n1", "n2"], "parent_id": [None] * 3}, "series 'n2' has no row on"),
        ({"series_id": ["n0", None], "parent_id": [None] * 2}, "hierarchy.series_id: row 1"),
        ({"series_id": ["n0"]}, "hierarchy has no column parent_id"),
    ],
)
def test_bad_hierarchies_are_refused(hierarchy: dict[str, list[object]], message: str) -> None:
    with pytest.raises(ValueError) as refused:
        reconcile(forecasts_of(2), pd.DataFrame(hierarchy))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows.drop(index=1), "forecasts.date: series 'n0' has no row on 2026-01-02"),
        (lambda rows: pd.concat([rows, rows.iloc[[4]]]), "is there twice for this series"),
        (lambda rows: rows.assign(mean=np.nan), "forecasts.mean: row 0 of series 'n0' is nan"),
        (lambda rows: rows.assign(mean=1e20), "has no exact cents"),
        (lambda rows: rows.drop(columns="mean"), "forecasts has no column mean"),
    ],
)
def test_bad_forecasts_are_refused(change: object, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        reconcile(change(forecasts_of(2)), hierarchy_of([None, 0]))
    assert message in str(refused.value)
