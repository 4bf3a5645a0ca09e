"""The flow of all missions through the chart: a stream for each answer, as thick as it has missions.

The picture is for the eye and the mouse; the table below it holds the same streams, each with a button, for everyone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import streamlit as st

from flowchart.chart import Chart
from text.widths import width
from ui.language import lang, localizer, say

Walk = tuple[tuple[tuple[str, str], ...], str | None, str | None]
"""The answers on a mission's path, its disposition, and the question that holds it where it has none."""
Stream = tuple[str, str, str]
"""Missions that go from a question by an answer ("" for not known yet) to a question or disposition ("" for none)."""

_HEIGHT, _COLUMN, _BAR, _LABEL, _TOP = 360.0, 118.0, 12.0, 70.0, 40.0
"""Pixels: all missions together, column to column, a bar, a number with its margin, the room above."""
_ACROSS = 4
"""Columns that a picture of two sides is wide."""
_LETTERS = 15.0
"""Size of the letters, as the style sheet has it."""
_GAP, _PASS, _LINE = 30.0, 8.0, 26.0
"""Below a question, below a stream that passes a column, and for the name of a disposition."""
_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "streams",
    html='<div class="streams"></div>',
    css=(_HERE / "streams.css").read_text(encoding="utf-8"),
    js=(_HERE / "streams.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass
class _Node:
    """A question or disposition, or the place where a stream passes a column; ``y`` is its upper end."""

    column: int
    size: float
    y: float = 0.0
    into: list["_Link"] = field(default_factory=list)
    out: list["_Link"] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return self.y + self.size / 2


@dataclass
class _Link:
    """A part of a stream from one column to the next; ``start`` and ``end`` are its upper ends."""

    source: _Node
    target: _Node
    size: float
    start: float = 0.0
    end: float = 0.0


def streams_of(walks: Iterable[Walk] | Mapping[Walk, int]) -> Counter[Stream]:
    """How many missions are in each stream."""
    found: Counter[Stream] = Counter()
    for (steps, disposition, held), n in (walks if isinstance(walks, Mapping) else Counter(walks)).items():
        ends = [*(question for question, _ in steps[1:]), disposition or held or ""]
        for (question, answer), to in zip(steps, ends, strict=False):
            found[question, answer, to] += n
        if not disposition and held:
            found[held, "", ""] += n
    return found


def code_of(stream: Sequence[str]) -> str:
    """A stream as an address writes it."""
    return ".".join(stream)


def name_of(chart: Chart, stream: Stream) -> str:
    """A stream in words: the question, the answer and where it leads."""
    question, answer, to = _words(chart, stream)
    return f"{question}: {answer} → {to}"


def passes(walk: Walk, code: str) -> bool:
    """Whether a mission is in the stream of that code."""
    return any(code == code_of(stream) for stream in streams_of([walk]))


def walk_of(path: str, disposition: str, held: str) -> Walk:
    """A mission's way as a result writes it."""
    parts = (step.partition("=") for step in path.split(" > ") if step)
    return tuple((question, answer) for question, _, answer in parts), disposition or None, held or None


def show_streams(
    chart: Chart, walks: Iterable[Walk] | Mapping[Walk, int], *, key: str, on_press: Callable[[], None]
) -> None:
    """Draw the flow. ``on_press`` runs when a stream is pressed; it asks ``pressed`` which."""
    found = streams_of(walks)
    if not found:
        return
    st.header(say("streams.heading"), anchor=False)
    st.caption(say("streams.help"))
    order = sorted(found, key=lambda stream: _place(chart, stream))
    data = {
        **_picture(chart, found, order),
        "rows": [[*_words(chart, stream), f"{found[stream]:,}", code_of(stream)] for stream in order],
        "columns": [say(f"streams.{name}") for name in ("question", "answer", "to", "count")],
        "table": say("streams.table"),
        "label": say("streams.heading"),
        "lang": lang(),
    }
    _mount(data=data, key=key, on_pressed_change=on_press)


def show_moves(chart: Chart, moves: Mapping[tuple[str, str], int], *, key: str, on_press: Callable[[], None]) -> None:
    """Draw how many missions of a disposition could get which other one. ``on_press`` as for ``show_streams``."""
    names = localizer(chart).disposition
    scale = _HEIGHT / sum(moves.values())
    order = sorted(moves, key=lambda move: [[*chart.dispositions].index(each) for each in move])
    sides = [Counter[str](), Counter[str]()]
    for move in order:
        for side, each in zip(sides, move, strict=True):
            side[each] += moves[move]
    nodes = [{each: _Node(_ACROSS * n, size * scale) for each, size in side.items()} for n, side in enumerate(sides)]
    links = {(a, b): _Link(nodes[0][a], nodes[1][b], moves[a, b] * scale) for a, b in order}
    for link in links.values():
        link.source.out.append(link)
        link.target.into.append(link)
    _arrange([node for side in nodes for node in side.values()], [])
    told = {move: f"{names(move[0])} → {names(move[1])}" for move in order}
    data = {
        "width": _ACROSS * _COLUMN + _BAR + _LABEL + max(width(names(each), _LETTERS) for each in sides[1]),
        "height": max(node.y + node.size for side in nodes for node in side.values()) + _TOP + _LINE / 2,
        "ribbons": [
            {
                "d": _ribbon([links[move]]),
                "colour": chart.colours[move[1]],
                "title": say("streams.one", stream=told[move], n=moves[move]),
                "code": code_of(move),
            }
            for move in order
        ],
        "nodes": [
            _bar(node, names(each), sides[n][each], chart.colours[each], end=n == 1)
            | ({} if n else {"count": ""})  # a mission that could move to two dispositions is in two streams
            for n, side in enumerate(nodes)
            for each, node in side.items()
        ],
        "rows": [[names(a), names(b), f"{moves[a, b]:,}", code_of((a, b))] for a, b in order],
        "columns": [say(f"streams.{name}") for name in ("before", "after", "count")],
        "table": say("streams.table"),
        "label": say("streams.moves"),
        "lang": lang(),
    }
    _mount(data=data, key=key, on_pressed_change=on_press)


def pressed(key: str) -> str | None:
    """The code of the stream that was pressed; it comes from the browser, and ``passes`` may match nothing."""
    state: Any = st.session_state.get(key)
    value = state.get("pressed") if state else None
    return value if isinstance(value, str) else None


def _words(chart: Chart, stream: Stream) -> list[str]:
    question, answer, to = stream
    names = localizer(chart)
    return [names.question(question), names.answer(question, answer), _name(chart, to)]


def _name(chart: Chart, node: str) -> str:
    if node in chart.questions:
        return localizer(chart).question(node)
    return localizer(chart).disposition(node) if node else say("bulk.incomplete")


def _place(chart: Chart, stream: Stream) -> tuple[int, int]:
    question, answer, _ = stream
    answers = [*chart.questions[question].answers, ""]
    return chart.order.index(question), answers.index(answer)


def _picture(chart: Chart, found: Mapping[Stream, int], order: Sequence[Stream]) -> dict[str, object]:
    """The shapes of the picture, with the words on them."""
    columns = _columns(chart, order)
    through: Counter[str] = Counter()
    for (question, _, to), n in found.items():
        through[question] += n
        if to not in chart.questions:
            through[to] += n
    scale = _HEIGHT / max(through.values())
    above = (f"{_short(chart, name)}: {through[name]:,}" for name in columns if name in chart.questions)
    # The first number begins at its bar, the next stands over the middle of its own.
    step = max(_COLUMN, 1.5 * max(width(words, _LETTERS) for words in above) + _BAR)
    nodes = {name: _Node(column, through[name] * scale) for name, column in columns.items()}
    chains: dict[Stream, list[_Link]] = {}
    passing: list[_Node] = []
    for stream in order:
        size, source, target = found[stream] * scale, nodes[stream[0]], nodes[stream[2]]
        between = [_Node(column, size) for column in range(source.column + 1, target.column)]
        passing += between
        ends = [source, *between, target]
        chains[stream] = [_Link(a, b, size) for a, b in pairwise(ends)]
        for link in chains[stream]:
            link.source.out.append(link)
            link.target.into.append(link)
    _arrange([*nodes.values()], passing)
    last = max(columns.values())
    outcomes = [name for name, column in columns.items() if column == last]
    bottom = max(node.y + node.size for node in (*nodes.values(), *passing))
    return {
        "width": last * step + _BAR + _LABEL + max(width(_name(chart, name), _LETTERS) for name in outcomes),
        "height": bottom + _TOP + _LINE / 2,
        "ribbons": [
            {
                "d": _ribbon(chains[stream], step),
                "colour": chart.colours.get(stream[2], ""),
                "title": say("streams.one", stream=name_of(chart, stream), n=found[stream]),
                "code": code_of(stream),
            }
            for stream in order
        ],
        "nodes": [
            _bar(node, _name(chart, name), through[name], chart.colours.get(name, ""), end=name not in chart.questions)
            | {"label": _short(chart, name), "x": node.column * step}
            for name, node in nodes.items()
        ],
    }


def _bar(node: _Node, name: str, count: int, colour: str, *, end: bool) -> dict[str, object]:
    at = {"x": node.column * _COLUMN, "y": node.y + _TOP, "width": _BAR, "height": max(node.size, 1.0)}
    return {**at, "label": name, "count": f"{count:,}", "title": name, "colour": colour, "end": end}


def _short(chart: Chart, node: str) -> str:
    if node not in chart.questions:
        return _name(chart, node)
    number = chart.questions[node].number
    return say("streams.number", n=number) if number else ""


def _columns(chart: Chart, order: Sequence[Stream]) -> dict[str, int]:
    """Every node and its column: a question stands right of all that lead to it, what is decided at the right end."""
    columns: dict[str, int] = {}
    for question in chart.order:
        if any(question in (stream[0], stream[2]) for stream in order):
            before = [columns[stream[0]] for stream in order if stream[2] == question and stream[0] in columns]
            columns[question] = max(before, default=-1) + 1
    last = max(columns.values()) + 1
    ends = [name for name in (*chart.dispositions, "") if any(stream[2] == name for stream in order)]
    return columns | dict.fromkeys(ends, last)


def _arrange(named: Sequence[_Node], passing: Sequence[_Node]) -> None:
    """Give each node its height on the page: near where its streams come from, and none over another."""
    nodes, passes_by = [*named, *passing], {id(node) for node in passing}
    columns: dict[int, list[_Node]] = {}
    for node in nodes:
        columns.setdefault(node.column, []).append(node)
    for column in sorted(columns):
        here = columns[column]
        for node in here:
            weight = sum(link.size for link in node.into)
            node.y = sum(link.source.middle * link.size for link in node.into) / weight if weight else 0.0
        here.sort(key=lambda node: node.y)
        free = -10 * _HEIGHT
        off = 0.0
        for node in here:
            room = max(node.size, _LINE if not node.out else 0.0)
            wanted = node.y - room / 2
            at = max(wanted, free)
            off += (at - wanted) * node.size
            node.y = at + (room - node.size) / 2
            free = at + room + (0.0 if not node.out else _PASS if id(node) in passes_by else _GAP)
        for node in here:  # what was pushed down takes all of its column up again
            node.y -= off / sum(each.size for each in here)
    highest = min(node.y for node in nodes)
    for node in nodes:
        node.y -= highest
        for links, side in ((node.out, "start"), (node.into, "end")):
            at = node.y
            for link in sorted(links, key=lambda link: (link.target if side == "start" else link.source).middle):
                setattr(link, side, at)
                at += link.size


def _ribbon(chain: Sequence[_Link], step: float = _COLUMN) -> str:
    """The outline of a stream: along its upper edges, and back along the lower ones; ``step``: column to column."""
    upper, lower = [], []
    for n, link in enumerate(chain):
        x1, x2 = link.source.column * step + _BAR, link.target.column * step
        middle, y1, y2, size = (x1 + x2) / 2, link.start + _TOP, link.end + _TOP, max(link.size, 1.0)
        curve = f"C{middle:.0f} {y1:.1f} {middle:.0f} {y2:.1f} {x2:.0f} {y2:.1f}"
        upper.append(f"{'L' if n else 'M'}{x1:.0f} {y1:.1f}{curve}")
        y1, y2 = y1 + size, y2 + size
        lower.append(f"L{x2:.0f} {y2:.1f}C{middle:.0f} {y2:.1f} {middle:.0f} {y1:.1f} {x1:.0f} {y1:.1f}")
    return "".join([*upper, *reversed(lower)]) + "Z"
