"""What the terminal shows of alerts."""

from collections.abc import Sequence

import typer

from infra_spend.alerts.messages import Message
from infra_spend.alerts.run import Outcome


def print_messages(messages: Sequence[Message]) -> None:
    """Print messages as they would be sent."""
    if not messages:
        typer.echo("nothing is due")
    for message in messages:
        typer.echo(f"{message.text}\n")


def print_outcome(outcome: Outcome) -> None:
    """Print how many alerts a target took, and on standard error what it did not take."""
    count = sum(len(message.due) for message in outcome.sent)
    typer.echo(f"{outcome.target}: {count} alerts in {len(outcome.sent)} messages")
    for failure in outcome.failures:
        typer.echo(f"infra-spend: {failure}", err=True)
