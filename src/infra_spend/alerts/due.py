"""Which alerts are due: open ones that were not sent, and sent ones that stayed open too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from infra_spend.database import open_warehouse
from infra_spend.errors import InfraSpendError, first_line


@dataclass(frozen=True)
class Alert:
    """One row of ``marts.fct_alerts``; ``amount_cost`` is None where no money is at stake."""

    alert_key: str
    alert_kind: str
    severity: str
    owner_id: str
    escalation_owner_id: str | None
    contact_email: str | None
    escalation_email: str | None
    since_date: date
    title: str
    reason: str
    recommended_action: str
    evidence_query: str
    amount_cost: Decimal | None
    currency_code: str | None


@dataclass(frozen=True)
class Due:
    """An alert to send now; ``level`` 0 tells its owner, 1 the one above."""

    alert: Alert
    level: int

    @property
    def owner(self) -> str:
        """Return whom it is for: where nobody stands above an owner, the owner again."""
        above = self.alert.escalation_owner_id if self.level else None
        return above or self.alert.owner_id

    @property
    def email(self) -> str | None:
        """Return the address of whom it is for."""
        above = self.alert.escalation_email if self.level else None
        return above or self.alert.contact_email


def open_alerts(warehouse: Path) -> list[Alert]:
    """Return what is open, the largest amounts first; raises InfraSpendError without the mart."""
    columns = ", ".join(field.name for field in fields(Alert))
    with open_warehouse(warehouse) as session:
        try:
            rows = session.execute(
                f"select {columns} from marts.fct_alerts"
                " order by abs(amount_cost) desc nulls last, alert_key"
            ).fetchall()
        except duckdb.Error as error:
            raise InfraSpendError(
                f"{warehouse}: there is no fct_alerts: run dbt build first ({first_line(error)})"
            ) from error
    return [Alert(*row) for row in rows]


def due(
    alerts: Sequence[Alert],
    sent: Mapping[tuple[str, int], datetime],
    now: datetime,
    escalate_after_days: int,
) -> list[Due]:
    """Return what has to be sent at ``now``; ``sent`` says when a key was sent at a level."""
    found = []
    for alert in alerts:
        told = sent.get((alert.alert_key, 0))
        if told is None:
            found.append(Due(alert, 0))
        elif (alert.alert_key, 1) not in sent and now - told >= timedelta(days=escalate_after_days):
            found.append(Due(alert, 1))
    return found
