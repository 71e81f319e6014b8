"""Where alerts go: Slack, a webhook, or a file of mails. An address is a secret and never shown."""

import json
import mailbox
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import urllib3

from infra_spend.alerts.messages import Message
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.settings import is_web_address

TIMEOUT_SECONDS = 10.0
RETRIES = 4
BACKOFF_SECONDS = 1.0
WORTH_ANOTHER_TRY = (408, 429, 500, 502, 503, 504)
FROM_ENVIRONMENT = "env:"
SENDER = "infra-spend@localhost"


class RefusedError(InfraSpendError):
    """This message is not taken, though the next one may be."""


class Target(Protocol):
    """What takes a message, or raises InfraSpendError without having taken it."""

    @property
    def name(self) -> str:
        """Return what the book calls it."""

    def send(self, message: Message) -> None:
        """Deliver one message."""


@dataclass(frozen=True)
class Http:
    """An address that takes JSON by POST.

    Time-outs, refused connections and answers that ask for patience are tried again after 1, 2, 4
    and 8 seconds, or when the answer says. So a message may come twice if its answer was lost:
    ``alert_key`` says so to a program.
    """

    name: str
    url: str
    timeout: float = TIMEOUT_SECONDS
    backoff: float = BACKOFF_SECONDS

    def send(self, message: Message) -> None:
        """Post the message; raises InfraSpendError, without the address, if nobody took it."""
        body = slack_body(message) if self.name == "slack" else message.as_json()
        retries = urllib3.Retry(
            total=RETRIES,
            backoff_factor=self.backoff,
            status_forcelist=WORTH_ANOTHER_TRY,
            allowed_methods=None,
            raise_on_status=False,
            redirect=False,
        )
        try:
            with urllib3.PoolManager() as pool:
                answer = pool.request(
                    "POST",
                    self.url,
                    body=json.dumps(body).encode(),
                    headers={"Content-Type": "application/json"},
                    timeout=self.timeout,
                    retries=retries,
                )
        except urllib3.exceptions.HTTPError as error:
            # Their words hold the address.
            cause = getattr(error, "reason", None) or error
            raise InfraSpendError(self._failure(type(cause).__name__)) from None
        if answer.status >= 300:
            failure = self._failure(f"HTTP status {answer.status}")
            is_late = answer.status in WORTH_ANOTHER_TRY
            raise InfraSpendError(failure) if is_late else RefusedError(failure)

    def _failure(self, why: str) -> str:
        host = urlsplit(self.url).hostname
        return f"{self.name} at {host} took no alert: {why}; the next run tries again"


@dataclass(frozen=True)
class MailFile:
    """A file in mbox form that a mail program, or `formail -s sendmail -t`, sends on."""

    path: Path
    name: str = "email"

    def send(self, message: Message) -> None:
        """Add one mail; raises InfraSpendError when the file cannot be written."""
        mail = EmailMessage()
        mail["From"] = SENDER
        mail["Subject"] = message.subject
        if message.email:
            mail["To"] = message.email
        mail.set_content(message.text)
        try:
            box = mailbox.mbox(self.path)
            box.lock()
            try:
                box.add(mail)
                box.flush()
            finally:
                box.unlock()
                box.close()
        except (OSError, mailbox.Error) as error:
            raise InfraSpendError(f"{self.path}: cannot be written: {first_line(error)}") from error


def http_target(name: str, url: str, environment: Mapping[str, str]) -> Http:
    """Return the target of an address, or of ``env:NAME``, the variable that holds it.

    Raises InputError when it is no address; the message does not hold it.
    """
    if url.startswith(FROM_ENVIRONMENT):
        variable = url.removeprefix(FROM_ENVIRONMENT)
        url = environment.get(variable, "")
        if not url:
            raise InputError(f"--{name} names the variable {variable}, which is not set")
    if not is_web_address(url):
        raise InputError(f"--{name} is no address: write https://…, or {FROM_ENVIRONMENT}VARIABLE")
    return Http(name, url)


def slack_body(message: Message) -> dict[str, Any]:
    """Return what an incoming webhook of Slack takes.

    The three characters that Slack reads as its own are written out, so that no name on a bill can
    notify a channel or hide a link.
    """
    text = message.text
    for character, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, written)
    return {"text": text, "mrkdwn": False}
