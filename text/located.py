"""YAML read as plain text values, with the line of each: errors can then say where to look.

Every scalar stays a string (YAML's own ``yes`` and ``no`` would become booleans), and a key
given twice is kept as a duplicate to report instead of silently winning.
"""

import hashlib
import importlib.util
import marshal
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    import yaml

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]
_PROGRAM = Path(__file__).parents[1]
MOST_NODES = 300_000
"""Values of a file, counted wherever an alias puts them."""
_LONG = 3_000_000
"""Letters from which on the values of a file are counted before they are put together, which takes longer."""
_DEEPEST = 10_000
"""Values within values that libyaml surely reads; with 30,000 it ends the process."""
_OPENING = "[{-?"
"""What opens a value within another on the same line."""


class NotYamlError(ValueError):
    """A text that is not YAML or, with its aliases written out, too large: why, and the line."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


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

    Raises ``NotYamlError``, ``UnicodeDecodeError``, ``RecursionError`` when it is too deep, and ``OSError`` when it
    cannot be read. What a file of this program holds is kept as Python keeps its compiled modules, and in the same
    folders, by the hash of the file and of its reader.
    """
    text = path.read_bytes()
    if not path.is_relative_to(_PROGRAM):
        return _parsed(text)
    kept = Path(importlib.util.cache_from_source(f"{path}.py"))
    key = hashlib.sha256(Path(__file__).read_bytes() + text).digest()
    with suppress(OSError, ValueError, EOFError, TypeError):
        found, *parts = marshal.loads(kept.read_bytes())  # noqa: S302  as Python reads its modules
        if found == key:
            return Located(*parts)
    located = _parsed(text)
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            kept.parent.mkdir(exist_ok=True)
            whole = kept.with_name(f"{kept.name}.{os.getpid()}")
            whole.write_bytes(marshal.dumps((key, located.value, located.lines, located.duplicates)))
            whole.replace(kept)
    return located


def _parsed(data: bytes) -> Located:
    import yaml  # most runs find what they read kept

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, where it is there: ten times as fast
    text = data.decode("utf-8")
    try:
        if sum(map(text.count, _OPENING)) > _DEEPEST:
            _refuse_deep(yaml.parse(text, Loader=loader))
        if len(text) > _LONG:
            for count, event in enumerate(yaml.parse(text, Loader=loader)):
                if count > 3 * MOST_NODES + 10:  # a name, a beginning and an end
                    line = event.start_mark.line + 1 if event.start_mark else 1
                    raise NotYamlError(f"more than {MOST_NODES:,} values", line)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise NotYamlError(getattr(error, "problem", None) or str(error), mark.line + 1 if mark else 1) from None
    count = 0
    lines: dict[Place, int] = {}
    duplicates: list[Place] = []

    def build(node: yaml.Node, place: Place) -> Value:
        nonlocal count
        count += 1
        if count > MOST_NODES:  # a few aliases of aliases would fill the memory
            raise NotYamlError(f"more than {MOST_NODES:,} values", node.start_mark.line + 1)
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

    return Located(build(root, ()) if root is not None else None, lines, duplicates)


def _refuse_deep(events: "Iterable[yaml.Event]") -> None:
    from yaml import CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError
