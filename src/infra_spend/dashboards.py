"""Dashboards as a static site: every board rendered twice, for a desk and for a phone."""

import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import duckdb
import yaml

from infra_spend.errors import InfraSpendError, first_line
from infra_spend.publish import published_marts
from infra_spend.settings import Settings

DCT = Path(sys.executable).with_name("dct")
FOLDER, BOARDS, DEFAULTS = "dashboards", "charts", "meta.yml"
HOME = "summary"
# The chart of a board that says in a sentence what to know; a sentence is one line.
FINDING = "finding"
PHONE_WIDTH, PHONE_COLUMNS = 480, 3
# A link with a filter needs the server: a page that is rendered once has one owner.
FILTERED_LINK = re.compile(r'<a href="[^"]*\?[^"]*"')
# How dct draws: a chart is a group with its name, and only headings of columns are this bold.
CHART = re.compile(r'<g class="dbt-chart" id="chart-(?P<name>\w+)"(?P<attributes>[^>]*)>')
GROUP = re.compile(r"<g\b[^>]*?(?P<closed>/?)>|</g>")
HEADING = re.compile(r'<text[^>]*font-weight="600"')
STYLE = """
body { margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: baseline;
  padding: .8rem 2.2rem; border-bottom: 1px solid #ddd; font: 14px Inter, system-ui, sans-serif; }
nav a { color: #2b4a7f; text-decoration: none; padding: .2rem 0; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
nav a[aria-current] { color: #1a1a1a; font-weight: 600; }
nav p { margin: 0 0 0 auto; color: #555; }
.phone { display: none; }
.finding { margin: 1rem; font: 500 17px/1.35 "Source Serif 4", Georgia, serif; color: #222; }
.wide { margin: 0 1rem 1.5rem; overflow-x: auto; border-right: 3px solid #c9d3e6; }
.wide p { position: sticky; left: 0; margin: 0; font: 13px Inter, system-ui, sans-serif;
  color: #2b4a7f; }
.wide svg { display: block; max-width: none; }
@media (max-width: 700px) { .desk { display: none; } .phone { display: block; }
  nav { padding: .8rem 1rem; } nav p { margin: 0; } }
"""

Show = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class Drawing:
    """A chart as a board for a desk has it; its size is in pixels."""

    type: str
    title: str
    width: float
    height: float
    svg: str

    @property
    def is_wide(self) -> bool:
        """Whether it is a table with more columns than a phone has room for."""
        return self.type == "table" and len(HEADING.findall(self.svg)) > PHONE_COLUMNS


@dataclass(frozen=True)
class Site:
    """The folder of a site, and the names of its pages."""

    folder: Path
    pages: list[str]


def boards(project: Path) -> list[Path]:
    """Return the boards of a project, the one that people begin with first."""
    return _boards_in(project / FOLDER)


def _boards_in(folder: Path) -> list[Path]:
    """Return the boards of a project of dct."""
    found = (path for path in (folder / BOARDS).glob("*.yml") if path.name != DEFAULTS)
    return sorted(found, key=lambda path: (path.stem != HOME, path.stem))


def render(settings: Settings, out: Path, show: Show) -> Site:
    """Render every board from the published marts into ``out``, a page a folder, and a home page.

    A page holds its board once as it is written and once with everything below one another, wide
    tables last and in boxes that scroll; the width of the window decides. The folder takes the
    place of an older one only when every board was rendered. Raises InfraSpendError when nothing is
    published or a board cannot be rendered.
    """
    marts = published_marts(settings)
    paths = boards(settings.project)
    part = out.with_name(f".{out.name}.{uuid.uuid4().hex}.part")
    try:
        with show(f"Rendering {len(paths)} boards"):
            _dct(settings.project / FOLDER, marts, part / "desk")
        drawn = {path: _drawings(_rendered(part / "desk", path)) for path in paths}
        phone = _for_phones(settings.project / FOLDER, drawn, part / "source")
        with show(f"Rendering {len(paths)} boards for phones"):
            _dct(phone, marts, part / "phone")
        site = part / "site"
        badge = _badge(marts)
        for path in paths:
            desk, small = (_rendered(part / width, path) for width in ("desk", "phone"))
            page = site / path.stem / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(_page(path, drawn, desk, small, badge), encoding="utf-8")
        home = f'<!doctype html><meta http-equiv="refresh" content="0; url={HOME}/">'
        (site / "index.html").write_text(home, encoding="utf-8")
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        site.rename(out)
    except OSError as error:
        raise InfraSpendError(f"{out}: {first_line(error)}: make it writable") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Site(out, [path.stem for path in paths])


def environment(marts: Path) -> dict[str, str]:
    """Return the environment in which dct reads a file of marts, and tells nobody."""
    return os.environ | {"INFRA_SPEND_MARTS": str(marts), "DO_NOT_TRACK": "1"}


def _dct(project: Path, marts: Path, out: Path) -> None:
    """Render the boards of a project of dct as ``<board>.html``."""
    names = sorted(str(path) for path in (project / BOARDS).glob("*.yml") if path.name != DEFAULTS)
    where = ["--project-dir", str(project), "--output", str(out / "{stem}.html")]
    result = subprocess.run(
        [DCT, "render", *names, *where, "--format", "html", "--no-cache", "--no-warnings"],
        env=environment(marts),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        said = " ".join((result.stderr or result.stdout).split())
        raise InfraSpendError(f"a board cannot be rendered: {said[:500]}")


def _rendered(folder: Path, path: Path) -> str:
    return (folder / f"{path.stem}.html").read_text(encoding="utf-8")


def _drawings(page: str) -> dict[str, Drawing]:
    """Return the charts of a rendered board by their names."""
    found = {}
    for chart in CHART.finditer(page):
        said = dict(re.findall(r'data-chart-([a-z]+)="([^"]*)"', chart["attributes"]))
        size = float(said["width"]), float(said["height"])
        svg = _group_at(page, chart.start())
        found[chart["name"]] = Drawing(said["type"], said["title"], *size, svg)
    return found


def _group_at(page: str, start: int) -> str:
    """Return the group of a drawing that starts at a place, with all that is in it."""
    depth = 0
    for tag in GROUP.finditer(page, start):
        depth += -1 if tag[0] == "</g>" else not tag["closed"]
        if not depth:
            return page[start : tag.end()]
    raise InfraSpendError("a board was rendered in a way that is not known: check dbt-charts")


def _for_phones(project: Path, drawn: dict[Path, dict[str, Drawing]], out: Path) -> Path:
    """Write a copy of a project of dct whose boards have one column and no wide table."""
    (out / BOARDS).mkdir(parents=True)
    shutil.copy(project / "dbt_charts.yml", out)
    defaults = yaml.safe_load((project / BOARDS / DEFAULTS).read_text(encoding="utf-8"))
    defaults["style"]["frame"]["width"] = PHONE_WIDTH
    defaults["style"]["charts"] = {"title": {"overflow": "wrap"}}
    for name, content in {
        DEFAULTS: defaults,
        **{path.name: _in_one_column(path, drawings) for path, drawings in drawn.items()},
    }.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (out / BOARDS / name).write_text(text, encoding="utf-8")
    return out


def _in_one_column(path: Path, drawings: dict[str, Drawing]) -> dict[str, Any]:
    board: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    left_out = {FINDING} | {name for name, drawing in drawings.items() if drawing.is_wide}
    rows: list[Any] = []
    for row in board["rows"]:
        rows += row["cols"] if isinstance(row, dict) and "cols" in row else [row]
    return board | {"rows": [row for row in rows if str(row) not in left_out]}


def _badge(marts: Path) -> str:
    """Return in words how far charges reach, and how far they may be trusted."""
    with duckdb.connect(str(marts), read_only=True) as session:
        [(until, is_partial)] = session.execute(
            "select strftime(max(charge_date), '%-d %B %Y'),"
            " max(charge_date) < last_day(max(charge_date)) from fct_costs_daily"
        ).fetchall()
        [(trusted, graded)] = session.execute(
            "select count(*) filter (where grade = 'A'), count(*) from fct_data_trust"
            " where is_newest and dataset_kind = 'mart'"
        ).fetchall()
    if until is None:
        return "No charges yet"
    partial = "; the month is not over" if is_partial else ""
    return f"Charges until {until}{partial}. Trust: {trusted} of {graded} marts have grade A"


def _page(
    path: Path, drawn: dict[Path, dict[str, Drawing]], desk: str, phone: str, badge: str
) -> str:
    links = "".join(
        f'<a href="../{other.stem}/"{" aria-current=page" if other == path else ""}>'
        f"{escape(_label(other))}</a>"
        for other in drawn
    )
    head = f"<style>{STYLE}</style>"
    top = f'<nav aria-label="Pages">{links}<p>{escape(badge)}</p></nav>'
    finding = "".join(re.findall(r">([^<]+)<", drawn[path][FINDING].svg)).strip()
    wide = "".join(_scrolled(drawing) for drawing in drawn[path].values() if drawing.is_wide)
    small = f'<p class="finding">{finding}</p>{_body(phone)}{wide}'
    board, small = (FILTERED_LINK.sub("<a", text) for text in (_body(desk), small))
    start, _, _ = desk.partition("</head>")
    titled = re.sub(r"<title>.*?</title>", f"<title>{escape(_label(path))}</title>", start, count=1)
    return (
        f'{titled}{head}</head><body>{top}<main><div class="desk">{board}</div>'
        f'<div class="phone">{small}</div></main></body></html>'
    )


def _scrolled(table: Drawing) -> str:
    """Return a wide table in a box that scrolls sideways and says so; the keyboard reaches it."""
    size = f'width="{table.width}" height="{table.height}"'
    return (
        f'<section class="wide" tabindex="0" role="region" aria-label="{table.title}">'
        f"<p>Scroll sideways for all columns \u2192</p><svg {size}>{table.svg}</svg></section>"
    )


def _body(page: str) -> str:
    return page.partition("<body>")[2].rpartition("</body>")[0]


def _label(path: Path) -> str:
    return path.stem.replace("_", " ").capitalize()
