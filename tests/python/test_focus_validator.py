"""The export passes the FOCUS validator, but for rules that are listed with their reason."""

import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import SHARED_DATA
from test_real_marts import EXPORTS
from validator import CannotRunError, parse, validate
from warehouse import Warehouse

from infra_spend.export_focus import export_focus
from infra_spend.registry import load_tables
from infra_spend.simulator.parameters import Parameters
from infra_spend.simulator.run import simulate

# The validator brings the rules of FOCUS 1.2; they hold for a file of 1.3 as well.
RULES = "1.2"
LIST = Path(__file__).parent / "focus_validator" / "exceptions.toml"
# An excerpt keeps so many rows that are equal in all of these.
ROWS = 20
KIND = (
    *(
        "ProviderName",
        "InvoiceIssuerName",
        "ServiceName",
        "ServiceSubcategory",
        "BillingPeriodStart",
    ),
    *("ChargeCategory", "ChargeClass", "ChargeFrequency", "RegionId", "ResourceType"),
    *("PricingCategory", "PricingUnit", "ConsumedUnit", "BillingCurrency", "PricingCurrency"),
    *("CommitmentDiscountType", "CommitmentDiscountStatus", "CommitmentDiscountUnit"),
)
EXCEPTIONS = tomllib.loads(LIST.read_text())["exceptions"]


def built(warehouse: Warehouse) -> Warehouse:
    warehouse.build(
        *("--select", "+focus_cost_and_usage", "--exclude-resource-types", "test", "unit_test")
    )
    return warehouse


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Seven months of a small company: its bills hold every kind of charge by then."""
    warehouse = Warehouse(tmp_path_factory.mktemp("simulated"))
    parameters = Parameters(seed=3, months=7, lines_per_month=10_000)
    landing = warehouse.settings.landing
    simulate(parameters, landing, warehouse.settings, [], lambda label, behind, total: None)
    return built(warehouse)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    if not SHARED_DATA.is_dir():
        pytest.skip(f"{SHARED_DATA} is absent: the real bills are not part of the project")
    warehouse = Warehouse(tmp_path_factory.mktemp("published"))
    for source in ("sample", "toolkit_10k", "aws"):
        known, path = EXPORTS[source]
        warehouse.land(known, SHARED_DATA / path, source=source)
    return built(warehouse)


def excerpt(data: Path) -> Path:
    """Keep some rows of each kind: the validator takes a minute for 200,000.

    Rows are of a kind that have the same columns filled, and the same values in those that rules
    are about.
    """
    kept = data.with_name(f"excerpt_{data.name}")
    with duckdb.connect() as session:
        columns = [row[0] for row in session.execute(f"describe from '{data}'").fetchall()]
        filled = [f"{column} is null" for column in columns]
        session.execute(f"""
            copy (
                from '{data}'
                qualify row_number() over (partition by {", ".join([*KIND, *filled])}) <= {ROWS}
            ) to '{kept}'
        """)
    return kept


def listed(data: str) -> list[dict[str, Any]]:
    return [exception for exception in EXCEPTIONS if data in exception["data"]]


@pytest.mark.validator
@pytest.mark.parametrize(
    ("data", "version"), [("simulated", "1.2"), ("simulated", "1.3"), ("published", "1.2")]
)
def test_an_export_fails_no_rule_but_the_listed(
    data: str, version: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    warehouse: Warehouse = request.getfixturevalue(data)
    table = load_tables(warehouse.project)["focus_charges"]
    out = tmp_path / "focus.parquet"
    rows, missing = export_focus(warehouse.settings, table, version, out, None)
    assert (rows > 10_000, missing) == (True, [])
    try:
        report = validate(excerpt(out), RULES, tmp_path / "validator")
    except CannotRunError as error:
        pytest.skip(str(error))
    assert report.count("PASS") > 300
    assert report.causes == {exception["rule"] for exception in listed(data)}
    for exception in listed(data):
        if broken := exception.get("instead"):
            query = f"select count(*) from '{out}' where {broken}"
            assert duckdb.sql(query).fetchall() == [(0,)], exception["rule"]


OUTPUT = """
=== Validation Results ===
Total: 5 | Pass: 1 | Fail: 3 | Skipped: 1
- Tags-C-000-M: PASS  (violations=0, 0.1ms)
- SkuId-C-000-M: FAIL  (violations=1, msg=SkuId-C-000-M: AND failed - failed child rules: [{parts}])
- SkuId-C-001-M: FAIL  (violations=7, msg=SkuId MUST be of type VARCHAR., 0.2ms)
- SkuId-C-002-M: FAIL  (violations=0, msg=SkuId-C-002-M: OR failed - all child rules failed: [a#1])
- SkuId-C-003-M: SKIPPED  (violations=0, reason=dynamic, msg=dynamic)
"""


@pytest.mark.parametrize(
    ("parts", "is_cause"),
    [
        ("SkuId-C-001-M", False),
        ("SkuId-C-001-M, SkuId-C-003-M", False),
        ("SkuId-C-003-M", True),
        ("SkuId-C-001-M, Tags-C-000-M", False),
        ("Tags-C-000-M", True),
        ("SkuId-C-001-M, unknown#1", True),
    ],
)
def test_a_rule_that_only_sums_up_others_is_no_cause(parts: str, is_cause: bool) -> None:
    report = parse(OUTPUT.format(parts=parts))
    expected = {"SkuId-C-001-M", "SkuId-C-002-M"} | ({"SkuId-C-000-M"} if is_cause else set())
    assert report.causes == expected
    assert (report.count("PASS"), report.count("SKIPPED")) == (1, 1)


@pytest.mark.parametrize("output", ["", OUTPUT.replace("Pass: 1", "Pass: 2")])
def test_output_that_is_not_understood_is_an_error(output: str) -> None:
    with pytest.raises(RuntimeError, match="validator"):
        parse(output)


def test_without_its_python_the_validator_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(CannotRunError, match=r"needs Python 3\.12, and none was found"):
        validate(tmp_path / "focus.parquet", RULES, tmp_path / "validator")


def test_every_exception_has_a_reason() -> None:
    assert EXCEPTIONS
    for exception in EXCEPTIONS:
        assert exception["reason"]
        assert set(exception["data"]) <= {"simulated", "published"}
