"""One simulation, from its parameters to a landing folder with the truth beside it."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import duckdb
import pandas as pd

from infra_spend.database import open_session, quote_text
from infra_spend.errors import InfraSpendError, InputError, first_line
from infra_spend.ingest.commit import commit, open_landing
from infra_spend.ingest.deliveries import STAMP, Mode, delivery_path
from infra_spend.registry import Table, load_tables
from infra_spend.settings import Settings
from infra_spend.simulator.export import CLOSING_DAY, DELIVERY_TIME, Export, Truth
from infra_spend.simulator.exports import aws_cur, contracts, governance, known
from infra_spend.simulator.faults import FaultRecord, check_names, inject
from infra_spend.simulator.manifest import Entry, describe_files, write_manifest
from infra_spend.simulator.parameters import Parameters, add_months
from infra_spend.simulator.places import FOLDER, MANIFEST
from infra_spend.simulator.world import World, draw_world

NEVER = date(9999, 1, 1)

Advance = Callable[[str, int, int], None]


def simulate(
    parameters: Parameters,
    out: Path,
    settings: Settings,
    faults: list[str],
    advance: Advance,
) -> list[Entry]:
    """Write the exports of a simulated company, and the truth, below ``out``; all or nothing.

    ``advance`` is told what is being done, and how many steps of how many are behind. Raises
    InputError when an argument cannot be accepted, InfraSpendError when ``out`` cannot be written.
    """
    check_names(faults)
    try:
        _check_empty(out)
        with open_landing(out) as staging:
            # Another one may have filled it while this one waited.
            _check_empty(out)
            outgoing = staging / "outgoing"
            outgoing.mkdir()
            session = open_session(settings.memory, staging / "spill")
            try:
                entries = _write(
                    parameters, outgoing, session, load_tables(settings.project), faults, advance
                )
            finally:
                session.close()
            commit(out, outgoing)
            return entries
    except duckdb.OutOfMemoryException as error:
        raise InfraSpendError(
            f"{settings.memory} of memory is too little: set INFRA_SPEND_MEMORY to more"
        ) from error
    except duckdb.IOException as error:
        raise InfraSpendError(
            f"{out}: cannot be written: {first_line(error)}: free some space and try again"
        ) from error
    except OSError as error:
        advice = "free some space" if error.errno == errno.ENOSPC else "choose another --out"
        raise InfraSpendError(
            f"{error.filename or out}: {error.strerror}: {advice} and try again"
        ) from error


def _check_empty(out: Path) -> None:
    if out.is_dir() and any(not path.name.startswith(".") for path in out.iterdir()):
        raise InputError(f"--out {out}: is not empty: remove it or choose another folder")


def _write(
    parameters: Parameters,
    folder: Path,
    session: duckdb.DuckDBPyConnection,
    tables: dict[str, Table],
    faults: list[str],
    advance: Advance,
) -> list[Entry]:
    months = parameters.month_starts
    advance("Drawing the company", 0, len(months))
    world = draw_world(parameters)
    load_world(session, world)
    # Months do not depend on each other, so each is written by one thread and one processor.
    session.execute("set threads = 1")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        writing = [
            pool.submit(write_month, session.cursor(), world, month, folder) for month in months
        ]
        writing.append(pool.submit(write_plans, session.cursor(), world, folder))
        try:
            for number, done in enumerate(as_completed(writing)):
                done.result()
                advance("Writing months", number + 1, len(writing))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    _write_static_truths(session, world, folder)
    advance("Adding up", len(months), len(months))
    entries = describe_files(session, folder, list(folder.rglob("*.parquet")), tables)
    # The manifest says what was written, and then what was spoilt.
    records: list[FaultRecord] = [inject(name, folder, world.draws) for name in faults]
    (folder / FOLDER).mkdir(exist_ok=True)
    write_manifest(folder / FOLDER / MANIFEST, parameters, entries, records)
    return entries


def load_world(session: duckdb.DuckDBPyConnection, world: World) -> None:
    """Load the tables of a world and the macros of its queries into a session."""
    loaded = dict(world.tables)
    for module in known.MODULES:
        loaded |= draw(module, world)
    for name, frame in loaded.items():
        session.register("frame", frame)
        session.execute(f"create or replace table {name} as select {_typed(frame)} from frame")
        session.unregister("frame")
    session.execute(query_text("macros"))


def _typed(frame: pd.DataFrame) -> str:
    """Return the select list of a frame: days are dates, moments have microseconds.

    A column without any value has no type that DuckDB could see: it is text.
    """
    columns = []
    for name in frame.columns:
        is_day = name.endswith(("_date", "_month"))
        if is_day or frame[name].dtype.kind == "M":
            columns.append(f"cast({name} as {'date' if is_day else 'timestamp'}) as {name}")
        elif frame[name].dtype == object and frame[name].isna().all():
            columns.append(f"cast({name} as varchar) as {name}")
        else:
            columns.append(name)
    return ", ".join(columns)


def set_world(session: duckdb.DuckDBPyConnection, world: World) -> None:
    """Set the variables of a world that queries read, in one session."""
    parameters = world.parameters
    starts = parameters.month_starts
    has_discount = len(starts) > contracts.FIRST_MONTH
    corrected = aws_cur.corrected_month(parameters)
    _set(session, "seed", str(parameters.seed))
    _set(session, "is_hourly", str(parameters.is_hourly).lower())
    _set(session, "as_of", _day(parameters.as_of))
    _set(session, "first_month", _day(starts[0]))
    _set(session, "payer_id", quote_text(world.company.payer_id))
    _set(
        session,
        "private_discount_from",
        _day(starts[contracts.FIRST_MONTH] if has_discount else NEVER),
    )
    _set(session, "corrected_month", _day(corrected))
    _set(
        session,
        "corrected_at",
        _day(add_months(corrected, 1) + timedelta(days=aws_cur.CORRECTED_AFTER_DAYS)),
    )


def draw(module: ModuleType, world: World) -> dict[str, pd.DataFrame]:
    """Return the tables that an export module adds to a world."""
    tables: dict[str, pd.DataFrame] = getattr(module, "draw_tables", lambda _: {})(world)
    return tables


def write_month(
    session: duckdb.DuckDBPyConnection, world: World, month: date, folder: Path
) -> None:
    """Write every delivery and every monthly truth of one month; the session is its own."""
    set_world(session, world)
    for module in known.MODULES:
        for export in module.EXPORTS:
            for known_at in export.schedule(world.parameters, month):
                _write_delivery(session, export, month, known_at, folder)
    set_moment(session, month, datetime.combine(world.parameters.as_of, DELIVERY_TIME))
    for module in known.MODULES:
        for truth in module.TRUTHS:
            if truth.is_monthly:
                _copy(session, truth.query, _truth_path(folder, truth, month))


def write_plans(session: duckdb.DuckDBPyConnection, world: World, folder: Path) -> None:
    """Write what is planned for the months to come; the session is its own."""
    set_world(session, world)
    for month in governance.months_ahead(world.parameters):
        for export in governance.PLANS:
            for known_at in export.schedule(world.parameters, month):
                _write_delivery(session, export, month, known_at, folder)


def set_moment(session: duckdb.DuckDBPyConnection, month: date, known_at: datetime) -> None:
    """Set the month that is asked for, and when."""
    closed_at = add_months(month, 1) + timedelta(days=CLOSING_DAY - 1)
    _set(session, "billing_month", _day(month))
    _set(session, "known_at", f"timestamp '{known_at:%Y-%m-%d %H:%M:%S}'")
    _set(session, "closed_at", f"timestamp '{closed_at:%Y-%m-%d} 00:00:00'")


def _write_static_truths(session: duckdb.DuckDBPyConnection, world: World, folder: Path) -> None:
    """Write the truths of the whole time; they may read the monthly ones as ``truth_<name>``."""
    set_world(session, world)
    truths: list[Truth] = [truth for module in known.MODULES for truth in module.TRUTHS]
    for truth in truths:
        if truth.is_monthly:
            months = _truth_path(folder, truth).with_suffix("") / "*.parquet"
            session.execute(
                f"create or replace temp view truth_{truth.name}"
                f" as from read_parquet({quote_text(str(months))})"
            )
    for truth in truths:
        if not truth.is_monthly:
            _copy(session, truth.query, _truth_path(folder, truth))


def _write_delivery(
    session: duckdb.DuckDBPyConnection,
    export: Export,
    month: date,
    known_at: datetime,
    folder: Path,
) -> None:
    _set(session, "source", quote_text(export.source))
    set_moment(session, month, known_at)
    for step in export.steps:
        kind = "view" if step.is_view else "table"
        session.execute(f"create or replace temp {kind} {step.name} as {query_text(step.name)}")
    stamp = known_at.strftime(STAMP)
    name = f"{Mode.OVERWRITE}-0000.parquet"
    path = folder / delivery_path(export.source, export.identifier, f"{month:%Y-%m}", stamp, name)
    # An export of nothing is not delivered.
    if _copy(session, export.query, path) == 0:
        path.unlink()


def _copy(session: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    """Write the rows of a query as Parquet and return their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    row = session.execute(
        f"copy ({query_text(query)}) to {quote_text(str(path))}"
        " (format parquet, compression snappy)"
    ).fetchone()
    return 0 if row is None else int(row[0])


def _truth_path(folder: Path, truth: Truth, month: date | None = None) -> Path:
    truths = folder / FOLDER / "truth"
    return (
        truths / truth.name / f"{month:%Y-%m}.parquet"
        if month
        else truths / f"{truth.name}.parquet"
    )


def query_text(name: str) -> str:
    """Return the SQL of an export, a truth or a step of them."""
    sql = files("infra_spend.simulator.exports").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return sql.strip().removesuffix(";")


def _set(session: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    session.execute(f"set variable {name} = {sql}")


def _day(day: date) -> str:
    return f"date '{day:%Y-%m-%d}'"
