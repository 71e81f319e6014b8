"""The command line ``infra-spend``: each command reads its arguments and calls one function."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from json import dumps
from os import environ
from pathlib import Path
from sys import argv
from typing import Annotated

import typer
from rich.console import Console

from infra_spend.alerts.report import print_messages, print_outcome
from infra_spend.alerts.run import ESCALATE_AFTER_DAYS, planned, send_alerts
from infra_spend.alerts.targets import MailFile, Target, http_target
from infra_spend.close.books import Step
from infra_spend.close.report import print_close
from infra_spend.close.run import Request as CloseRequest
from infra_spend.close.run import close as run_close
from infra_spend.dashboards import render as render_dashboards
from infra_spend.doctor import Level, examine
from infra_spend.errors import InfraSpendError, InputError
from infra_spend.explain.report import print_tree
from infra_spend.explain.run import explain as run_explain
from infra_spend.export import FileType, export_marts
from infra_spend.export_focus import export_focus as write_focus
from infra_spend.ingest.commit import repair_landing
from infra_spend.ingest.deliveries import Mode
from infra_spend.ingest.formats.known import FORMATS
from infra_spend.ingest.run import Request
from infra_spend.ingest.run import ingest as run_ingest
from infra_spend.job_log import log_error, logged
from infra_spend.monitoring.install import install_elementary
from infra_spend.monitoring.report import write_report
from infra_spend.overview import overview_picture, print_overview
from infra_spend.progress import show_progress, show_step, show_wait
from infra_spend.publish import LINE_LEVEL, finance_marts, published_marts
from infra_spend.publish import publish as run_publish
from infra_spend.registry import load_tables
from infra_spend.scenario import waterfall, without_months
from infra_spend.settings import Settings
from infra_spend.simulator.places import is_simulated
from infra_spend.summary import print_summary

FormatName = StrEnum("FormatName", {name: name for name in FORMATS})  # type: ignore[misc]
LEVEL_STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}
USER_ERROR = 2

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Load or simulate infrastructure bills and meters, check the set-up, write FOCUS files.",
)


@contextmanager
def user_errors() -> Iterator[None]:
    """Print an error the user can act on as one line, and leave with exit code 2."""
    try:
        yield
    except InfraSpendError as error:
        typer.echo(f"infra-spend: {error}", err=True)
        log_error(str(error))
        raise typer.Exit(USER_ERROR) from error


def main() -> None:
    """Run a command, and log how it ended."""
    try:
        with logged(" ".join(argv[1:2])):
            app()
    except InputError as error:
        typer.echo(f"infra-spend: {error}", err=True)
        raise SystemExit(USER_ERROR) from error


@app.command()
def ingest(
    format: Annotated[FormatName, typer.Argument(help="What kind of export it is.")],
    path: Annotated[str, typer.Argument(help="A file, a folder, or a glob in quotes.")],
    source: Annotated[
        str | None, typer.Option(help="Name of the source; the format unless given.")
    ] = None,
    mode: Annotated[
        Mode, typer.Option(help="Whether the file is the whole period or adds to it.")
    ] = Mode.OVERWRITE,
    format_version: Annotated[
        str | None, typer.Option(help="FOCUS version the file must conform to, such as 1.2.")
    ] = None,
    delivered_at: Annotated[
        str | None, typer.Option(help="Time of a replayed delivery, as 2026-01-31T00:00:00Z.")
    ] = None,
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="Land the good rows, set the bad ones aside.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Validate and print the summary; land nothing.")
    ] = False,
) -> None:
    """Validate an export and land it: all of it or nothing, and never twice."""
    request = Request(
        format=format.value,
        path=path,
        source=source,
        mode=mode,
        format_version=format_version,
        delivered_at=delivered_at,
        quarantine=quarantine,
        dry_run=dry_run,
    )
    with user_errors():
        settings = Settings.from_environment()
        outcome = run_ingest(request, settings, datetime.now(UTC), show_step)
        print_summary(outcome, settings.landing)


@app.command()
def simulate(
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; the landing zone unless given.")
    ] = None,
    months: Annotated[int, typer.Option(help="Billing months, the last of them open.")] = 24,
    scale: Annotated[
        str, typer.Option(help="small, medium, large, or AWS lines a month, such as 250000.")
    ] = "small",
    seed: Annotated[int, typer.Option(help="The same seed gives the same rows.")] = 7,
    as_of: Annotated[
        str | None, typer.Option(help="First day not billed yet, as 2026-10-22.")
    ] = None,
    fault: Annotated[
        list[str] | None, typer.Option(help="A named fault of the data; may be repeated.")
    ] = None,
) -> None:
    """Write the exports of a simulated company into a landing zone, with the truth beside them."""
    # What only this command needs takes most of a second to import.
    from infra_spend.simulator.parameters import Parameters, parse_day, parse_scale
    from infra_spend.simulator.run import simulate as run_simulation
    from infra_spend.simulator.summary import print_entries

    with user_errors():
        settings = Settings.from_environment()
        parameters = Parameters(
            seed=seed, months=months, lines_per_month=parse_scale(scale), as_of=parse_day(as_of)
        )
        folder = out.resolve() if out else settings.landing
        with show_progress() as advance:
            entries = run_simulation(parameters, folder, settings, fault or [], advance)
        print_entries(entries, folder)


@app.command()
def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Finish what a killed ingest left behind.")
    ] = False,
) -> None:
    """Check versions, profile, landing zone, freshness, warehouse and disk; say what to mend."""
    with user_errors():
        settings = Settings.from_environment()
        if repair and settings.landing.is_dir():
            repair_landing(settings.landing)
        findings = examine(settings, environ, datetime.now(UTC).date())
    console = Console(highlight=False, soft_wrap=True)
    for finding in findings:
        style = LEVEL_STYLES[finding.level]
        console.print(f"[{style}]{finding.level:<8}[/] {finding.subject}: ", end="")
        console.print(finding.text + (f" → {finding.fix}" if finding.fix else ""), markup=False)
    if any(finding.level is Level.PROBLEM for finding in findings):
        raise typer.Exit(1)


@app.command()
def close(
    month: Annotated[str, typer.Argument(help="The billing month, as 2026-03.")],
    hard: Annotated[
        bool, typer.Option("--hard/--soft", help="Freeze the month, or only record its checks.")
    ] = False,
    reopen: Annotated[
        bool, typer.Option("--reopen", help="Open a closed month again; needs a reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why; it stays in the books.")] = None,
    target: Annotated[str, typer.Option(help="Target of dbt to build and read.")] = "duckdb",
) -> None:
    """Check a billing month and close it: afterwards its marts do not move."""
    if reopen and hard:
        raise typer.BadParameter("give --hard or --reopen, not both")
    step = Step.REOPEN if reopen else Step.HARD if hard else Step.SOFT
    with user_errors():
        settings = Settings.from_environment()
        request = CloseRequest(month, step, reason, target)
        outcome = run_close(request, settings, datetime.now(UTC), show_wait)
    print_close(request, outcome)
    if not outcome.is_taken:
        raise typer.Exit(1)


@app.command()
def explain(
    owner: Annotated[str, typer.Option(help="A service, team, pillar or the company, by its id.")],
    month: Annotated[str, typer.Option(help="As 2026-03.")],
    service: Annotated[
        str | None, typer.Option(help="Only services or platforms whose name contains this.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the tree as JSON.")] = False,
) -> None:
    """Show where an owner's cost comes from: charges, rules and platforms, with sums."""
    with user_errors():
        tree = run_explain(Settings.from_environment().warehouse, owner, month, service)
    if json:
        typer.echo(dumps(tree.as_json(), indent=2))
    else:
        print_tree(tree)


@app.command()
def report(
    month: Annotated[str, typer.Option(help="As 2026-03.")],
    owner: Annotated[str, typer.Option(help="A service, team, pillar or the company, by its id.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("reports"),
) -> None:
    """Write an owner's month as one page, HTML and PDF, from the published marts."""
    from infra_spend.report.run import write_report

    with user_errors():
        marts = published_marts(Settings.from_environment())
        written = write_report(marts, owner, month, out)
    typer.echo(written.html)
    if written.pdf:
        typer.echo(written.pdf)
    else:
        typer.echo("no PDF: there is no chromium to print it; install one", err=True)


@app.command()
def scenario(
    name: Annotated[str, typer.Argument(help="Such as base, high or low.")],
    owner: Annotated[
        str | None, typer.Option(help="A service, team or pillar, by its id; all unless given.")
    ] = None,
    node: Annotated[
        str | None, typer.Option(help="A node of the forecast instead, such as usage/ads.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the waterfall by month, as JSON.")
    ] = False,
) -> None:
    """Show how a scenario comes about: the forecast, and what each layer adds to it."""
    with user_errors():
        tree = waterfall(Settings.from_environment().warehouse, name, owner, node)
    if json:
        typer.echo(dumps(tree.as_json(), indent=2))
    else:
        print_tree(without_months(tree))


@app.command()
def alert(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent; send nothing.")
    ] = False,
    slack: Annotated[
        str | None, typer.Option(help="Incoming webhook of Slack, or env:NAME of a variable.")
    ] = None,
    webhook: Annotated[
        str | None, typer.Option(help="Address that takes JSON by POST, or env:NAME.")
    ] = None,
    email: Annotated[
        Path | None, typer.Option(help="File that mails are added to, in mbox form.")
    ] = None,
    escalate_after_days: Annotated[
        int, typer.Option(min=1, help="Days after which the owner above is told.")
    ] = ESCALATE_AFTER_DAYS,
) -> None:
    """Tell owners of new anomalies, breaches and trust failures, once."""
    with user_errors():
        settings = Settings.from_environment()
        urls = {"slack": slack, "webhook": webhook}
        targets: list[Target] = [
            http_target(name, url, environ) for name, url in urls.items() if url is not None
        ]
        if email is not None:
            targets.append(MailFile(email))
        now = datetime.now(UTC)
        if dry_run:
            for target in targets or (None,):
                print_messages(planned(settings, target, now, escalate_after_days))
            return
        if not targets:
            raise InputError(
                "nowhere to send alerts: give --dry-run, --slack, --webhook or --email"
            )
        outcomes = send_alerts(settings, targets, now, escalate_after_days)
    for outcome in outcomes:
        print_outcome(outcome)
    if any(outcome.failures for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def publish(
    with_lines: Annotated[
        bool, typer.Option("--with-lines", help="Copy marts of charge lines, too.")
    ] = False,
    without_finance: Annotated[
        bool, typer.Option("--without-finance", help="Leave out what is for finance only.")
    ] = False,
) -> None:
    """Copy the marts into marts.duckdb, which BI tools read while the warehouse is written."""
    with user_errors():
        settings = Settings.from_environment()
        left_out = frozenset[str]() if with_lines else LINE_LEVEL
        if without_finance:
            left_out |= finance_marts(settings.project)
        published = run_publish(settings, left_out, show_step)
    rows = sum(published.row_counts.values())
    typer.echo(f"{len(published.row_counts)} marts, {rows:,} rows: {published.path}")


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="Folder to write into, a file for each mart.")],
    mart: Annotated[
        list[str] | None, typer.Option(help="A mart; may be repeated; all unless given.")
    ] = None,
    format: Annotated[FileType, typer.Option(help="Kind of files to write.")] = FileType.PARQUET,
) -> None:
    """Write the published marts as Parquet or CSV: all of them, or nothing."""
    with user_errors():
        settings = Settings.from_environment()
        exported = export_marts(settings, out, mart or [], format, show_step)
    rows = sum(exported.row_counts.values())
    typer.echo(f"{len(exported.row_counts)} marts, {rows:,} rows: {exported.folder}")


@app.command()
def review(
    base: Annotated[str, typer.Option(help="Branch or commit to compare with.")] = "main",
) -> None:
    """Print what the commits since a branch do to marts, contracts, boards and figures."""
    from infra_spend.review.report import markdown
    from infra_spend.review.run import review as run_review

    with user_errors():
        reviewed = run_review(Settings.from_environment(), base, show_wait)
    typer.echo(markdown(reviewed))


@app.command()
def elementary() -> None:
    """Install Elementary where it can be had, and say which monitors a build runs."""
    with user_errors():
        typer.echo(install_elementary(Settings.from_environment().project))


@app.command()
def observe(
    out: Annotated[
        Path | None, typer.Option(help="File; beside the warehouse unless given.")
    ] = None,
) -> None:
    """Write Elementary's report of the last build: what was tested, and what was found."""
    with user_errors():
        settings = Settings.from_environment()
        path = out.resolve() if out else settings.warehouse.with_name("observe.html")
        made_from = write_report(settings, path)
    typer.echo(f"made from {made_from}: {path}")


@app.command()
def dashboards(
    out: Annotated[Path, typer.Option(help="Folder of the site; an older one is replaced.")] = Path(
        "target/dashboards"
    ),
) -> None:
    """Render the boards of dashboards/ as a static site, from the published marts."""
    with user_errors():
        site = render_dashboards(Settings.from_environment(), out.resolve(), show_wait)
    typer.echo(f"{len(site.pages)} pages: {site.folder / 'index.html'}")


@app.command()
def overview(
    svg: Annotated[
        Path | None, typer.Option(help="Write the same screen as a picture, too.")
    ] = None,
) -> None:
    """Show what the warehouse holds: cost by month, owner and kind."""
    console = Console(highlight=False, width=100, record=svg is not None)
    with user_errors():
        settings = Settings.from_environment()
        print_overview(settings.warehouse, console, is_simulated(settings.landing))
    if svg:
        svg.write_text(overview_picture(console), encoding="utf-8")


@app.command()
def export_focus(
    version: Annotated[str, typer.Option(help="FOCUS version: 1.0, 1.1, 1.2 or 1.3.")],
    out: Annotated[Path, typer.Option(help="File to write, ending in .parquet or .csv.")],
    month: Annotated[
        str | None, typer.Option(help="One billing period as YYYY-MM; all unless given.")
    ] = None,
) -> None:
    """Write the warehouse's charges as a FOCUS file."""
    with user_errors():
        settings = Settings.from_environment()
        table = load_tables(settings.project)["focus_charges"]
        count, missing = write_focus(settings, table, version, out, month)
    typer.echo(f"{count:,} rows of FOCUS {version} written to {out}")
    if missing:
        typer.echo(f"null, because the mart does not have them: {', '.join(missing)}", err=True)
