"""Boards in a real browser: every page has its figures, asks no server, and they are the marts'."""

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import duckdb
import pytest
import yaml
from browser import open_browser
from conftest import PROJECT
from playwright.sync_api import Browser, Page, expect

from infra_spend.dashboards import BOARDS, DCT, FOLDER, Site, boards, environment, render
from infra_spend.errors import InfraSpendError
from infra_spend.publish import published_path
from infra_spend.settings import Settings

PAGES = [path.stem for path in boards(PROJECT)]
SCREENSHOTS = PROJECT / "target" / "screenshots"
HOST = "127.0.0.1"
DESK, PHONE = (1280, 900), (390, 844)
GAPS = "gaps"
# What a landing zone with AWS bills alone, and no directory, leaves empty.
NOT_OF_BILLS = {
    *("fct_budget_vs_actual", "fct_guardrails", "fct_unit_costs_daily", "fct_initiative_savings"),
    *("fct_platform_economics_monthly", "fct_contract_burndown", "fct_query_costs_daily"),
}
# Texts of one row of a table, seen on a phone, that lie on one another or beyond their table.
OVERLAPS = """() => [
    ...document.querySelectorAll('.phone [data-chart-type=table]')
].flatMap(table => {
    const boxes = [...table.querySelectorAll('text')].filter(text => text.textContent.trim())
        .map(text => [text.textContent, text.getBoundingClientRect()])
    const edge = table.querySelector('.dbt-box-outer').getBoundingClientRect().right
    return boxes.flatMap(([said, box], place) => [
        ...box.right > edge + 1 ? [said] : [],
        ...boxes.slice(place + 1).filter(([, other]) =>
            Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
            && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 4
        ).map(([other]) => said + ' | ' + other),
    ])
})"""
SHARED = {"period", "owner", "provider", "environment", "cost"}
BUDGET = """
    select budget_cost, effective_cost from fct_budget_vs_actual
    where is_current and account_class = 'all' and owner_id = ?
        and budget_month = (select date_trunc('month', max(charge_date)) from fct_costs_daily)
"""


@pytest.fixture(scope="module")
def settings() -> Settings:
    found = Settings.from_environment()
    if not published_path(found).exists():
        pytest.skip("no marts are published: make test publishes them first")
    return found


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("dashboards") / "site"
    return render(settings, folder, lambda label: nullcontext())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(settings: Settings) -> Iterator[str]:
    """Serve the boards as ``make serve`` does, with filters."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    words = ["serve", "--project-dir", FOLDER, "--host", HOST, "--port", str(port), "--no-cache"]
    marts = published_path(settings)
    process = subprocess.Popen([DCT, *words], cwd=PROJECT, env=environment(marts))
    address = f"http://{HOST}:{port}"
    try:
        while process.poll() is None and not answers(address):
            pass
        yield address
    finally:
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    try:
        return bool(urlopen(address, timeout=5).read(1))
    except OSError:
        return False


def one(settings: Settings, query: str, *values: Any) -> tuple[Any, ...]:
    with duckdb.connect(str(published_path(settings)), read_only=True) as session:
        row = session.execute(query, list(values)).fetchone()
    assert row is not None
    return row


def figure(page: Page, label: str) -> float:
    """Return the number of the card with a label, on a page that people see."""
    text = re.sub(r"\s+", " ", page.locator("body").text_content() or "")
    found = re.search(rf"\$\s*(-?[\d,.]+)\s*{label}", text, re.IGNORECASE)
    assert found, f"{label} is not on the page: {text[:800]}"
    return float(found[1].replace(",", ""))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_has_figures_and_asks_no_server(
    size: tuple[int, int], site: Site, browser: Browser
) -> None:
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        page.goto((site.folder / name / "index.html").as_uri())
        page.screenshot(path=SCREENSHOTS / f"{name}_{width}.png", full_page=True)
        shown = page.locator("main").inner_text()
        assert len(re.findall(r"\d", shown)) > 40, name
        assert "Charges until" in page.locator("nav").inner_text(), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()
    assert len(asked) >= len(PAGES)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


def test_tables_on_a_phone_have_room_or_scroll(site: Site, browser: Browser) -> None:
    width, height = PHONE
    page = browser.new_page(viewport={"width": width, "height": height})
    scrolled = 0
    for name in PAGES:
        page.goto((site.folder / name / "index.html").as_uri())
        assert page.evaluate(OVERLAPS) == [], name
        for box in page.locator(".wide").all():
            assert box.evaluate("box => box.scrollWidth > box.clientWidth"), name
            expect(box.get_by_text("Scroll sideways")).to_be_visible()
            box.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
            assert box.evaluate("box => box.scrollLeft") > 0, name
            scrolled += 1
    assert scrolled >= len(PAGES)


@pytest.mark.parametrize("feeds", ["nothing", "AWS bills"])
def test_an_empty_chart_is_named_with_a_reason(
    feeds: str, settings: Settings, tmp_path: Path
) -> None:
    marts = published_path(replace(settings, warehouse=tmp_path / "warehouse.duckdb"))
    with duckdb.connect(str(marts)) as session:
        session.execute(f"attach '{published_path(settings)}' as published (read_only)")
        query = "select table_name from duckdb_tables() where database_name = 'published'"
        for (table,) in session.execute(query).fetchall():
            columns = [row[0] for row in session.execute(f"describe published.{table}").fetchall()]
            kept = "provider_name = 'AWS'" if "provider_name" in columns else "true"
            is_empty = feeds == "nothing" or table in NOT_OF_BILLS
            rows = f"from published.{table} where {'false' if is_empty else kept}"
            session.execute(f"create table {table} as {rows}")
    names = [str(path) for path in boards(PROJECT)]
    where = ["--project-dir", str(PROJECT / FOLDER), "--output", str(tmp_path / "{stem}.html")]
    words = ["render", *names, *where, "--format", "html", "--no-cache", "--diagnostics-json"]
    result = subprocess.run(
        [DCT, *words], env=environment(marts), capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr[:2000]
    said = [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]
    empty = {
        (Path(one["range"]["file"]).stem, one["chart"])
        for one in said
        if one["code"] == "WARN-QUERY-RETURNED-ZERO-ROWS"
    }
    assert len(empty) > len(NOT_OF_BILLS)
    for name, chart in empty - {(name, GAPS) for name in PAGES}:
        board = yaml.safe_load((PROJECT / FOLDER / BOARDS / f"{name}.yml").read_text())
        page = (tmp_path / f"{name}.html").read_text()
        table = page.partition(f'id="chart-{GAPS}"')[2].partition('class="dbt-chart"')[0]
        text = re.sub(r"\s+", " ", " ".join(re.findall(r">([^<]+)<", table)))
        title = board["charts"][chart]["title"]
        assert title in text, f"{name}: {title} is empty and nothing says why: {text}"


def test_pages_lead_to_one_another_by_the_keyboard(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site.folder / "index.html").as_uri())
    page.wait_for_url("**/summary/")
    page.goto((site.folder / PAGES[0] / "index.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == f"../{PAGES[1]}/"


def test_figures_are_those_of_the_marts(settings: Settings, server: str, browser: Browser) -> None:
    page = browser.new_page()
    budget, spent = one(settings, BUDGET, "company")
    page.goto(f"{server}/team/")
    assert figure(page, "Month to date") == round(spent)
    page.goto(f"{server}/budgets/")
    assert figure(page, "Budget of the month") == round(budget)
    page.goto(f"{server}/opportunities/")
    [potential] = one(settings, "select sum(monthly_net_potential_cost) from fct_opportunities")
    assert figure(page, "Could be saved, a month") == round(potential)


def test_a_filter_is_chosen_by_click(settings: Settings, server: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{server}/team/")
    page.locator("[data-dbt-variable=owner]").click()
    page.get_by_text("advertising", exact=True).last.click()
    page.wait_for_url("**owner=advertising**")
    _, spent = one(settings, BUDGET, "advertising")
    expect(page.locator("body")).to_contain_text(f"{round(spent):,}")


def test_a_row_leads_to_the_page_of_its_owner(
    settings: Settings, server: str, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{server}/budgets/")
    link = page.locator("a[href*='team'][href*='owner=']").first
    owner = parse_qs(urlsplit(str(link.get_attribute("href"))).query)["owner"][0]
    link.click()
    page.wait_for_url(re.compile(r"/team/?\?owner="))
    _, spent = one(settings, BUDGET, owner)
    expect(page.locator("body")).to_contain_text(f"{round(spent):,}")


def test_a_row_keeps_the_filters_that_are_set(
    settings: Settings, server: str, browser: Browser
) -> None:
    page = browser.new_page()
    [month] = one(settings, "select strftime(min(budget_month), '%Y-%m') from fct_budget_vs_actual")
    page.goto(f"{server}/team/?period={month}&provider=Google+Cloud&environment=production")
    link = page.locator("a[href*='owner=']").first
    chosen = {key: [value] for key, value in (("period", month), ("provider", "Google Cloud"))}
    given = parse_qs(urlsplit(str(link.get_attribute("href"))).query)
    assert given.items() >= (chosen | {"environment": ["production"]}).items()
    link.click()
    page.wait_for_url(re.compile(r"provider=Google"))
    assert parse_qs(urlsplit(page.url).query).items() >= given.items()


def test_filters_choose_the_rows_of_a_mart(
    settings: Settings, server: str, browser: Browser
) -> None:
    query = """
        select strftime(max(charge_date), '%Y-%m'), sum(billed_cost) from fct_costs_daily
        where provider_name = 'AWS' and environment = 'production'
            and date_trunc('month', charge_date) = (
                select date_trunc('month', max(charge_date)) - interval 3 month from fct_costs_daily
            )
            and owner_id in (
                select owner_id from dim_owner_ancestors
                where ancestor_owner_id = 'advertising' and valid_to_date is null
            )
    """
    month, spent = one(settings, query)
    page = browser.new_page()
    chosen = f"period={month}&owner=advertising&provider=AWS&environment=production&cost=billed"
    page.goto(f"{server}/team/?{chosen}")
    assert figure(page, "Month to date") == round(spent)


def test_boards_have_the_filters_that_they_share_and_their_links_name_them() -> None:
    for path in boards(PROJECT):
        board = yaml.safe_load(path.read_text())
        shared = SHARED & set(board["variables"])
        assert "period" in shared, path.stem
        for name, chart in board["charts"].items():
            for link in [chart["link"]] if "link" in chart else []:
                assert shared <= set(parse_qs(link.partition("?")[2])), f"{path.stem}: {name}"


def test_every_board_has_an_exposure_of_the_marts_that_it_reads() -> None:
    declared = yaml.safe_load((PROJECT / "models" / "exposures.yml").read_text())["exposures"]
    named = {
        exposure["name"]: set(re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"])))
        for exposure in declared
    }
    marts = {path.stem for path in (PROJECT / "models" / "marts").glob("*/*.sql")}
    for path in boards(PROJECT):
        read = marts & set(re.findall(r"\w+", path.read_text()))
        assert named.pop(f"board_{path.stem}") == read, path.stem
    assert all(not name.startswith("board_") for name in named)


def test_without_published_marts_it_says_what_to_run(tmp_path: Path) -> None:
    settings = Settings(PROJECT, tmp_path, tmp_path / "warehouse.duckdb", "1GB")
    with pytest.raises(InfraSpendError, match="is not there: run infra-spend publish first"):
        render(settings, tmp_path / "site", lambda label: nullcontext())
    assert not (tmp_path / "site").exists()


def test_a_board_that_is_broken_leaves_the_older_site(settings: Settings, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / FOLDER / BOARDS).mkdir(parents=True)
    for name in ("dbt_charts.yml", f"{BOARDS}/meta.yml"):
        (project / FOLDER / name).write_text((PROJECT / FOLDER / name).read_text())
    finding = "finding: {query: select nothing, type: kpi, style: {value: {font: {size: 17}}}}"
    broken = f"title: Broken\ncharts: {{{finding}}}\nrows: [finding]\n"
    (project / FOLDER / BOARDS / "summary.yml").write_text(broken)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "older.html").touch()
    here = Settings(project, settings.landing, settings.warehouse, "1GB")
    with pytest.raises(InfraSpendError, match="a board cannot be rendered"):
        render(here, tmp_path / "site", lambda label: nullcontext())
    assert [path.name for path in tmp_path.joinpath("site").iterdir()] == ["older.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project", "site"]
