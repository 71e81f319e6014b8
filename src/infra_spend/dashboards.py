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
PHONE_WIDTH, PHONE_FINDING_SIZE = 480, 11
# A link with a filter needs the server: a page that is rendered once has one owner.
FILTERED_LINK = re.compile(r'<a href="[^"]*\?[^"]*"')
STYLE = """
body { margin: 0; }
nav { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; align-items: baseline;
  padding: .8rem 2.2rem; border-bottom: 1px solid #ddd; font: 14px Inter, system-ui, sans-serif; }
nav a { color: #2b4a7f; text-decoration: none; padding: .2rem 0; }
nav a:hover, nav a:focus-visible { text-decoration: underline; }
nav a[aria-current] { color: #1a1a1a; font-weight: 600; }
nav p { margin: 0 0 0 auto; color: #555; }
.phone { display: none; }
@media (max-width: 700px) { .desk { display: none; } .phone { display: block; }
  nav { padding: .8rem 1rem; } nav p { margin: 0; } }
"""

Show = Callable[[str], AbstractContextManager[None]]


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

    A page holds its board once as it is written and once with everything below one another; the
    width of the window decides. The folder takes the place of an older one only when every board
    was rendered. Raises InfraSpendError when nothing is published or a board cannot be rendered.
    """
    marts = published_marts(settings)
    paths = boards(settings.project)
    part = out.with_name(f".{out.name}.{uuid.uuid4().hex}.part")
    try:
        phone = _for_phones(settings.project / FOLDER, paths, part / "source")
        with show(f"Rendering {len(paths)} boards"):
            _dct(settings.project / FOLDER, marts, part / "desk")
        with show(f"Rendering {len(paths)} boards for phones"):
            _dct(phone, marts, part / "phone")
        site = part / "site"
        badge = _badge(marts)
        for path in paths:
            desk, small = (
                (part / width / f"{path.stem}.html").read_text(encoding="utf-8")
                for width in ("desk", "phone")
            )
            page = site / path.stem / "index.html"
            page.parent.mkdir(parents=True)
            page.write_text(_page(path, paths, desk, small, badge), encoding="utf-8")
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


def _for_phones(project: Path, paths: list[Path], out: Path) -> Path:
    """Write a copy of a project of dct whose boards have one column; return its folder."""
    (out / BOARDS).mkdir(parents=True)
    shutil.copy(project / "dbt_charts.yml", out)
    defaults = yaml.safe_load((project / BOARDS / DEFAULTS).read_text(encoding="utf-8"))
    defaults["style"]["frame"]["width"] = PHONE_WIDTH
    for name, content in {
        DEFAULTS: defaults,
        **{path.name: _in_one_column(path) for path in paths},
    }.items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (out / BOARDS / name).write_text(text, encoding="utf-8")
    return out


def _in_one_column(path: Path) -> dict[str, Any]:
    board: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows: list[str] = []
    for row in board["rows"]:
        rows += row["cols"] if isinstance(row, dict) else [row]
    board["charts"][FINDING]["style"]["value"]["font"]["size"] = PHONE_FINDING_SIZE
    return board | {"rows": rows}


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


def _page(path: Path, paths: list[Path], desk: str, phone: str, badge: str) -> str:
    links = "".join(
        f'<a href="../{other.stem}/"{" aria-current=page" if other == path else ""}>'
        f"{escape(_label(other))}</a>"
        for other in paths
    )
    head = f"<style>{STYLE}</style>"
    top = f'<nav aria-label="Pages">{links}<p>{escape(badge)}</p></nav>'
    board, small = (FILTERED_LINK.sub("<a", _body(text)) for text in (desk, phone))
    start, _, _ = desk.partition("</head>")
    titled = re.sub(r"<title>.*?</title>", f"<title>{escape(_label(path))}</title>", start, count=1)
    return (
        f'{titled}{head}</head><body>{top}<main><div class="desk">{board}</div>'
        f'<div class="phone">{small}</div></main></body></html>'
    )


def _body(page: str) -> str:
    return page.partition("<body>")[2].rpartition("</body>")[0]


def _label(path: Path) -> str:
    return path.stem.replace("_", " ").capitalize()
