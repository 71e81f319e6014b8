"""Exports and truths: what is written, from which query, and when it is delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from infra_spend.simulator.parameters import Parameters, add_months

CLOSING_DAY = 6
DELIVERY_TIME = time(6)

Schedule = Callable[[Parameters, date], list[datetime]]


def once_closed(parameters: Parameters, month: date) -> list[datetime]:
    """Return one delivery of a month: a week after its end, or at ``as_of`` while it is open."""
    closed = add_months(month, 1) + timedelta(days=CLOSING_DAY)
    return [datetime.combine(min(closed, parameters.as_of), DELIVERY_TIME)]


@dataclass(frozen=True)
class Step:
    """A query that others build on, as a table made anew for each delivery, or as a view."""

    name: str
    is_view: bool = False


@dataclass(frozen=True)
class Export:
    """One landing table of one source; ``query`` names the SQL file that gives its rows.

    ``steps`` are made first, in order, each from the SQL file of its name.
    """

    source: str
    identifier: str
    query: str
    schedule: Schedule = once_closed
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Truth:
    """What really was, which no model reads; monthly, or one table for the whole time.

    A monthly truth is asked after the last delivery of its month, when the steps of all exports
    are there.
    """

    name: str
    query: str
    is_monthly: bool = True
