"""What a close has found and done, on the terminal."""

from rich.console import Console

from infra_spend.close.books import Step
from infra_spend.close.run import Outcome, Request

DONE = {
    Step.SOFT: "is closed softly: its checks are in the books, and it still takes corrections",
    Step.HARD: "is closed: what arrives for it from now on is posted in the open month",
    Step.REOPEN: "is open again",
}


def print_close(request: Request, outcome: Outcome) -> None:
    """Print each check, and what became of the month."""
    console = Console(highlight=False, soft_wrap=True)
    for check in outcome.checks:
        style, word = ("green", "passed") if check.is_passed else ("red", "failed")
        console.print(f"[{style}]{word}[/] {check.name}: ", end="")
        console.print(check.text, markup=False)
    if not outcome.is_taken:
        console.print(
            f"{request.billing_period} stays open: mend what failed, or waive it with a reason in"
            " seeds/trust/close_waivers.csv, and close it again"
        )
        return
    console.print(f"{request.billing_period} {DONE[request.step]}")
    if outcome.content_hash:
        console.print(f"content hash {outcome.content_hash}")
