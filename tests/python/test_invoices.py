"""Invoices against the bill: every explanation from its rows, and every kind of bad input."""

import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Ingest, Row, focus_row, write_csv
from warehouse import Warehouse

from infra_spend.errors import InputError
from infra_spend.ingest.deliveries import Mode
from infra_spend.simulator.draws import Draws
from infra_spend.simulator.faults import FaultRecord, inject
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.run import simulate

ISSUER = "Cloud Inc"
# Cautious: without the tests that also look at models which are not built.
MODELS = (
    *("--select", "+fct_invoice_reconciliation", "+fct_data_findings"),
    *("--indirect-selection", "cautious"),
)


def charge(account: str, cost: str, invoice: str = "", **cells: str) -> Row:
    row = focus_row(
        BillingAccountId=account,
        BilledCost=cost,
        EffectiveCost=cost,
        InvoiceId=invoice,
        InvoiceIssuerName=ISSUER,
        ChargeClass="",
    )
    return row | cells


def invoice(account: str, number: str, cost: str, category: str = "Usage", **cells: str) -> Row:
    row = {
        "BillingPeriodStart": "2025-01-01T00:00:00Z",
        "InvoiceId": number,
        "InvoiceIssuerName": ISSUER,
        "BillingAccountId": account,
        "InvoiceIssuedAt": "2025-02-05T00:00:00Z",
        "ChargeCategory": category,
        "BillingCurrency": "USD",
        "BilledCost": cost,
    }
    return row | cells


def detail(account: str, number: str, cost: str, status: str) -> Row:
    return {
        "InvoiceId": number,
        "InvoiceDetailId": f"{number}-1",
        "InvoiceIssuerName": ISSUER,
        "BillingAccountId": account,
        "BillingPeriodStart": "2025-01-01T00:00:00Z",
        "BillingPeriodEnd": "2025-02-01T00:00:00Z",
        "ChargeCategory": "Usage",
        "BilledCost": cost,
        "BillingCurrency": "USD",
        "InvoiceIssueStatus": status,
        "InvoiceIssueDate": "2025-02-05T00:00:00Z",
    }


CHARGES = [
    charge("same", "8", "S1"),
    charge("without_id", "90", "L1"),
    charge("without_id", "10"),
    charge("appended", "50", "A1"),
    charge("marketplace", "30", "M1"),
    charge("marketplace", "7", "M1", InvoiceIssuerName="Seller"),
    charge("rounded", "10.1274", "R1"),
    charge("credits", "95", "C1"),
    charge("wrong", "20", "W1"),
    charge("unbilled", "1", "U1"),
    charge("voided", "4", "V1"),
    charge("open", "4", "O1"),
    charge("nameless", "12"),
    charge("twice", "2", "T1"),
    charge("correction", "6", "K1", ServiceName="Storage"),
    charge(
        "correction",
        "-3",
        "K1",
        ChargeClass="Correction",
        ChargePeriodStart="2024-11-01T00:00:00Z",
        ChargePeriodEnd="2024-11-02T00:00:00Z",
    ),
    charge("currency", "11", "E1", BillingCurrency="ZZZ"),
]
APPENDED_CHARGES = [charge("appended", "5", "A1")]
INVOICES = [
    invoice("same", "S1", "9"),
    invoice("without_id", "L1", "100"),
    invoice("appended", "A1", "50", InvoiceIssuedAt="2026-01-31T00:05:00Z"),
    invoice("marketplace", "M1", "30"),
    invoice("rounded", "R1", "10.13"),
    invoice("credits", "C1", "100"),
    invoice("credits", "C1", "-5", "Credit"),
    invoice("wrong", "W1", "26"),
    invoice("unbilled", "U1", "1"),
    invoice("unbilled", "U1", "2", "Tax"),
    invoice("nameless", "G1", "12"),
    invoice("twice", "T1", "2"),
    invoice("twice", "T1", "3", BillingPeriodStart="2024-12-01T00:00:00Z"),
    invoice("correction", "K1", "3"),
    invoice("currency", "E1", "11", BillingCurrency="ZZZ"),
]
# Invoice S1 arrives again, and says what its charges say.
LATER_INVOICES = [invoice("same", "S1", "8")]
CONTRACTS = [
    {
        "ContractCommitmentId": "commitment",
        "ContractId": "contract",
        "ContractCommitmentPeriodStart": "2025-01-01T00:00:00Z",
        "ContractCommitmentPeriodEnd": "2026-01-01T00:00:00Z",
        "ContractCommitmentCategory": "Spend",
        "ContractCommitmentType": "Spend Commitment",
        "ContractCommitmentCost": "500",
        "BillingCurrency": "ZZZ",
    }
]
DETAILS = [detail("voided", "V1", "4", "Voided"), detail("open", "O1", "4", "Open")]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A bill and its invoices with one of everything, built."""
    warehouse = Warehouse(tmp_path_factory.mktemp("invoices"))
    folder = warehouse.folder
    warehouse.land("focus", write_csv(folder / "charges.csv", CHARGES), source="cloud")
    warehouse.land("invoices", write_csv(folder / "invoices.csv", INVOICES), source="finance")
    warehouse.land("focus", write_csv(folder / "details.csv", DETAILS), source="cloud")
    warehouse.land("focus", write_csv(folder / "contracts.csv", CONTRACTS), source="cloud")
    warehouse.land(
        "invoices",
        write_csv(folder / "later.csv", LATER_INVOICES),
        minutes=1,
        source="finance",
        mode=Mode.APPEND,
    )
    warehouse.land(
        "focus",
        write_csv(folder / "appended.csv", APPENDED_CHARGES),
        minutes=10,
        source="cloud",
        mode=Mode.APPEND,
    )
    warehouse.build(*MODELS, "--exclude-resource-type", "unit_test")
    return warehouse


# The status, how it was matched, what is rounded, late, credits or another seller's, the rest.
EXPECTED = {
    ("same", "Usage"): ("reconciled", "invoice_id", 0, 0, 0, 0, 0),
    ("without_id", "Usage"): ("explained", "invoice_id", 0, 10, 0, 0, 0),
    ("appended", "Usage"): ("explained", "invoice_id", 0, -5, 0, 0, 0),
    ("marketplace", "Usage"): ("explained", "invoice_id", 0, 0, 0, -7, 0),
    ("rounded", "Usage"): ("explained", "invoice_id", Decimal("0.0026"), 0, 0, 0, 0),
    ("credits", "Usage"): ("explained", "invoice_id", 0, 0, 5, 0, 0),
    ("credits", "Credit"): ("explained", None, 0, 0, -5, 0, 0),
    ("wrong", "Usage"): ("unexplained", "invoice_id", 0, 0, 0, 0, 6),
    ("unbilled", "Usage"): ("reconciled", "invoice_id", 0, 0, 0, 0, 0),
    ("unbilled", "Tax"): ("not_billed", None, 0, 0, 0, 0, 2),
    ("voided", "Usage"): ("unexplained", "invoice_id", 0, 0, 0, 0, -4),
    ("open", "Usage"): ("not_invoiced", None, 0, 0, 0, 0, None),
    ("nameless", "Usage"): ("reconciled", "issuer_and_month", 0, 0, 0, 0, 0),
    ("correction", "Usage"): ("reconciled", "invoice_id", 0, 0, 0, 0, 0),
    ("currency", "Usage"): ("reconciled", "invoice_id", 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("key", EXPECTED, ids="/".join)
def test_an_invoice_is_explained_by_its_rows(key: tuple[str, str], warehouse: Warehouse) -> None:
    rows = warehouse.rows(f"""
        select
            reconciliation_status, matched_by,
            rounding_cost, late_cost, credit_cost, marketplace_cost, unexplained_cost
        from marts.fct_invoice_reconciliation
        where
            billing_account_id = '{key[0]}' and charge_category = '{key[1]}'
            and (invoice_id is not null or matched_by is not null)
    """)
    assert rows == [EXPECTED[key]]


def test_a_focus_invoice_detail_is_not_taken_for_a_plain_invoice(
    tmp_path: Path, land: Ingest
) -> None:
    with pytest.raises(InputError, match="is not invoices; it looks like focus"):
        land("invoices", write_csv(tmp_path / "details.csv", DETAILS))


def test_charges_that_name_no_invoice_stay_beside_those_that_do(warehouse: Warehouse) -> None:
    assert warehouse.rows("""
        select billing_account_id, billed_cost, reconciliation_status
        from marts.fct_invoice_reconciliation where invoice_id is null
    """) == [("without_id", 10, "not_invoiced")]


def test_every_kind_of_bad_input_is_found(warehouse: Warehouse) -> None:
    found = warehouse.rows("""
        select finding_kind, severity, subject_id, finding_cost, billing_currency
        from marts.fct_data_findings order by all
    """)
    assert found == [
        ("correction_without_original", "warn", "correction/Compute/2024-11-01", -3, "USD"),
        ("currency_not_iso_4217", "error", "charges/currency/ZZZ", 11, "ZZZ"),
        ("currency_not_iso_4217", "error", "contracts/contract/ZZZ", 500, "ZZZ"),
        ("currency_not_iso_4217", "error", "invoices/currency/ZZZ", 11, "ZZZ"),
        ("invoice_for_unknown_period", "error", "T1", 3, "USD"),
        ("invoice_id_used_twice", "error", f"{ISSUER}/T1/twice", 2, "USD"),
        ("invoice_id_used_twice", "error", f"{ISSUER}/T1/twice", 3, "USD"),
    ]


def test_what_is_found_is_kept(warehouse: Warehouse) -> None:
    landed = sum(Decimal(row["BilledCost"]) for row in CHARGES + APPENDED_CHARGES)
    assert warehouse.rows("""
        select
            (select sum(billed_cost) from intermediate.int_charges_daily),
            (select sum(billed_cost) from marts.fct_invoice_reconciliation)
    """) == [(landed, landed)]
    invoiced = sum(Decimal(row["BilledCost"]) for row in INVOICES) - 9 + 8
    assert warehouse.rows("""
        select (select sum(invoice_cost) from marts.fct_invoice_reconciliation)
    """) == [(invoiced,)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Three months of a small company, built; two of them are closed."""
    warehouse = Warehouse(tmp_path_factory.mktemp("company"))
    parameters = Parameters(seed=5, months=3, lines_per_month=10_000)
    landing = warehouse.settings.landing
    simulate(parameters, landing, warehouse.settings, [], lambda label, behind, total: None)
    warehouse.build(*MODELS, "--exclude-resource-types", "test", "unit_test")
    return warehouse


@pytest.fixture
def spoil(company: Warehouse) -> Iterator[Callable[[str], FaultRecord]]:
    """Return a function that injects a fault and builds; what was spoilt is put back."""
    landing, clean = company.settings.landing, company.folder / "clean"
    shutil.copytree(landing, clean)

    def run(name: str) -> FaultRecord:
        record = inject(name, landing, Draws(7))
        # A fault changes rows within a delivery, so the key of its month stays.
        company.build("--full-refresh", *MODELS, "--exclude-resource-types", "test", "unit_test")
        return record

    yield run
    shutil.rmtree(landing)
    clean.rename(landing)


# docs/data_quality.md has all that is noticed, and by what.
NOTICED = (
    *("cost_scaled_100", "currency_mixup", "doubled_delivery", "duplicated_lines"),
    *("empty_delivery", "invoice_mismatch", "missing_day", "missing_month", "partial_delivery"),
)


@pytest.mark.parametrize("name", NOTICED)
def test_a_fault_keeps_an_invoice_from_tying_out(
    name: str, company: Warehouse, spoil: Callable[[str], FaultRecord]
) -> None:
    record = spoil(name)
    rows = company.rows("""
        select strftime(billing_month, '%Y-%m'), invoice_id, sum(unexplained_cost)
        from marts.fct_invoice_reconciliation
        where reconciliation_status in ('unexplained', 'not_billed') group by all
    """)
    assert {row[0] for row in rows} == {record.billing_period}
    assert all(row[2] != 0 for row in rows)
    if name == "invoice_mismatch":
        assert [row[2] for row in rows] == [Decimal("1234.56")]
        assert record.detail.startswith(rows[0][1])
