"""The marts that refer to each other, as boxes and links of a picture."""

from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Any

# In pixels: a box, its rows and its head, and where the columns of boxes begin.
WIDTH, ROW, HEAD, GAP = 280, 20, 30, 18
LEFT, MIDDLE, RIGHT = 1, 396, 791


@dataclass(frozen=True)
class Box:
    """A mart: where it stands in the picture, and the columns by which it is linked."""

    id: str
    name: str
    description: str
    keys: list[str]
    left: int
    top: int

    @property
    def is_named(self) -> bool:
        """Return whether others refer to it."""
        return self.left == MIDDLE

    @property
    def height(self) -> int:
        """Return how high the box is: its name, and a row for each key."""
        return HEAD + ROW * len(self.keys) + 6

    def row(self, key: str) -> int:
        """Return how far down a key is."""
        return self.top + HEAD + ROW * self.keys.index(key) + ROW // 2


@dataclass(frozen=True)
class Link:
    """A reference: many rows of one mart name one thing of another."""

    from_x: int
    from_y: int
    to_x: int
    to_y: int

    @property
    def path(self) -> str:
        """Return the curve as SVG has it."""
        bend = (self.from_x + self.to_x) // 2
        return (
            f"M{self.from_x} {self.from_y} C{bend} {self.from_y} {bend} {self.to_y}"
            f" {self.to_x} {self.to_y}"
        )


@dataclass(frozen=True)
class Diagram:
    """The picture, how high it is, and by concept what has no link in it."""

    boxes: list[Box]
    links: list[Link]
    height: int
    unlinked: dict[str, list[Any]]
    width: int = RIGHT + WIDTH + 1
    box_width: int = WIDTH


def draw(found: dict[str, Any], manifest: dict[str, Any]) -> Diagram:
    """Return the picture of what dbterd has found: what is referred to stands in the middle.

    Args:
        found: The nodes and edges of dbterd's JSON.
        manifest: The manifest of dbt, for the folders of marts.
    """
    nodes = {node["id"]: node for node in found["nodes"]}
    edges = found["edges"]
    keys: dict[str, set[str]] = {}
    for edge in edges:
        keys.setdefault(edge["from_id"], set()).update(edge["from_columns"])
        keys.setdefault(edge["to_id"], set()).update(edge["to_columns"])
    named = {edge["to_id"] for edge in edges}
    concepts = {name: _concept(manifest["nodes"][name]) for name in nodes}
    naming = sorted(set(keys) - named, key=lambda name: (concepts[name], name))
    half = (len(naming) + 1) // 2
    columns = {LEFT: naming[:half], MIDDLE: sorted(named), RIGHT: naming[half:]}
    boxes = {
        box.id: box
        for left, names in columns.items()
        for box in _stacked([(nodes[name], sorted(keys[name])) for name in names], left)
    }
    links = [
        _link(boxes[edge["from_id"]], from_key, boxes[edge["to_id"]], to_key)
        for edge in edges
        for from_key, to_key in zip(edge["from_columns"], edge["to_columns"], strict=True)
    ]
    unlinked: dict[str, list[Any]] = {}
    for name in sorted(set(nodes) - set(keys), key=lambda name: (concepts[name], name)):
        unlinked.setdefault(concepts[name], []).append(nodes[name])
    height = max(chain((box.top + box.height for box in boxes.values()), [0]))
    return Diagram(list(boxes.values()), links, height, unlinked)


def _concept(node: dict[str, Any]) -> str:
    return PurePath(node["original_file_path"]).parent.name


def _stacked(entries: list[tuple[dict[str, Any], list[str]]], left: int) -> list[Box]:
    boxes: list[Box] = []
    top = 1
    for node, keys in entries:
        box = Box(node["id"], node["name"], node["description"] or "", keys, left, top)
        boxes.append(box)
        top += box.height + GAP
    return boxes


def _link(one: Box, one_key: str, other: Box, other_key: str) -> Link:
    """Return the link between sides that face each other, or in one column between right sides."""
    from_x = one.left if one.left > other.left else one.left + WIDTH
    to_x = other.left if one.left < other.left else other.left + WIDTH
    return Link(from_x, one.row(one_key), to_x, other.row(other_key))
