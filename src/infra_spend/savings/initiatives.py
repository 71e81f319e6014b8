"""What initiatives saved: the effect of each on the usage that it was to change."""

import pandas as pd

from infra_spend.forecasting.panel import day_number, read_days, read_history, since_silence
from infra_spend.savings.effect import MOST_DAYS, Effect, effect_in

SERIES = {"usage_date": "date", "constant_list_cost": "value"}
MEASURED = {
    "first_date": "datetime64[ns]",
    "last_date": "datetime64[ns]",
    **dict.fromkeys(("actual", "expected", "estimate", "lower", "upper"), "float64"),
    **dict.fromkeys(("whole_estimate", "whole_lower", "whole_upper"), "float64"),
    **dict.fromkeys(("cross_check", "kept_ratio", "donor_count"), "float64"),
    **dict.fromkeys(("initiative_id", "method", "reason"), "object"),
}


def measure_initiatives(usage: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return what became of the usage that each initiative was to change, by calendar month.

    Args:
        usage: Rows of ``series_id``, ``usage_kind``, ``series_role`` (treated or donor),
            ``usage_date`` and ``constant_list_cost``. Series of a kind tell about each other.
        initiatives: Rows of ``initiative_id``, ``usage_kind``, ``series_id``, ``start_date`` and
            ``last_date``, the last day that is looked at; those without usage or without a day of
            it since their start have no row in what is returned.

    Returns:
        One row per initiative and month since its start, or one without days if nothing can be
        told: the columns of MEASURED. ``estimate, lower, upper`` are of the month, those with
        ``whole_`` of all days since the start (see ``Effect``).

    Raises:
        InputError: a ValueError that names the column and the first bad row.
    """
    first = pd.Series(read_days(initiatives, "initiatives", "start_date"), initiatives.index)
    found: list[dict[str, object]] = []
    for kind, every_row in usage.groupby("usage_kind"):
        rows = since_silence(every_row.rename(columns=SERIES))
        panel = read_history(rows, newest_days=MOST_DAYS)
        # In order of name: sums depend on their order, in the last places.
        donors = sorted(rows.loc[rows["series_role"] == "donor", "series_id"].unique())
        begin, end = day_number(panel.dates[0]), day_number(panel.dates[-1])
        chosen = initiatives["usage_kind"].eq(kind) & initiatives["series_id"].isin(panel.series)
        for row in initiatives[chosen & first.between(begin, end)].to_dict("records"):
            last = pd.Timestamp(row["last_date"])
            known = panel.until(int(panel.dates.searchsorted(last, side="right")))
            effect = effect_in(known, row["series_id"], row["start_date"], donors)
            found += _rows(row["initiative_id"], effect)
    return pd.DataFrame(found, columns=[*MEASURED]).astype(MEASURED)


def _rows(initiative_id: str, effect: Effect) -> list[dict[str, object]]:
    """Return a row per month, or one without days."""
    whole = {
        "initiative_id": initiative_id,
        "whole_estimate": effect.estimate,
        "whole_lower": effect.interval[0],
        "whole_upper": effect.interval[1],
        "cross_check": effect.cross_check,
        "kept_ratio": effect.kept_ratio,
        "donor_count": effect.donor_count,
        "method": effect.method,
        "reason": effect.reason,
    }
    return [{**whole, **month} for month in effect.by_month.to_dict("records")] or [whole]
