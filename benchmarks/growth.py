"""Draw how the build grows with lines, from what README.md holds: `python -m benchmarks.growth`."""

import re
from pathlib import Path
from typing import Any

import vl_convert

from benchmarks.report import README

PICTURE = Path(__file__).with_name("growth.png")
CURVES = {
    "SQL of a full build, of both tables by hand": "full build",
    "SQL of one month refreshed, of all": "refresh of one month",
}
BY_HAND = "both tables by hand"
ROW = re.compile(
    r"\| (\d+) million lines: ([^|]+) \| ([\d.]+) s \| ([\d.]+) s \| [\d.]+ \| ([\d.]+)"
)


def draw_growth() -> None:
    """Draw processor time and peak memory by million lines; raises ValueError without results."""
    points = read_points(README.read_text(encoding="utf-8"))
    if not points:
        raise ValueError(f"{README}: has no results of a build: run python -m benchmarks first")
    PICTURE.write_bytes(vl_convert.vegalite_to_png(picture(points), scale=2))


def read_points(readme: str) -> list[dict[str, Any]]:
    """Return a point by curve and size: ``seconds`` of processor time, ``gib`` or none."""
    points = []
    for size, name, figure, reference, peak in ROW.findall(readme):
        if curve := CURVES.get(name):
            points.append(_point(size, curve, figure, float(peak)))
        if name in CURVES and BY_HAND in name:
            points.append(_point(size, BY_HAND, reference, None))
    return points


def _point(size: str, curve: str, seconds: str, gib: float | None) -> dict[str, Any]:
    return {"lines": int(size), "curve": curve, "seconds": float(seconds), "gib": gib}


def picture(points: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the Vega-Lite chart of points."""
    return {
        "data": {"values": points},
        "title": {
            "text": "What the daily tables cost by the length of a bill",
            "subtitle": "SQL alone, without dbt's own time; all axes are logarithmic",
            "anchor": "start",
        },
        "hconcat": [
            _panel("seconds", "Processor time, seconds"),
            _panel("gib", "Peak memory, GiB"),
        ],
        "config": {"font": "sans-serif", "range": {"category": ["#1f5f8b", "#c8553d", "#6b7a8f"]}},
    }


def _panel(field: str, title: str) -> dict[str, Any]:
    return {
        "width": 320,
        "height": 260,
        "transform": [{"filter": f"isValid(datum.{field})"}],
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "lines",
                "type": "quantitative",
                "scale": {"type": "log"},
                "axis": {"values": [1, 10, 50]},
                "title": "Million lines",
            },
            "y": {
                "field": field,
                "type": "quantitative",
                "scale": {"type": "log"},
                "title": title,
            },
            "color": {"field": "curve", "type": "nominal", "title": None, "sort": None},
        },
    }


if __name__ == "__main__":
    draw_growth()
