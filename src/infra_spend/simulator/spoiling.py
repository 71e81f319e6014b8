"""What each fault does to one delivery: rows, columns or files, and nothing else."""

import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from infra_spend.ingest.deliveries import STAMP
from infra_spend.simulator.delivered import Delivered, literal

UNKNOWN_ACCOUNT = "999999999999"
UNKNOWN_RESOURCE = "i-0000000000000000f"
# What lasts until the end of the month begins by this day, so that it lasts some days.
EARLY_DAY = 20
MISSING_AMOUNT = "1234.56"
HOURS_FROM_UTC = 8
SECONDS_PER_HOUR = 3600
CENTS_PER_DOLLAR = 100
# Switzerland is where this company never bought anything: nobody loaded a rate of its currency.
CURRENCY_WITHOUT_RATE = "CHF"


@dataclass(frozen=True)
class Names:
    """What a table of charges calls its columns."""

    cost: str
    currency: str
    account: str
    account_name: str
    start: str
    end: str
    quantity: str
    tags: str
    list_prices: tuple[str, ...]
    costs: tuple[str, ...]


CHARGES = {
    "aws_cur_lines": Names(
        cost="line_item_unblended_cost",
        currency="line_item_currency_code",
        account="line_item_usage_account_id",
        account_name="line_item_usage_account_name",
        start="line_item_usage_start_date",
        end="line_item_usage_end_date",
        quantity="line_item_usage_amount",
        tags="resource_tags",
        list_prices=("pricing_public_on_demand_cost", "pricing_public_on_demand_rate"),
        costs=(
            "line_item_unblended_cost",
            "line_item_net_unblended_cost",
            "pricing_public_on_demand_cost",
            "savings_plan_savings_plan_effective_cost",
            "savings_plan_net_savings_plan_effective_cost",
            "reservation_effective_cost",
            "reservation_net_effective_cost",
        ),
    ),
    "focus_charges": Names(
        cost="billed_cost",
        currency="billing_currency",
        account="sub_account_id",
        account_name="sub_account_name",
        start="charge_period_start",
        end="charge_period_end",
        quantity="consumed_quantity",
        tags="tags",
        list_prices=("list_cost", "list_unit_price"),
        costs=("billed_cost", "effective_cost", "list_cost", "contracted_cost"),
    ),
    "gcp_billing_lines": Names(
        cost="cost",
        currency="currency",
        account="project_id",
        account_name="project_name",
        start="usage_start_time",
        end="usage_end_time",
        quantity="usage_amount",
        tags="labels",
        list_prices=("cost_at_list",),
        costs=("cost", "cost_at_list"),
    ),
}


@dataclass(frozen=True)
class Change:
    """What a fault did: files below the landing folder, rows, and the values that were drawn."""

    files: tuple[str, ...]
    row_count: int
    detail: str


def _names(delivered: Delivered) -> Names:
    return CHARGES[delivered.identifier]


def _present(delivered: Delivered, names: tuple[str, ...]) -> list[str]:
    columns = delivered.columns()
    return [name for name in names if name in columns]


def _on_day(column: str, day: object) -> str:
    return f"cast({column} as date) = {literal(day)}"


def _is_usage(names: Names) -> str:
    return f"{names.quantity} > 0 and {names.cost} > 0"


def _changed(delivered: Delivered, row_count: int, detail: str) -> Change:
    return Change(delivered.relative(*delivered.delivery.files), row_count, detail)


def missing_day(delivered: Delivered) -> Change:
    """One day of a bill has no charges."""
    start = _names(delivered).start
    day = delivered.draw_day(start)
    return _changed(delivered, delivered.keep(f"not {_on_day(start, day)}"), f"{day} is gone")


def missing_month(delivered: Delivered) -> Change:
    """One month of a bill was never delivered."""
    # Renamed first, so that the month is there or not.
    folder = delivered.folder.parent
    files = tuple(sorted(folder.rglob("*.parquet")))
    rows = replace(delivered, delivery=replace(delivered.delivery, files=files)).count()
    hidden = folder.with_name(f".{folder.name}")
    folder.rename(hidden)
    shutil.rmtree(hidden)
    return Change(delivered.relative(*files), rows, f"{delivered.delivery.billing_period} is gone")


def feed_stopped(delivered: Delivered) -> Change:
    """The newest month of a meter does not arrive."""
    return missing_month(delivered)


def doubled_delivery(delivered: Delivered) -> Change:
    """One delivery holds its file twice."""
    rows = delivered.count()
    files = delivered.delivery.files
    copies = [delivered.copy_file(file, place) for place, file in enumerate(files, len(files))]
    return Change(delivered.relative(*copies), rows, "the same file lies there twice")


def duplicated_lines(delivered: Delivered) -> Change:
    """Some lines of a day are there twice, with the same identity."""
    names = _names(delivered)
    day = delivered.draw_day(names.start, _is_usage(names))
    on_day = f"{_is_usage(names)} and {_on_day(names.start, day)}"
    account = delivered.draw("account", names.account, on_day)
    where = f"{on_day} and {names.account} = {literal(account)}"
    return _changed(delivered, delivered.repeat(where), f"lines of {account} on {day}")


def truncated_file(delivered: Delivered) -> Change:
    """The second half of a file is missing."""
    rows = delivered.count()
    file = delivered.delivery.files[-1]
    delivered.cut_file(file)
    return Change(delivered.relative(file), rows, "the second half of the file is missing")


def partial_delivery(delivered: Delivered) -> Change:
    """A closed month ends in the middle."""
    start = _names(delivered).start
    day = delivered.draw_day(start)
    rows = delivered.keep(f"{start} < timestamp {literal(str(day))}")
    return _changed(delivered, rows, f"nothing from {day} on")


def empty_delivery(delivered: Delivered) -> Change:
    """A later delivery of a month replaces it by nothing."""
    rows = delivered.count()
    moment = datetime.strptime(delivered.delivery.stamp, STAMP) + timedelta(hours=6)
    file = delivered.write_later("from delivered where false", moment.strftime(STAMP))
    return Change(delivered.relative(file), rows, "a later delivery of the month is empty")


def currency_mixup(delivered: Delivered) -> Change:
    """The charges of one account carry the code of another currency."""
    names = _names(delivered)
    account = delivered.draw("account", names.account)
    where = f"{names.account} = {literal(account)}"
    currency = delivered.draw("currency", names.currency, where)
    other = "USD" if currency == "EUR" else "EUR"
    rows = delivered.rewrite({names.currency: literal(other)}, where)
    return _changed(delivered, rows, f"{account} says {other} and means {currency}")


def exchange_rate_missing(delivered: Delivered) -> Change:
    """Some charges are in a currency that nobody loaded a rate for."""
    names = _names(delivered)
    day = delivered.draw_day(names.start)
    account = delivered.draw("account", names.account, _on_day(names.start, day))
    where = f"{_on_day(names.start, day)} and {names.account} = {literal(account)}"
    rows = delivered.rewrite({names.currency: literal(CURRENCY_WITHOUT_RATE)}, where)
    return _changed(delivered, rows, f"{account} pays in {CURRENCY_WITHOUT_RATE} on {day}")


def late_price_feed(delivered: Delivered) -> Change:
    """List prices are empty from some day on."""
    names = _names(delivered)
    day = delivered.draw_day(names.start, latest=EARLY_DAY)
    prices = _present(delivered, names.list_prices)
    where = f"cast({names.start} as date) >= {literal(day)}"
    rows = delivered.rewrite(dict.fromkeys(prices, "null"), where)
    return _changed(delivered, rows, f"{', '.join(prices)} are empty from {day} on")


def negative_usage(delivered: Delivered) -> Change:
    """Usage quantities of a day are below zero while their cost is not."""
    names = _names(delivered)
    day = delivered.draw_day(names.start, _is_usage(names))
    on_day = f"{_is_usage(names)} and {_on_day(names.start, day)}"
    account = delivered.draw("account", names.account, on_day)
    where = f"{on_day} and {names.account} = {literal(account)}"
    rows = delivered.rewrite({names.quantity: f"-{names.quantity}"}, where)
    return _changed(delivered, rows, f"{names.quantity} of {account} on {day} is below zero")


def orphan_resource(delivered: Delivered) -> Change:
    """Pods run on a node that is on no bill."""
    resource = delivered.draw("resource", "resource_id")
    where = f"resource_id = {literal(resource)}"
    rows = delivered.rewrite({"resource_id": literal(UNKNOWN_RESOURCE)}, where)
    return _changed(delivered, rows, f"pods of {resource} are on {UNKNOWN_RESOURCE}")


def unit_change(delivered: Delivered) -> Change:
    """A meter counts seconds from some day on, and still says hours."""
    if delivered.identifier == "platform_usage":
        start, quantity, which = "usage_start", "quantity", "platform || ' ' || meter"
        metered = "quantity > 0 and contains(quantity_unit, 'hour')"
    else:
        names = _names(delivered)
        start, quantity, which = names.start, names.quantity, "line_item_usage_type"
        metered = f"{_is_usage(names)} and pricing_unit = 'Hrs'"
    day = delivered.draw_day(start, metered, EARLY_DAY)
    since = f"{metered} and cast({start} as date) >= {literal(day)}"
    meter = delivered.draw("meter", which, since)
    where = f"{since} and {which} = {literal(meter)}"
    rows = delivered.rewrite({quantity: f"{quantity} * {SECONDS_PER_HOUR}"}, where)
    return _changed(delivered, rows, f"{meter} counts seconds from {day} on")


def schema_column_renamed(delivered: Delivered) -> Change:
    """The cost column of one month has another name."""
    cost = _names(delivered).cost
    delivered.replace(f"select * rename ({cost} as {cost}_v2) from delivered")
    return _changed(delivered, delivered.count(), f"{cost} is called {cost}_v2")


def schema_type_changed(delivered: Delivered) -> Change:
    """The cost column of one month is text."""
    cost = _names(delivered).cost
    delivered.replace(f"select * replace (cast({cost} as varchar) as {cost}) from delivered")
    return _changed(delivered, delivered.count(), f"{cost} is text")


def null_owner_tags(delivered: Delivered) -> Change:
    """No charge of one day has tags."""
    names = _names(delivered)
    day = delivered.draw_day(names.start)
    where = f"{_on_day(names.start, day)} and {names.tags} is not null"
    rows = delivered.rewrite({names.tags: "null"}, where)
    return _changed(delivered, rows, f"no tags on {day}")


def account_unknown(delivered: Delivered) -> Change:
    """An account takes an id and loses its name from some day on."""
    names = _names(delivered)
    day = delivered.draw_day(names.start, latest=EARLY_DAY)
    since = f"cast({names.start} as date) >= {literal(day)}"
    account = delivered.draw("account", names.account, since)
    absent = _present(delivered, (names.account_name,))
    changed = {names.account: literal(UNKNOWN_ACCOUNT)} | dict.fromkeys(absent, "null")
    rows = delivered.rewrite(changed, f"{since} and {names.account} = {literal(account)}")
    return _changed(delivered, rows, f"{account} is {UNKNOWN_ACCOUNT} from {day} on")


def clock_skew(delivered: Delivered) -> Change:
    """Charges of one day are dated a month later."""
    names = _names(delivered)
    day = delivered.draw_day(names.start)
    shifted = {
        name: f"{name} + interval 1 month" for name in _present(delivered, (names.start, names.end))
    }
    rows = delivered.rewrite(shifted, _on_day(names.start, day))
    return _changed(delivered, rows, f"charges of {day} are dated a month later")


def timezone_shift(delivered: Delivered) -> Change:
    """The times of a month are local, not UTC."""
    names = _names(delivered)
    shifted = {
        name: f"{name} - interval {HOURS_FROM_UTC} hours"
        for name in _present(delivered, (names.start, names.end))
    }
    rows = delivered.rewrite(shifted, f"{names.start} is not null")
    return _changed(delivered, rows, f"times are {HOURS_FROM_UTC} hours behind UTC")


def cost_scaled_100(delivered: Delivered) -> Change:
    """The costs of one day are cents in the place of dollars."""
    names = _names(delivered)
    day = delivered.draw_day(names.start, _is_usage(names))
    scaled = {
        # Wide first: DuckDB multiplies a decimal of 18 digits in 18 digits.
        name: f"cast({name} as decimal(38, 18)) * {CENTS_PER_DOLLAR}"
        for name in _present(delivered, names.costs)
    }
    rows = delivered.rewrite(scaled, f"{_is_usage(names)} and {_on_day(names.start, day)}")
    return _changed(delivered, rows, f"costs of {day} are cents")


def invoice_mismatch(delivered: Delivered) -> Change:
    """An invoice is for more than its charges add up to."""
    invoice = delivered.draw("invoice", "invoice_id || ' ' || charge_category", "billed_cost > 0")
    where = f"invoice_id || ' ' || charge_category = {literal(invoice)}"
    rows = delivered.rewrite({"billed_cost": f"billed_cost + {MISSING_AMOUNT}"}, where)
    return _changed(delivered, rows, f"{invoice} is {MISSING_AMOUNT} more than its charges")


def delivery_order_swapped(delivered: Delivered) -> Change:
    """An older delivery of a month arrives after a newer one."""
    older, newer = sorted(delivered.folder.parent.glob("delivery=*"))[-2:]
    files = sorted([*older.glob("*.parquet"), *newer.glob("*.parquet")])
    aside = older.with_name(f".{older.name}")
    older.rename(aside)
    newer.rename(older)
    aside.rename(newer)
    return Change(
        delivered.relative(*files), delivered.count(), f"what is in {older.name} is the newest"
    )


def split_rows_without_parent(delivered: Delivered) -> Change:
    """Split cost rows name a parent that is on no bill."""
    column = "split_line_item_parent_resource_id"
    parent = delivered.draw("parent", column)
    rows = delivered.rewrite({column: literal(UNKNOWN_RESOURCE)}, f"{column} = {literal(parent)}")
    return _changed(delivered, rows, f"parts of {parent} are parts of {UNKNOWN_RESOURCE}")


def owner_missing(delivered: Delivered) -> Change:
    """A team is missing from the newest snapshot of the directory."""
    team = delivered.draw("team", "owner_id", "owner_type = 'team' and valid_to_at is null")
    rows = delivered.keep(f"owner_id <> {literal(team)}")
    return _changed(delivered, rows, f"the team {team} is not in the directory")


def metric_frozen(delivered: Delivered) -> Change:
    """A business metric repeats one value until the end of its month."""
    metric = delivered.draw("metric", "metric_name")
    of_metric = f"metric_name = {literal(metric)}"
    day = delivered.draw_day("metric_at", of_metric, EARLY_DAY)
    value = delivered.query(
        f"select min(value) from delivered where {of_metric} and {_on_day('metric_at', day)}"
    )[0][0]
    where = f"{of_metric} and cast(metric_at as date) > {literal(day)}"
    rows = delivered.rewrite({"value": str(value)}, where)
    return _changed(delivered, rows, f"{metric} stays at its value of {day}")
