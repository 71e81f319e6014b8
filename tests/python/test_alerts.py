"""Alerts reach their owner once, whatever the receiver does, and nobody sees a secret."""

import json
import mailbox
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from infra_spend.alerts.book import open_book
from infra_spend.alerts.run import book_path, send_alerts
from infra_spend.alerts.targets import Http, MailFile
from infra_spend.cli import app
from infra_spend.errors import InfraSpendError
from infra_spend.settings import Settings

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECRET = "T0/B0/very-secret"
ALERTS = """
    create schema marts;
    create table marts.fct_alerts as
    select * from (values
        ('a', 'anomaly', 'breach', 'ads', 'revenue', 'ads@example.com', 'revenue@example.com',
            date '2026-03-01', 'Spike of <!channel>\nads', 'It cost more', 'Look', 'select 1',
            cast(1234.5 as decimal(24, 10)), 'USD'),
        ('b', 'guardrail', 'warn', 'ads', 'revenue', 'ads@example.com', 'revenue@example.com',
            date '2026-03-01', 'Tags', 'Few', 'Tag', 'select 2', null, 'USD'),
        ('c', 'trust', 'breach', 'search', null, null, null,
            date '2026-03-01', 'Late', 'No bill', 'Ask', 'select 3', 9, 'USD')
    ) as alerts (alert_key, alert_kind, severity, owner_id, escalation_owner_id, contact_email,
        escalation_email, since_date, title, reason, recommended_action, evidence_query,
        amount_cost, currency_code)
"""


@pytest.fixture
def warehouse(settings: Settings) -> Settings:
    with duckdb.connect(str(settings.warehouse)) as session:
        session.execute(ALERTS)
    return settings


class Receiver(ThreadingHTTPServer):
    """Answers with one of ``answers`` a request, then 200; None waits too long."""

    def __init__(self) -> None:
        self.answers: list[int | None] = []
        self.bodies: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/{SECRET}"


class Answer(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status is None:
            time.sleep(0.5)
            status = 200
        elif status == 200:
            self.server.bodies.append(body)
        self.send_response(status)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def keys(bodies: list[dict[str, Any]]) -> list[str]:
    return [alert["alert_key"] for body in bodies for alert in body["alerts"]]


def test_open_alerts_are_sent_once_and_escalated_once(
    warehouse: Settings, receiver: Receiver
) -> None:
    target = Http("webhook", receiver.url, backoff=0)

    def run(days: int) -> list[tuple[str, str, int]]:
        receiver.bodies.clear()
        send_alerts(warehouse, [target], NOW + timedelta(days=days), 7)
        return [
            (body["owner_id"], alert["alert_key"], alert["level"])
            for body in receiver.bodies
            for alert in body["alerts"]
        ]

    assert run(0) == [("ads", "a", 0), ("ads", "b", 0), ("search", "c", 0)]
    assert run(6) == []
    assert run(7) == [("revenue", "a", 1), ("revenue", "b", 1), ("search", "c", 1)]
    assert run(30) == []


def test_a_receiver_that_fails_for_a_while_gets_each_alert(
    warehouse: Settings, receiver: Receiver
) -> None:
    receiver.answers = [500, 503, None]
    [outcome] = send_alerts(warehouse, [Http("webhook", receiver.url, timeout=0.2, backoff=0)], NOW)
    assert not outcome.failures
    assert keys(receiver.bodies) == ["a", "b", "c"]


def test_what_was_not_taken_is_sent_by_the_next_run(
    warehouse: Settings, receiver: Receiver
) -> None:
    target = Http("webhook", receiver.url, backoff=0)
    # The first message is taken, the second one never.
    receiver.answers = [200, *[500] * 5]
    [outcome] = send_alerts(warehouse, [target], NOW)
    assert outcome.failures == [
        "webhook at 127.0.0.1 took no alert: HTTP status 500; the next run tries again"
    ]
    assert keys(receiver.bodies) == ["a", "b"]
    receiver.bodies.clear()
    send_alerts(warehouse, [target], NOW)
    assert keys(receiver.bodies) == ["c"]


def test_a_message_that_is_refused_does_not_hold_up_the_others(
    warehouse: Settings, receiver: Receiver
) -> None:
    receiver.answers = [400]
    [outcome] = send_alerts(warehouse, [Http("webhook", receiver.url, backoff=0)], NOW)
    assert len(outcome.failures) == 1
    assert keys(receiver.bodies) == ["c"]


def test_names_on_a_bill_cannot_notify_a_channel_or_break_a_header(
    warehouse: Settings, receiver: Receiver, tmp_path: Path
) -> None:
    path = tmp_path / "alerts.mbox"
    send_alerts(warehouse, [Http("slack", receiver.url, backoff=0), MailFile(path)], NOW)
    text = receiver.bodies[0]["text"]
    assert "Spike of &lt;!channel&gt; ads: 1,234.50 USD" in text
    assert "What to do: Look" in text
    first, second = mailbox.mbox(path)
    assert first["To"] == "ads@example.com"
    assert first["Subject"] == "ads: Spike of <!channel> ads, and 1 more"
    assert second["To"] is None


def test_a_link_leads_to_the_board_where_boards_are_served(
    warehouse: Settings, receiver: Receiver
) -> None:
    linked = replace(warehouse, boards="https://boards.example.com/")
    send_alerts(linked, [Http("webhook", receiver.url), Http("slack", receiver.url)], NOW)
    alerts = [alert for body in receiver.bodies[:2] for alert in body["alerts"]]
    assert [alert["board_url"] for alert in alerts] == [
        "https://boards.example.com/anomalies/?owner=ads",
        "https://boards.example.com/budgets/?owner=ads",
        "https://boards.example.com/trust/?owner=search",
    ]
    assert (
        "Look at: https://boards.example.com/anomalies/?owner=ads\n" in receiver.bodies[2]["text"]
    )


def test_a_line_cut_by_a_crash_is_sent_again_and_a_bad_one_is_named(
    warehouse: Settings, receiver: Receiver
) -> None:
    target = Http("webhook", receiver.url, backoff=0)
    send_alerts(warehouse, [target], NOW)
    path = book_path(warehouse)
    path.write_text(path.read_text()[:-20])
    receiver.bodies.clear()
    send_alerts(warehouse, [target], NOW)
    assert keys(receiver.bodies) == ["c"]
    path.write_text("nonsense\n" + path.read_text())
    with pytest.raises(InfraSpendError, match="line 1 is not an entry: take the line out"):
        send_alerts(warehouse, [target], NOW)


def test_two_runs_at_once_are_refused(warehouse: Settings, tmp_path: Path) -> None:
    with open_book(book_path(warehouse)), pytest.raises(InfraSpendError, match="wait until it"):
        send_alerts(warehouse, [MailFile(tmp_path / "alerts.mbox")], NOW)


@pytest.fixture
def command(warehouse: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("INFRA_SPEND_DUCKDB", str(warehouse.warehouse))
    monkeypatch.setattr("urllib3.Retry.sleep", lambda retry, response=None: None)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["alert", *words])
        return result.exit_code, result.output

    return run


def test_nothing_is_sent_unless_a_target_is_given(
    command: Callable[..., tuple[int, str]], warehouse: Settings
) -> None:
    code, output = command()
    assert code == 2
    assert output.count("\n") == 1
    assert "give --dry-run, --slack, --webhook or --email" in output
    code, output = command("--dry-run")
    assert code == 0
    assert "BREACH: Spike of <!channel> ads: 1,234.50 USD" in output
    assert not book_path(warehouse).exists()


def test_no_secret_is_ever_shown(
    command: Callable[..., tuple[int, str]], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answers = [404] * 2
    shown = [command("--webhook", receiver.url)]
    monkeypatch.setenv("HOOK", receiver.url)
    receiver.shutdown()
    receiver.server_close()
    shown.append(command("--slack", "env:HOOK"))
    shown.append(command("--slack", f"ftp://{SECRET}"))
    shown.append(command("--slack", "env:ABSENT"))
    assert [code for code, _ in shown] == [1, 1, 2, 2]
    for _, output in shown:
        assert output
        assert SECRET not in output
