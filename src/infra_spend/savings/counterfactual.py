"""Ridge synthetic control: what a series would have been, told by others that nothing happened to.

Every series is divided by its level before the start. The treated one is then the mean of its
donors, as in difference-in-differences, plus what a ridge regression of the weeks before adds to
it, on how far each donor is from that mean (Ben-Michael, Feller and Rothstein, 2021). So what moves
all donors moves what is expected as much. Weeks, because the days of a week differ in all series
alike. The same is asked of each donor, by the others: for all donors at once that costs one
inverse, because leaving a donor out changes the matrix by rank one (Sherman and Morrison, 1950).
"""

from dataclasses import dataclass

import numpy as np

from infra_spend.forecasting.panel import Floats

WEEK = 7
# Weeks count half when they are so much older: levels move, and the newest is where the start was.
HALF_LIFE_WEEKS = 4.0
PENALTY = 0.1
# What happened to one donor alone is not what would have happened to the treated.
MOST_APART = 0.35
LEAST_RATIO = 0.001


@dataclass(frozen=True)
class Fitted:
    """What the days from a start were, and would have been, relative to the level before it.

    Column 0 is the treated series, and the others are donors, each told by the other donors.

    Attributes:
        actual: Shape (days, 1 + donors).
        expected: The same shape.
        levels: The level before the start, in the unit of each series; shape (1 + donors,).
    """

    actual: Floats
    expected: Floats
    levels: Floats

    def log_ratios(self, first: int, last: int) -> Floats:
        """Return the logarithm of actual over expected sums of some days, by series."""
        sums = [part[first:last].sum(axis=0) for part in (self.actual, self.expected)]
        least = LEAST_RATIO * (last - first)
        actual, expected = (np.maximum(values, least) for values in sums)
        return np.asarray(np.log(actual / expected))


def fit(values: Floats, start: int) -> Fitted:
    """Fit on whole weeks before a start, and say what the days from there would have been.

    Args:
        values: One value per day and series, the treated first; each series is above zero before
            the start; shape (days, 1 + donors), with at least two donors.
        start: The place of the first treated day; at least a week of days is before it.
    """
    weights = 0.5 ** (np.arange(start // WEEK)[::-1] / HALF_LIFE_WEEKS)
    weights /= weights.sum()
    levels = weights @ _weekly(values, start)
    relative = values / levels
    own = _weekly(relative[:, 0], start) - 1
    donors = _near_their_median(relative[:, 1:])
    # Clipping moves a level a little; deviations are from the level as it is used.
    centre = weights @ _weekly(donors, start)
    before, after = _weekly(donors, start) - centre, donors[start:] - centre
    root = np.sqrt(weights)[:, None]
    common_before, common_after = (part.mean(axis=1, keepdims=True) for part in (before, after))
    apart_before, apart_after = before - common_before, after - common_after
    seen = apart_before * root
    gram = seen @ seen.T
    ridge = PENALTY * np.trace(gram) + np.finfo(np.float64).tiny
    inverse = np.linalg.inv(gram + ridge * np.eye(len(gram)))

    ours = seen.T @ (inverse @ ((own - common_before[:, 0]) * root[:, 0]))
    # The mean of the others of a donor is on its far side of the mean of all.
    others = before.shape[1] - 1
    theirs = inverse @ (seen * (1 + 1 / others))
    left_out = inverse @ seen
    theirs += left_out * ((seen * theirs).sum(axis=0) / (1 - (seen * left_out).sum(axis=0)))
    of_itself = apart_after * (seen * theirs).sum(axis=0)
    expected = np.column_stack(
        [
            1 + common_after[:, 0] + apart_after @ ours,
            1 + common_after - apart_after / others + apart_after @ (seen.T @ theirs) - of_itself,
        ]
    )
    return Fitted(relative[start:], expected, levels)


def _weekly(values: Floats, end: int) -> Floats:
    """Return the means of the whole weeks before a day."""
    weeks = end // WEEK
    whole = values[end - weeks * WEEK : end]
    return np.asarray(whole.reshape(weeks, WEEK, *values.shape[1:]).mean(axis=1))


def _near_their_median(relative: Floats) -> Floats:
    """Return donors that go with their median, each day within a ratio of it."""
    middle = np.median(relative, axis=1, keepdims=True)
    return np.clip(relative, middle / (1 + MOST_APART), middle * (1 + MOST_APART))
