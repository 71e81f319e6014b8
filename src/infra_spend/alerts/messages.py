"""What is said: one message an owner, with figure, reason, evidence, link and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from infra_spend.alerts.due import Due

# The board that shows what an alert is about.
BOARDS = {"anomaly": "anomalies", "guardrail": "budgets", "trust": "trust"}


@dataclass(frozen=True)
class Message:
    """All that is due for one owner; ``boards`` is the address of the boards, None without."""

    owner: str
    email: str | None
    due: tuple[Due, ...]
    boards: str | None = None

    @property
    def subject(self) -> str:
        """Return what it is about, in a line."""
        count = len(self.due)
        worst = self.due[0].alert.title
        more = f", and {count - 1} more" if count > 1 else ""
        return _line(f"{self.owner}: {worst}{more}")

    @property
    def text(self) -> str:
        """Return the message as plain text."""
        return "\n\n".join(
            [f"For {_line(self.owner)}", *(self._paragraph(each) for each in self.due)]
        )

    def link(self, due: Due) -> str | None:
        """Return the address of the board that shows what is due; None where nobody serves it."""
        if self.boards is None:
            return None
        page = f"{self.boards.rstrip('/')}/{BOARDS[due.alert.alert_kind]}/"
        return f"{page}?{urlencode({'owner': due.alert.owner_id})}"

    def as_json(self) -> dict[str, Any]:
        """Return the message for a program; amounts are text, so that none is rounded."""
        return {
            "owner_id": self.owner,
            "alerts": [
                {
                    "alert_key": each.alert.alert_key,
                    "alert_kind": each.alert.alert_kind,
                    "severity": each.alert.severity,
                    "level": each.level,
                    "owner_id": each.alert.owner_id,
                    "since_date": each.alert.since_date.isoformat(),
                    "title": each.alert.title,
                    "reason": each.alert.reason,
                    "recommended_action": each.alert.recommended_action,
                    "evidence_query": each.alert.evidence_query,
                    "board_url": self.link(each),
                    "amount_cost": str(each.alert.amount_cost)
                    if each.alert.amount_cost is not None
                    else None,
                    "currency_code": each.alert.currency_code,
                }
                for each in self.due
            ],
        }

    def _paragraph(self, due: Due) -> str:
        """Return what there is to know about one alert."""
        alert, link = due.alert, self.link(due)
        late = f" (not solved by {_line(alert.owner_id)})" if due.level else ""
        amount = (
            f": {alert.amount_cost:,.2f} {alert.currency_code}"
            if alert.amount_cost is not None
            else ""
        )
        return "\n".join(
            [
                f"{alert.severity.upper()}{late}: {_line(alert.title)}{amount}",
                f"Since {alert.since_date}. {_line(alert.reason)}",
                f"What to do: {_line(alert.recommended_action)}",
                *([f"Look at: {link}"] if link else []),
                f"Evidence: {_line(alert.evidence_query)}",
            ]
        )


def messages(due: Sequence[Due], boards: str | None = None) -> list[Message]:
    """Return one message for each owner and address, in order of owner."""

    def recipient(each: Due) -> tuple[str, str]:
        return each.owner, each.email or ""

    return [
        Message(owner, email or None, tuple(of_owner), boards)
        for (owner, email), of_owner in groupby(sorted(due, key=recipient), key=recipient)
    ]


def _line(text: str) -> str:
    """Return text on one line: what a bill calls something may have line breaks in it."""
    return " ".join(text.split())
