"""YAML read as plain text values, with the line of each: errors can then say where to look.

Every scalar stays a string (YAML's own ``yes`` and ``no`` would become booleans), and a key
given twice is kept as a duplicate to report instead of silently winning.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
MOST_NODES = 300_000
"""Values of a file, counted wherever an alias puts them."""
_DEEPEST = 10_000
"""Values within values that libyaml surely reads; with 30,000 it ends the process."""
_OPENING = "[{-?"
"""What opens a value within another on the same line."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it is there: ten times as fast


@dataclass(frozen=True)
class Located:
    """A YAML document: its value, the line (from 1) of each place in it, and keys given twice."""

    value: Value
    lines: dict[Place, int]
    duplicates: list[Place] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest enclosing place that the file has."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_located(path: Path) -> Located:
    """Read the YAML file at ``path``.

    Raises ``yaml.YAMLError`` when it is not YAML or, with its aliases written out, too large, ``RecursionError`` when
    it is too deep, and ``OSError`` when it cannot be read.
    """
    count = 0
    lines: dict[Place, int] = {}
    duplicates: list[Place] = []

    def build(node: yaml.Node, place: Place) -> Value:
        nonlocal count
        count += 1
        if count > MOST_NODES:  # a few aliases of aliases would fill the memory
            raise yaml.MarkedYAMLError(problem=f"more than {MOST_NODES:,} values", problem_mark=node.start_mark)
        lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Value] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                here = (*place, key)
                if key in result:
                    duplicates.append(here)
                lines[here] = key_node.start_mark.line + 1
                result[key] = build(value_node, here)
            return result
        if isinstance(node, yaml.SequenceNode):
            return [build(item, (*place, n)) for n, item in enumerate(node.value)]
        if node.tag == "tag:yaml.org,2002:null":
            return None
        return str(node.value)

    text = path.read_text(encoding="utf-8")
    if sum(map(text.count, _OPENING)) > _DEEPEST:
        _refuse_deep(text)
    root = yaml.compose(text, Loader=_Loader)
    return Located(build(root, ()) if root is not None else None, lines, duplicates)


def _refuse_deep(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError
