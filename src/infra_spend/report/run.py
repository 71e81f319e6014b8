"""Write a report as HTML and, where there is a Chromium, as PDF."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from infra_spend.errors import InfraSpendError, first_line
from infra_spend.report.figures import read_figures
from infra_spend.report.page import page_of

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The page makes no request, and the browser is told to make none of its own. Its sandbox needs
# rights that a job in a container lacks; the page has no script.
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Report:
    """The files that were written; ``pdf`` is None where no browser could print it."""

    html: Path
    pdf: Path | None


def write_report(
    marts: Path, owner: str, month: str, folder: Path, browsers: Sequence[str] = CHROMIUM
) -> Report:
    """Write ``OWNER-MONTH.html`` and ``.pdf`` into a folder; each appears whole or not at all.

    Raises InfraSpendError without marts, for an unknown owner or month, and when a file cannot be
    written.
    """
    page = page_of(read_figures(marts, owner, month))
    name = re.sub(r"[^\w.-]", "_", owner)
    html = folder / f"{name}-{month}.html"
    browser = next((found for name in browsers if (found := shutil.which(name))), None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".report-") as work:
            part = Path(work) / "report.html"
            part.write_text(page, encoding="utf-8")
            printed = _print(browser, part) if browser else None
            pdf = printed.replace(html.with_suffix(".pdf")) if printed else None
            part.replace(html)
    except OSError as error:
        raise InfraSpendError(f"{html}: cannot be written: {first_line(error)}") from error
    return Report(html, pdf)


def _print(browser: str, page: Path) -> Path:
    """Return the PDF that a browser prints beside a page; raises InfraSpendError if it does not."""
    pdf = page.with_suffix(".pdf")
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [browser, *OPTIONS, profile, f"--print-to-pdf={pdf}", page.as_uri()]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=LONGEST_SECONDS)
    except subprocess.SubprocessError as error:
        raise InfraSpendError(f"{browser} printed no PDF: {first_line(error)}") from error
    return pdf
