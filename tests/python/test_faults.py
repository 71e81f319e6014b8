"""Each fault of the simulator changes what it says, where it says, and nothing else."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from infra_spend.errors import InputError
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.faults import FAULTS, FaultRecord, check_names, inject

MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")
ROWS = {
    "aws/aws_cur_lines": """
        select
            'line-' || account || '-' || strftime(day, '%d') as identity_line_item_id,
            '10000000000' || account as line_item_usage_account_id,
            'account ' || account as line_item_usage_account_name,
            day as line_item_usage_start_date,
            day + interval 1 day as line_item_usage_end_date,
            'BoxUsage:m6i.large' as line_item_usage_type,
            'Hrs' as pricing_unit,
            'USD' as line_item_currency_code,
            cast(24 as decimal(18, 6)) as line_item_usage_amount,
            cast(account + 2 as decimal(18, 10)) as line_item_unblended_cost,
            cast(account + 3 as decimal(18, 10)) as pricing_public_on_demand_cost,
            map {'user_team': 'ads'} as resource_tags,
            case when account = 3 then 'i-' || account end as split_line_item_parent_resource_id
        from days cross join range(4) as accounts(account)
    """,
    "saas/focus_charges": """
        select
            'sub' as sub_account_id, day as charge_period_start,
            cast(5 as decimal(18, 10)) as billed_cost, 'EUR' as billing_currency
        from days
    """,
    "clusters/kubernetes_pod_usage": """
        select 'i-' || node as resource_id, 'node-' || node as node, day as interval_start
        from days cross join range(3) as nodes(node)
    """,
    "platforms/platform_usage": """
        select
            day as usage_start, 'trino' as platform, 'cpu_hours' as meter,
            cast(7 as decimal(38, 18)) as quantity, 'cpu_hour' as quantity_unit
        from days
    """,
    "finance/invoices": """
        select
            'invoice-' || number as invoice_id, 'Usage' as charge_category,
            cast(100 as decimal(38, 18)) as billed_cost
        from range(3) as invoices(number)
    """,
    "organisation/org_owners": """
        select
            'team-' || number as owner_id, 'team' as owner_type,
            cast(null as timestamp) as valid_to_at
        from range(5) as teams(number)
    """,
    "product_analytics/business_metrics": """
        select
            'orders' as metric_name, day as metric_at,
            cast(1000 + dayofyear(day) as decimal(18, 0)) as value
        from days
    """,
}


@dataclass(frozen=True)
class Effect:
    """Rows that go and come for each row of the record, and the columns they differ in."""

    removed: int
    added: int
    columns: tuple[str, ...] = ()


COST = "line_item_unblended_cost"
START, END = "line_item_usage_start_date", "line_item_usage_end_date"
EFFECTS = {
    "missing_day": Effect(1, 0),
    "missing_month": Effect(1, 0),
    "doubled_delivery": Effect(0, 1),
    "duplicated_lines": Effect(0, 1),
    "partial_delivery": Effect(1, 0),
    "empty_delivery": Effect(0, 0),
    "feed_stopped": Effect(1, 0),
    "currency_mixup": Effect(1, 1, ("line_item_currency_code",)),
    "exchange_rate_missing": Effect(1, 1, ("line_item_currency_code",)),
    "late_price_feed": Effect(1, 1, ("pricing_public_on_demand_cost",)),
    "negative_usage": Effect(1, 1, ("line_item_usage_amount",)),
    "orphan_resource": Effect(1, 1, ("resource_id",)),
    "unit_change": Effect(1, 1, ("quantity",)),
    "null_owner_tags": Effect(1, 1, ("resource_tags",)),
    "account_unknown": Effect(1, 1, ("line_item_usage_account_id", "line_item_usage_account_name")),
    "clock_skew": Effect(1, 1, (START, END)),
    "timezone_shift": Effect(1, 1, (START, END)),
    "cost_scaled_100": Effect(1, 1, (COST, "pricing_public_on_demand_cost")),
    "invoice_mismatch": Effect(1, 1, ("billed_cost",)),
    "split_rows_without_parent": Effect(1, 1, ("split_line_item_parent_resource_id",)),
    "owner_missing": Effect(1, 0),
    "metric_frozen": Effect(1, 1, ("value",)),
}
# What else must be true of the current rows of the delivery afterwards: a count, and its value.
CLAIMS = {
    "negative_usage": (f"line_item_usage_amount < 0 and {COST} > 0", None),
    "cost_scaled_100": (f"{COST} >= 200 and line_item_usage_amount = 24", None),
    "unit_change": ("quantity = 25200 and quantity_unit = 'cpu_hour'", None),
    "null_owner_tags": ("resource_tags is null", 4),
    "currency_mixup": ("line_item_currency_code = 'EUR'", None),
    "clock_skew": (f"strftime({START}, '%Y-%m') <> '{{billing_period}}'", 4),
    "timezone_shift": (f"strftime({START}, '%Y-%m') < '{{billing_period}}'", 4),
    "orphan_resource": ("resource_id = 'i-0000000000000000f'", None),
    "invoice_mismatch": ("billed_cost = 1334.56", 1),
    "split_rows_without_parent": ("split_line_item_parent_resource_id like 'i-0%0f'", None),
    "metric_frozen": ("value < 1000 + dayofyear(metric_at)", None),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing folder that every test spoils a copy of."""
    return write_landing(tmp_path_factory.mktemp("clean"))


@pytest.fixture
def landing(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "landing"))


@pytest.fixture
def again(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "again"))


def write_landing(folder: Path) -> Path:
    """Four months of every table; February of the AWS report was delivered twice."""
    with duckdb.connect() as session:
        session.execute("set preserve_insertion_order = true")
        for table, query in ROWS.items():
            for month in MONTHS:
                stamps = ["20260501T060000Z"]
                if table.startswith("aws") and month == "2026-02":
                    stamps = ["20260301T060000Z", *stamps]
                for place, stamp in enumerate(stamps):
                    path = folder / table / f"billing_period={month}" / f"delivery={stamp}"
                    path.mkdir(parents=True)
                    last = "interval 1 month" if place == len(stamps) - 1 else "interval 14 days"
                    session.execute(
                        f"create or replace temp table days as select range as day from"
                        f" range(timestamp '{month}-01', timestamp '{month}-01' + {last},"
                        " interval 1 day)"
                    )
                    session.execute(
                        f"copy ({query}) to '{path}/overwrite-0000.parquet' (format parquet)"
                    )
    return folder


def hashes(landing: Path) -> dict[str, str]:
    return {
        path.relative_to(landing).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(landing.rglob("*"))
        if path.is_file()
    }


def rows_of(session: duckdb.DuckDBPyConnection, name: str, landing: Path, files: list[str]) -> None:
    """Make a table of the rows of files; one that lies nowhere has no rows."""
    paths = [str(landing / file) for file in files if (landing / file).exists()]
    session.execute(
        f"create table {name} as from read_parquet({paths}, hive_partitioning = false)"
        if paths
        else f"create table {name} as from before limit 0"
    )


def difference(
    session: duckdb.DuckDBPyConnection, first: str, second: str, columns: str = "*"
) -> int:
    query = f"from (select {columns} from {first} except all select {columns} from {second})"
    row = session.execute(f"select count(*) {query}").fetchone()
    assert row is not None
    return int(row[0])


def test_there_are_at_least_fifteen_faults_and_each_says_what_it_is() -> None:
    assert len(FAULTS) >= 15
    for fault in FAULTS.values():
        assert fault.description.endswith(".")
        assert "\n" not in fault.description
        assert fault.expected


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_touches_the_files_it_names_and_no_other(name: str, landing: Path) -> None:
    before = hashes(landing)
    record = inject(name, landing, Draws(7))
    after = hashes(landing)
    touched = {file for file in before | after if before.get(file) != after.get(file)}
    assert touched == set(record.files)
    assert record.row_count > 0
    assert all(record.table in file and record.billing_period in file for file in record.files)


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_a_fault_changes_as_many_rows_and_only_the_columns_that_it_means(
    name: str, landing: Path, clean: Path
) -> None:
    effect = EFFECTS[name]
    record = inject(name, landing, Draws(7))
    with duckdb.connect() as session:
        files = list(record.files)
        folder = (clean / files[0]).parent
        known = [path.relative_to(clean).as_posix() for path in sorted(folder.glob("*.parquet"))]
        if record.name == "empty_delivery":
            known = []
            session.execute("create table before (nothing integer)")
        else:
            rows_of(session, "before", clean, sorted(set(known) | set(files)))
        rows_of(session, "after", landing, sorted(set(known) | set(files)))
        if record.name == "empty_delivery":
            assert session.execute("select count(*) from after").fetchone() == (0,)
            return
        assert difference(session, "before", "after") == effect.removed * record.row_count
        assert difference(session, "after", "before") == effect.added * record.row_count
        if effect.removed and effect.added:
            others = f"* exclude ({', '.join(effect.columns)})"
            assert difference(session, "before", "after", others) == 0
            assert difference(session, "after", "before", others) == 0
        types = "select column_name, column_type from (describe {})"
        assert (
            session.execute(types.format("before")).fetchall()
            == session.execute(types.format("after")).fetchall()
        )


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_what_a_fault_claims_holds_for_the_rows_it_counts(name: str, landing: Path) -> None:
    record = inject(name, landing, Draws(11))
    condition, expected = CLAIMS[name]
    with duckdb.connect() as session:
        rows_of(session, "after", landing, list(record.files))
        where = condition.format(billing_period=record.billing_period)
        found = session.execute(f"select count(*) from after where {where}").fetchone()
    if expected is None:
        assert found == (record.row_count,)
    else:
        assert found == (expected,)


def test_a_missing_day_lies_between_days_that_are_there(landing: Path) -> None:
    record = inject("missing_day", landing, Draws(3))
    assert record.row_count == 4
    with duckdb.connect() as session:
        rows_of(session, "after", landing, list(record.files))
        gaps = session.execute(
            f"select count(*) from (select {START}, lead({START}) over (order by {START}) as next"
            f" from after) where next - {START} > interval 1 day"
        ).fetchone()
    assert gaps == (1,)


def test_the_first_delivery_of_a_month_is_the_newest_when_the_order_is_swapped(
    landing: Path,
) -> None:
    def newest_days() -> int:
        with duckdb.connect() as session:
            path = landing / record_path
            row = session.execute(f"select count(distinct {START}) from '{path}'").fetchone()
            assert row is not None
            return int(row[0])

    record_path = (
        "aws/aws_cur_lines/billing_period=2026-02/delivery=20260501T060000Z/overwrite-0000.parquet"
    )
    assert newest_days() == 28
    record = inject("delivery_order_swapped", landing, Draws(7))
    assert record_path in record.files
    assert newest_days() == 14


@pytest.mark.parametrize(
    ("name", "is_broken"),
    [
        ("schema_column_renamed", lambda columns: COST not in columns and f"{COST}_v2" in columns),
        ("schema_type_changed", lambda columns: columns[COST] == "VARCHAR"),
    ],
)
def test_a_schema_fault_changes_one_column(
    name: str, is_broken: Callable[[dict[str, str]], bool], landing: Path, clean: Path
) -> None:
    record = inject(name, landing, Draws(7))
    with duckdb.connect() as session:
        rows_of(session, "before", clean, list(record.files))
        rows_of(session, "after", landing, list(record.files))
        columns = dict(
            session.execute("select column_name, column_type from (describe after)").fetchall()
        )
        assert is_broken(columns)
        session.execute(f"alter table before drop {COST}")
        session.execute(f"alter table after drop {COST}{'' if COST in columns else '_v2'}")
        assert difference(session, "before", "after") == 0
        assert difference(session, "after", "before") == 0


def test_a_truncated_file_cannot_be_read_and_a_later_fault_says_so(landing: Path) -> None:
    record = inject("truncated_file", landing, Draws(7))
    with duckdb.connect() as session, pytest.raises(duckdb.Error):
        session.execute(f"from '{landing / record.files[0]}'").fetchall()
    folder = landing / "aws/aws_cur_lines"
    for file in folder.rglob("*.parquet"):
        file.write_bytes(b"PAR1")
    with pytest.raises(InputError, match="name this fault before"):
        inject("missing_day", landing, Draws(7))


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_the_same_seed_spoils_the_same_rows(name: str, landing: Path, again: Path) -> None:
    records: list[FaultRecord] = [inject(name, folder, Draws(7)) for folder in (landing, again)]
    assert records[0] == records[1]
    assert hashes(landing) == hashes(again)


def test_the_order_of_rows_does_not_matter(landing: Path, again: Path) -> None:
    for file in sorted(again.rglob("*.parquet")):
        with duckdb.connect() as session:
            session.execute(f"create table rows as from '{file}'")
            session.execute(
                f"copy (from rows order by md5(rows::varchar)) to '{file}' (format parquet)"
            )
    for name in ("duplicated_lines", "cost_scaled_100", "account_unknown"):
        first, second = (inject(name, folder, Draws(5)) for folder in (landing, again))
        assert first == second


def test_an_unknown_fault_is_named_with_those_that_are_known(landing: Path) -> None:
    with pytest.raises(InputError, match="is not a fault; choose account_unknown, clock_skew"):
        inject("gremlins", landing, Draws(7))
    with pytest.raises(InputError, match="gremlins"):
        check_names(["missing_day", "gremlins"])


def test_a_fault_without_its_table_says_which_it_needs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs invoices"):
        inject("invoice_mismatch", tmp_path, Draws(7))
    with pytest.raises(InputError, match="with two deliveries of a month"):
        inject("delivery_order_swapped", tmp_path, Draws(7))


def test_faults_add_up_or_say_why_not_and_leave_nothing_beside_the_files(landing: Path) -> None:
    for name in sorted(FAULTS):
        with suppress(InputError):
            inject(name, landing, Draws(7))
    assert not list(landing.rglob("*.part"))
    assert not list(landing.rglob(".*"))
