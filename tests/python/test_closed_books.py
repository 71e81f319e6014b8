"""What an earlier release closed is found by this one as it was closed."""

import shutil
from pathlib import Path

import duckdb
import pytest
from closed_books import BOOKS, MONTH, closing

KEPT = "period_close/closed_fct_*"


@pytest.mark.parametrize("release", sorted(path.name for path in BOOKS.iterdir()))
def test_a_month_that_an_earlier_release_closed_has_not_moved(release: str, tmp_path: Path) -> None:
    warehouse = closing(tmp_path)
    shutil.copytree(BOOKS / release, warehouse.settings.landing)
    # Who owns what is told otherwise by now.
    rules = warehouse.project / "seeds/ownership/ownership_rules.csv"
    rules.write_text(rules.read_text().replace(",tag_team,", ",tag_service,"))
    warehouse.build("--selector", "monthly_close")
    tables = {path.name: path for path in warehouse.settings.landing.glob(KEPT)}
    assert tables
    with duckdb.connect(str(warehouse.settings.warehouse), read_only=True) as session:
        for name, folder in tables.items():
            mart = name.removeprefix("closed_")
            kept = f"read_parquet('{folder}/billing_period={MONTH}/*/*', hive_partitioning = false)"
            columns = ", ".join(
                column for column, *_ in session.execute(f"describe from {kept}").fetchall()
            )
            found = session.execute(f"select {columns} from marts.{mart}").fetchall()
            rows = session.execute(f"select {columns} from {kept}").fetchall()
            missing = set(rows) - set(found)
            assert not missing, f"{mart}: {len(missing)} of {len(rows)} rows are not as closed"
