"""Send what is due to each target, and write down what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from infra_spend.alerts.book import open_book
from infra_spend.alerts.due import due, open_alerts
from infra_spend.alerts.messages import Message, messages
from infra_spend.alerts.targets import RefusedError, Target
from infra_spend.errors import InfraSpendError
from infra_spend.settings import Settings

BOOK = "alerts_sent.jsonl"
ESCALATE_AFTER_DAYS = 7


@dataclass(frozen=True)
class Outcome:
    """What became of the messages for one target; ``failures`` are lines to show."""

    target: str
    sent: list[Message]
    failures: list[str]


def send_alerts(
    settings: Settings,
    targets: Sequence[Target],
    now: datetime,
    escalate_after_days: int = ESCALATE_AFTER_DAYS,
) -> list[Outcome]:
    """Send each open alert once to each target, and again to whom is above if it stays open.

    What a target did not take is not in the book, so the next run tries it again. Raises
    InfraSpendError without the mart, and when another run has the book.
    """
    alerts = open_alerts(settings.warehouse)
    outcomes = []
    with open_book(book_path(settings)) as book:
        for target in targets:
            outcome = Outcome(target.name, [], [])
            open_now = due(alerts, book.sent(target.name), now, escalate_after_days)
            for message in messages(open_now, settings.boards):
                try:
                    target.send(message)
                except RefusedError as error:
                    outcome.failures.append(str(error))
                    continue
                except InfraSpendError as error:
                    outcome.failures.append(str(error))
                    break
                book.write(target.name, message.due, now)
                outcome.sent.append(message)
            outcomes.append(outcome)
    return outcomes


def planned(
    settings: Settings,
    target: Target | None,
    now: datetime,
    escalate_after_days: int = ESCALATE_AFTER_DAYS,
) -> list[Message]:
    """Return what would be sent to a target, or without one what nobody was told yet."""
    alerts = open_alerts(settings.warehouse)
    path = book_path(settings)
    if target is None or not path.exists():
        return messages(due(alerts, {}, now, escalate_after_days), settings.boards)
    with open_book(path) as book:
        open_now = due(alerts, book.sent(target.name), now, escalate_after_days)
        return messages(open_now, settings.boards)


def book_path(settings: Settings) -> Path:
    """Return where the book is: beside the warehouse."""
    return settings.warehouse.with_name(BOOK)
