"""Faults on demand: each spoils a finished landing folder in exactly one known way.

What a fault changes is drawn from the seed, so the same folder is spoilt alike every time. Each
says what a test of the data should notice; what notices it is measured (docs/data_quality.md).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from infra_spend.errors import InputError, first_line
from infra_spend.ingest.deliveries import Delivery, current_deliveries, list_deliveries
from infra_spend.simulator import spoiling
from infra_spend.simulator.delivered import Delivered
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.spoiling import CHARGES, Change

RECENT_MONTHS = 6
ANY_CHARGES = tuple(CHARGES)


@dataclass(frozen=True)
class FaultRecord:
    """One injected fault: the files that it changed, added or removed, and how many rows."""

    name: str
    table: str
    billing_period: str
    files: tuple[str, ...]
    row_count: int
    detail: str
    expected: str


@dataclass(frozen=True)
class Fault:
    """One way in which data goes wrong.

    ``expected`` is what a test of the data should notice; ``tables`` are those it may hit: the
    first that has landed. ``is_last`` hits the newest month instead of a recent closed one,
    ``least_deliveries`` a month that has so many.
    """

    expected: str
    apply: Callable[[Delivered], Change]
    tables: tuple[str, ...] = ANY_CHARGES
    is_last: bool = False
    least_deliveries: int = 1
    columns: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What goes wrong, as one line."""
        return (self.apply.__doc__ or "").strip()


def check_names(names: list[str]) -> None:
    """Raise InputError when there is no fault of a name."""
    for name in names:
        if name not in FAULTS:
            raise InputError(f"--fault {name}: is not a fault; choose {', '.join(sorted(FAULTS))}")


def inject(name: str, landing: Path, draws: Draws) -> FaultRecord:
    """Spoil a landing folder in one way and return what was done.

    Raises InputError when there is no such fault, or nothing in the folder that it could hit.
    """
    check_names([name])
    fault = FAULTS[name]
    with _session() as session:
        delivered = _choose(name, fault, landing, draws, session)
        try:
            for column in fault.columns:
                delivered.type_of(column)
            change = fault.apply(delivered)
        except (duckdb.IOException, duckdb.OutOfMemoryException):
            raise
        except duckdb.Error as error:
            raise InputError(
                f"--fault {name}: {delivered.table} {delivered.delivery.billing_period} is not as"
                f" expected: {first_line(error)}: name this fault before those that change the file"
            ) from error
    return FaultRecord(
        name=name,
        table=delivered.table,
        billing_period=delivered.delivery.billing_period,
        files=change.files,
        row_count=change.row_count,
        detail=change.detail,
        expected=fault.expected,
    )


@contextmanager
def _session() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        session.execute("set enable_progress_bar = false")
        yield session


def _choose(
    name: str, fault: Fault, landing: Path, draws: Draws, session: duckdb.DuckDBPyConnection
) -> Delivered:
    """Return what is current of a recent month of the first table that the fault may hit."""
    for identifier in fault.tables:
        for folder in sorted(landing.glob(f"*/{identifier}")):
            deliveries = list_deliveries(folder)
            periods = [
                period
                for period in sorted({delivery.billing_period for delivery in deliveries})
                if sum(delivery.billing_period == period for delivery in deliveries)
                >= fault.least_deliveries
            ]
            if periods:
                period = _period(name, fault, periods, draws)
                return Delivered(
                    landing=landing,
                    source=folder.parent.name,
                    identifier=identifier,
                    delivery=_current(deliveries, period),
                    session=session,
                    draws=draws,
                    purpose=name,
                )
    deliveries_text = "" if fault.least_deliveries == 1 else " with two deliveries of a month"
    raise InputError(f"--fault {name}: needs {' or '.join(fault.tables)}{deliveries_text}")


def _period(name: str, fault: Fault, periods: list[str], draws: Draws) -> str:
    """Return the month to hit: the newest, or a recent one that is neither the first nor open."""
    if fault.is_last:
        return periods[-1]
    closed = (periods[1:-1] or periods[:-1] or periods)[-RECENT_MONTHS:]
    return closed[int(draws.integers(f"fault/{name}/month", 1, 0, len(closed))[0])]


def _current(deliveries: list[Delivery], period: str) -> Delivery:
    return current_deliveries(deliveries, period, deliveries[-1].stamp)[-1]


FAULTS: dict[str, Fault] = {
    "missing_day": Fault(
        "the volume and the cost of a day are zero between days with both",
        spoiling.missing_day,
    ),
    "missing_month": Fault(
        "a month is missing between two that have landed",
        spoiling.missing_month,
    ),
    "doubled_delivery": Fault(
        "line ids occur twice, and the month costs twice as much",
        spoiling.doubled_delivery,
    ),
    "duplicated_lines": Fault(
        "line ids occur twice",
        spoiling.duplicated_lines,
    ),
    "truncated_file": Fault(
        "the file cannot be read",
        spoiling.truncated_file,
    ),
    "partial_delivery": Fault(
        "the last days of a closed month have no charges",
        spoiling.partial_delivery,
    ),
    "empty_delivery": Fault(
        "the current delivery of a month has no rows",
        spoiling.empty_delivery,
    ),
    "feed_stopped": Fault(
        "a source is older than its freshness allows",
        spoiling.feed_stopped,
        tables=("platform_usage", "kubernetes_pod_usage", *ANY_CHARGES),
        is_last=True,
    ),
    "currency_mixup": Fault(
        "an account has another currency than in the month before",
        spoiling.currency_mixup,
    ),
    "exchange_rate_missing": Fault(
        "a day of a currency has no exchange rate",
        spoiling.exchange_rate_missing,
    ),
    "late_price_feed": Fault(
        "list prices are null on usage that had them",
        spoiling.late_price_feed,
    ),
    "negative_usage": Fault(
        "usage is negative where its cost is positive",
        spoiling.negative_usage,
    ),
    "orphan_resource": Fault(
        "metered resources have no charge",
        spoiling.orphan_resource,
        tables=("kubernetes_pod_usage",),
        columns=("resource_id",),
    ),
    "unit_change": Fault(
        "the quantity of a meter jumps by three orders of magnitude while its cost does not",
        spoiling.unit_change,
        tables=("platform_usage", "aws_cur_lines"),
    ),
    "schema_column_renamed": Fault(
        "a declared column is missing and an unknown one is there",
        spoiling.schema_column_renamed,
    ),
    "schema_type_changed": Fault(
        "a column has another type than before",
        spoiling.schema_type_changed,
    ),
    "null_owner_tags": Fault(
        "tag coverage of a day is zero",
        spoiling.null_owner_tags,
    ),
    "account_unknown": Fault(
        "charges of an account that nobody has registered",
        spoiling.account_unknown,
    ),
    "clock_skew": Fault(
        "charges are dated outside their billing period",
        spoiling.clock_skew,
    ),
    "timezone_shift": Fault(
        "usage begins before its billing period",
        spoiling.timezone_shift,
    ),
    "cost_scaled_100": Fault(
        "the unit price of a day is a hundred times that of the day before",
        spoiling.cost_scaled_100,
        tables=("aws_cur_lines", "focus_charges"),
    ),
    "invoice_mismatch": Fault(
        "an invoice and its charges differ",
        spoiling.invoice_mismatch,
        tables=("invoices",),
    ),
    "delivery_order_swapped": Fault(
        "the newest delivery has less than the one before it",
        spoiling.delivery_order_swapped,
        least_deliveries=2,
    ),
    "split_rows_without_parent": Fault(
        "the parent of a split row has no line",
        spoiling.split_rows_without_parent,
        tables=("aws_cur_lines",),
        columns=("split_line_item_parent_resource_id",),
    ),
    "owner_missing": Fault(
        "an owner of services is not in the directory, though it was and nobody closed it",
        spoiling.owner_missing,
        tables=("org_owners",),
        is_last=True,
    ),
    "metric_frozen": Fault(
        "a daily metric does not change for days",
        spoiling.metric_frozen,
        tables=("business_metrics",),
    ),
}
