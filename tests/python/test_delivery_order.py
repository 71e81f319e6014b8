"""Deliveries replayed in any order, and corrections in any style, give the same state."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from conftest import NOW, PROJECT, Row, focus_row, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from warehouse import Warehouse

from infra_spend.ingest.deliveries import Mode, current_deliveries, list_deliveries
from infra_spend.ingest.fingerprint import fingerprint
from infra_spend.ingest.run import Request, ingest
from infra_spend.settings import Settings

COSTS = ("1", "2.5")
State = list[tuple[str, str, object]]


def replay(folder: Path, deliveries: Sequence[tuple[int, Mode, str]]) -> State:
    """Return every delivery that landed, in order, with a fingerprint of its rows."""
    landing = Settings(PROJECT, folder / "landing", folder / "warehouse.duckdb", "1GB")
    for hour, mode, cost in deliveries:
        path = write_csv(folder / "bill.csv", [focus_row(BilledCost=cost)])
        request = Request(
            "focus", str(path), mode=mode, delivered_at=f"2025-02-01T{hour:02d}:00:00Z"
        )
        ingest(request, landing, NOW, lambda label, session: nullcontext())
    with duckdb.connect() as session:
        return [
            (each.stamp, each.mode.value, fingerprint(session, each.files))
            for each in list_deliveries(landing.landing / "focus" / "focus_charges")
        ]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=some.data())
def test_the_order_of_arrival_does_not_matter(data: some.DataObject) -> None:
    modes = data.draw(some.lists(some.sampled_from(list(Mode)), min_size=2, max_size=4))
    costs = data.draw(some.lists(some.sampled_from(COSTS), min_size=4, max_size=4))
    deliveries = list(zip(range(len(modes)), modes, costs, strict=False))
    shuffled = data.draw(some.permutations(deliveries))
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        in_order = replay(Path(first), deliveries)
        # One of them arrives twice: it adds nothing.
        assert replay(Path(second), [*shuffled, shuffled[0]]) == in_order
    assert len(in_order) == len(deliveries)


def test_what_is_current_follows_from_the_stamps_alone(tmp_path: Path) -> None:
    replay(tmp_path, [(3, Mode.APPEND, "1"), (1, Mode.OVERWRITE, "1"), (2, Mode.OVERWRITE, "1")])
    found = list_deliveries(tmp_path / "landing" / "focus" / "focus_charges")
    current = current_deliveries(found, "2025-01", "99991231T235959Z")
    assert [each.stamp for each in current] == ["20250201T020000Z", "20250201T030000Z"]


def charge(provider: str, cost: str, **cells: str) -> Row:
    costs = dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost", "ContractedCost"), cost)
    return focus_row(**costs, ProviderName=provider, BillingAccountId=provider, **cells)


def test_a_correction_is_the_same_in_every_style(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    corrected = {"ChargeClass": "Correction"}
    styles = {
        "delta": (Mode.APPEND, [("-4", corrected)]),
        "ledger": (Mode.APPEND, [("-10", corrected), ("6", corrected)]),
        "replacement": (Mode.OVERWRITE, [("6", {}), ("1", {"ServiceName": "Storage"})]),
    }
    for style, (mode, corrections) in styles.items():
        first = [charge(style, "10"), charge(style, "1", ServiceName="Storage")]
        path = write_csv(tmp_path / "bill.csv", [{"ChargeClass": "", **row} for row in first])
        warehouse.land("focus", path, source=style)
        rows = [charge(style, cost, **{"ChargeClass": "", **cells}) for cost, cells in corrections]
        path = write_csv(tmp_path / "bill.csv", rows)
        warehouse.land("focus", path, minutes=1, source=style, mode=mode)
    warehouse.build("--selector", "monthly_close")
    columns = "charge_date, service_name, billed_cost, effective_cost, list_cost, contracted_cost"
    states = {
        style: warehouse.rows(
            f"select {columns} from marts.fct_costs_daily"
            f" where provider_name = '{style}' order by all"
        )
        for style in styles
    }
    assert states["delta"] == states["ledger"] == states["replacement"]
    assert [float(row[2]) for row in states["delta"]] == [6, 1]
    restated = "select service_name, change_billed_cost from marts.fct_restatements"
    for style in styles:
        found = warehouse.rows(f"{restated} where source_name = '{style}'")
        assert [(name, float(change)) for name, change in found] == [("Compute", -4)]
