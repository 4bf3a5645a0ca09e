"""The chart as a standalone SVG, in proportions that fit an A4 page and readable in black and white."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from xml.sax.saxutils import escape

from flowchart.chart import Edge, Question
from flowchart.drawing import (
    DECIDED,
    INK,
    LABEL_LINE,
    LIT,
    PAPER,
    PROVENANCES,
    QUIET,
    SIZE,
    SMALL,
    Sheet,
    label_width,
)
from flowchart.layout import Exit, Row, common_result
from flowchart.trail_localizer import TrailLocalizer
from text.widths import fitting, width, wrap, wrap_label

_FONT = "Sarabun, 'TH Sarabun New', 'Noto Sans Thai', sans-serif"
_WIDTH, _MARGIN, _PAD = 880, 28, 11
_QUESTION, _BADGE = 330, 40
_TALLEST, _PART = 1.51, 1.3
"""Heights as multiples of the width: of a picture that fits a page whole, and of its parts when it does not."""
_GAP, _EXIT_GAP, _LINE, _RESULT, _STUB = 28, 10, 20, 27, 36


@dataclass(frozen=True)
class _Item:
    """A part of an exit box: its height, and how to draw it at a left edge and a top."""

    height: float
    draw: Callable[[float, float], None]


def svg_of(loc: TrailLocalizer) -> str:
    """The chart and a mission's trail on it as one SVG document."""
    return _Picture(loc).svg()


def svg_pages_of(loc: TrailLocalizer) -> list[str]:
    """The same cut into as many SVG documents as keep it readable on A4 pages."""
    return _Picture(loc).pages()


class _Picture:
    def __init__(self, loc: TrailLocalizer) -> None:
        self.loc, self.chart, self.lang, self.trail = loc, loc.chart, loc.lang, loc.trail
        self.sheet = Sheet()
        labels = [loc.taken(way.edge) for row in loc.layout.rows for way in row.exits]
        widest = max((label_width([label], SIZE, bold=True, ticked=True) for label in labels), default=0)
        self.reach = min(200, max(80, widest + 32))
        self.exit_x = _MARGIN + _QUESTION + self.reach
        self.exit_width = _WIDTH - _MARGIN - self.exit_x
        self.room = self.exit_width - 2 * _PAD

    def svg(self) -> str:
        """The whole picture."""
        high, _ = self.drawn()
        return self.document(self.sheet.marks, 0, high)

    def pages(self) -> list[str]:
        """The picture cut between questions into parts that stay readable on a page each; one part when it is short."""
        high, cuts = self.drawn()
        parts = 1 if high <= _WIDTH * _TALLEST else min(ceil(high / (_WIDTH * _PART)), len(cuts))
        chosen = {min(cuts[1:], key=lambda cut: abs(cut[0] - high * n / parts)) for n in range(1, parts)}
        ends = [*sorted(chosen), (high, len(self.sheet.marks))]
        starts = [(0.0, 0), *((y - _MARGIN, mark) for y, mark in ends[:-1])]
        return [
            self.document(self.sheet.marks[first:last], top, bottom - top)
            for (top, first), (bottom, last) in zip(starts, ends, strict=True)
        ]

    def drawn(self) -> tuple[float, list[tuple[float, int]]]:
        """Draw everything. Returns the height, and for each row its top and the number of marks before it."""
        y, cuts = self.heading(), []
        for row in self.loc.layout.rows:
            cuts.append((y, len(self.sheet.marks)))
            y = self.row(row, y)
        return self.key(y), cuts

    def document(self, marks: list[str], top: float, high: float) -> str:
        """Marks as one SVG that begins at ``top`` of the picture."""
        title, desc = self.loc.title(), ". ".join(self.loc.standing())
        drawing = "".join(marks)
        if top:
            drawing = f'<g transform="translate(0 {-top:g})">{drawing}</g>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{high:g}"'
            f' viewBox="0 0 {_WIDTH} {high:g}" role="img" xml:lang="{self.lang}" font-family="{_FONT}">'
            f"<title>{escape(title)}</title><desc>{escape(desc or title)}</desc>"
            f'<rect width="{_WIDTH}" height="{high:g}" fill="{PAPER}"/>{drawing}</svg>\n'
        )

    def heading(self) -> float:
        """The title, the version and where the mission stands. Returns the top of the first row."""
        room, y = _WIDTH - 2 * _MARGIN, 40.0
        standing = self.loc.standing()[1 if self.trail.path else 0 :]  # the path itself is in the picture
        for text, size, bold, ink in (
            (self.chart.title[self.lang], 20, True, INK),
            (self.loc.word("version", stamp=self.chart.stamp), SMALL, False, QUIET),
            *((line, SIZE, True, INK) for line in standing),
        ):
            for line in wrap(text, size, room, bold=bold):
                self.sheet.text(_MARGIN, y, line, fitting([line], size, room, bold=bold), ink=ink, bold=bold)
                y += _LINE + 2
        return y + 4

    def row(self, row: Row, top: float) -> float:
        """A question of the spine and everything it leads to. Returns the top of the next row."""
        room = _QUESTION - _BADGE - _PAD
        lines = row.question.lines[self.lang] if row.question.lines else wrap(row.question.text[self.lang], SIZE, room)
        panels = [self.panel(way) for way in row.exits]
        above = [22.0 + self.more_lines(way.edge, self.reach - 24) for way in row.exits]  # room over the arrow
        heights = [
            max(sum(item.height for item in items) + 2 * _PAD, 2 * room)
            for items, room in zip(panels, above, strict=True)
        ]
        high = max(len(lines) * _LINE + 2 * _PAD, *(room + 20 for room in above[:1]), 0)
        tops = [top + sum(heights[:n]) + n * _EXIT_GAP for n in range(len(heights))]
        bottom = max(top + high, tops[-1] + heights[-1] if tops else 0)
        if row.down:
            bottom = max(bottom, top + high + self.beside(row.down)[1])
            self.down(row.down, top + high, bottom + _GAP)
        start = top + max(min(high, *heights[:1], high) / 2, *above[:1], 0)
        for n in sorted(range(len(tops)), key=lambda n: self.trail.took(row.exits[n].edge)):  # the lit one on top
            middle = start if n == 0 else tops[n] + heights[n] / 2
            self.exit(row.exits[n], start, middle)
            self.exit_box(row.exits[n], panels[n], tops[n], heights[n])
        self.question(row.question, list(lines), top, high)
        return bottom + _GAP

    def question(self, question: Question, lines: list[str], top: float, high: float) -> None:
        """A box of the spine with its number."""
        current, answered = self.trail.current == question.id, question.id in self.trail.answers
        self.sheet.box(_MARGIN, top, _QUESTION, high, lit=current or answered, fill=LIT if current else "")
        if question.number is not None:
            self.sheet.number(_MARGIN + 20, top + high / 2, question.number, lit=current or answered, filled=answered)
        size = fitting(lines, SIZE, _QUESTION - _BADGE - _PAD, bold=current)
        for n, line in enumerate(lines):
            y = top + (high - len(lines) * _LINE) / 2 + n * _LINE + 14.5
            self.sheet.text(_MARGIN + _BADGE, y, line, size, ink=PAPER if current else INK, bold=current)
        if current:
            self.flag(_MARGIN + _QUESTION, top)

    def flag(self, right: float, y: float) -> None:
        """The words 'current question' on the upper edge of a box."""
        word = self.loc.word("current")
        self.sheet.label(right - label_width([word], SMALL, bold=True, ticked=False) - 8, y, [word], SMALL, edge=LIT)

    def answer_lines(self, edge: Edge, room: float) -> list[str]:
        """The label of an answer in lines that leave room for its frame and tick."""
        return wrap(self.loc.taken(edge), SIZE, room - 37, bold=True)

    def more_lines(self, edge: Edge, room: float) -> float:
        """The height of the lines of an answer's label after the first."""
        return float((len(self.answer_lines(edge, room)) - 1) * LABEL_LINE)

    def chip(self, x: float, middle: float, edge: Edge, room: float, *, centred: bool = False) -> float:
        """The label of an answer beside its edge, framed and ticked when chosen. Returns where it ends.

        ``middle`` is that of the last line; the others stand above it.
        """
        lines, lit = self.answer_lines(edge, room), self.trail.took(edge)
        size = fitting(lines, SIZE, room - 37, bold=True)
        wide = label_width(lines, size, bold=True, ticked=True) if lit else max(width(line, size) for line in lines)
        x += (room - wide) / 2 if centred else 0
        first = middle - self.more_lines(edge, room)
        if lit:
            self.sheet.label(x, first, lines, size, fill=LIT, ticked=True)
        else:
            for n, line in enumerate(lines):
                self.sheet.text(x + wide / 2, first + n * LABEL_LINE + 4.8, line, size, centred=True)
        return x + wide

    def beside(self, edge: Edge) -> tuple[float, float, bool]:
        """The room for the label of an edge down the spine, the height of all lines after the first, and whether the
        provenance needs a line of its own."""
        provenance, room = self.loc.tag(edge), _QUESTION - 168
        narrow = room - (width(f"({provenance})", SMALL) if provenance else 0)
        if not self.more_lines(edge, narrow):
            return narrow, 0, False
        return room, self.more_lines(edge, room) + (LABEL_LINE if provenance else 0), bool(provenance)

    def down(self, edge: Edge, top: float, bottom: float) -> None:
        """The edge to the next question of the spine."""
        x, y = _MARGIN + 150, bottom - _GAP / 2
        self.sheet.wire([(x, top), (x, bottom)], edge.provenance, lit=self.trail.took(edge))
        room, _, apart = self.beside(edge)
        end = self.chip(x + 12, y - LABEL_LINE if apart else y, edge, room)
        if provenance := self.loc.tag(edge):
            self.sheet.text(x + 12 if apart else end + 6, y + 4.5, f"({provenance})", SMALL, ink=QUIET)

    def exit(self, way: Exit, start: float, y: float) -> None:
        """The arrow to an exit box, around a corner when it is not the first."""
        x0, x1 = _MARGIN + _QUESTION, self.exit_x
        points = [(x0, y), (x1, y)] if start == y else [(x0, start), (x0 + 14, start), (x0 + 14, y), (x1, y)]
        self.sheet.wire(points, way.edge.provenance, lit=self.trail.took(way.edge))
        self.chip(x0 + 16, y - 17, way.edge, self.reach - 24, centred=True)
        if provenance := self.loc.tag(way.edge):
            middle = x0 + 16 + (self.reach - 24) / 2
            self.sheet.text(middle, y + 18, f"({provenance})", SMALL, ink=QUIET, centred=True)

    def exit_box(self, way: Exit, items: list[_Item], top: float, high: float) -> None:
        """The box of the slide an exit ends at, with its contents."""
        self.sheet.box(self.exit_x, top, self.exit_width, high, lit=self.trail.entered(way))
        y = top + (high - sum(item.height for item in items)) / 2
        for item in items:
            item.draw(self.exit_x + _PAD, y)
            y += item.height
        if self.trail.current in [follow_up.id for follow_up in way.follow_ups]:
            self.flag(self.exit_x + self.exit_width, top)

    def panel(self, way: Exit) -> list[_Item]:
        """What stands in an exit box: the slide's words, then the disposition or the follow-up questions."""
        title = self.chart.boxes[way.edge.box].text[self.lang] if way.edge.box else ""
        items: list[_Item] = []
        if way.edge.to in self.chart.dispositions:
            return self.titled(title, way.edge.to, decided=self.trail.decides(way.edge))
        if way.edge.to not in [follow_up.id for follow_up in way.follow_ups]:
            return [*self.paragraph(title, bold=True), *self.paragraph(self.loc.destination(way.edge))]
        for follow_up in way.follow_ups:
            shared = common_result(self.chart, follow_up)
            if shared:
                items += self.titled(title, shared, decided=self.trail.rests_on(follow_up))
            else:
                items += self.paragraph(title, bold=True)
            items += self.paragraph(follow_up.text[self.lang], current=follow_up.id == self.trail.current)
            for edge in self.chart.edges_from(follow_up.id):
                items += self.option(edge, told=edge.to != shared)
            title = ""
        return items

    def paragraph(self, text: str, *, bold: bool = False, current: bool = False) -> list[_Item]:
        """Lines of running text; white on a dark ground for the current question."""
        bold = bold or current
        lines = wrap(text, SIZE, self.room, bold=bold)
        size = fitting(lines, SIZE, self.room, bold=bold)

        def line(text: str) -> _Item:
            def draw(x: float, y: float) -> None:
                if current:
                    self.sheet.box(x - 5, y, self.room + 10, _LINE, fill=LIT)
                self.sheet.text(x, y + 14.5, text, size, bold=bold, ink=PAPER if current else INK)

            return _Item(_LINE, draw)

        return [line(text) for text in lines]

    def titled(self, title: str, disposition: str, *, decided: bool) -> list[_Item]:
        """The slide's words and, framed, the disposition: on one line when both fit."""
        wide = label_width([self.loc.result(disposition, decided=decided)], SIZE, bold=decided, ticked=decided)
        if not title or width(title, SIZE, bold=True) + 12 + wide > self.room:
            return [*self.paragraph(title, bold=True), self.result(disposition, decided=decided)]
        framed = self.result(disposition, decided=decided)

        def draw(x: float, y: float) -> None:
            self.sheet.text(x, y + 17, title, bold=True)
            framed.draw(x + self.room - wide, y)

        return [_Item(_RESULT, draw)]

    def result(self, disposition: str, *, decided: bool, indent: float = 0) -> _Item:
        """A disposition in a frame of its own: filled, ticked and called the decision when it is this mission's."""
        room = self.room - indent - 37
        lines = wrap_label(self.loc.result(disposition, decided=decided), SIZE, room, bold=True)
        size = fitting(lines, SIZE, room, bold=True)
        fill = DECIDED if decided else PAPER
        return _Item(
            _RESULT + (len(lines) - 1) * LABEL_LINE,
            lambda x, y: self.sheet.label(x + indent, y + 12.5, lines, size, fill=fill, ticked=decided),
        )

    def option(self, edge: Edge, *, told: bool) -> list[_Item]:
        """An answer of a follow-up: an arrow drawn like its edge, the label and, when ``told``, where it leads."""
        lit, provenance, decides = self.trail.took(edge), self.loc.tag(edge), self.trail.decides(edge)
        label = self.loc.taken(edge) + (f" ({provenance})" if provenance else "")
        target = f"→ {self.loc.destination(edge)}" if told and not decides else ""
        room = self.room - _STUB - (26 if lit else 0)
        whole = f"{label} {target}".strip()
        lines = [*wrap(label, SIZE, room, bold=lit), *wrap_label(target, SIZE, room, bold=lit)]
        lines = [whole] if width(whole, SIZE, bold=lit) <= room else lines
        size = fitting(lines, SIZE, room, bold=lit)
        wide = max(width(line, size, bold=lit) for line in lines)

        def draw(x: float, y: float) -> None:
            self.sheet.wire([(x, y + 10), (x + _STUB - 6, y + 10)], edge.provenance, lit=lit)
            x += _STUB
            if lit:
                self.sheet.box(x - 2, y, wide + 28, _LINE * len(lines), fill=LIT)
                self.sheet.tick(x + 9, y + 10, PAPER)
                x += 19
            for n, line in enumerate(lines):
                self.sheet.text(x, y + 14.5 + n * _LINE, line, size, ink=PAPER if lit else INK, bold=lit)

        items = [_Item(_LINE * len(lines), draw)]
        return [*items, self.result(edge.to, decided=True, indent=_STUB - 2)] if told and decides else items

    def key(self, y: float) -> float:
        """What the kinds of line mean. Returns the height of the picture."""
        y += 6
        used = {edge.provenance for edge in self.chart.edges}
        entries = [(r, self.loc.word(f"provenance.{r}"), False) for r in PROVENANCES if r in used]
        if self.trail.path:
            entries.append(("slide", self.loc.word("legend.lit"), True))
        x = float(_MARGIN)
        self.sheet.text(x, y, self.loc.word("legend.edges"), SMALL, ink=QUIET)
        x += width(self.loc.word("legend.edges"), SMALL) + 14
        for provenance, word, lit in entries:
            self.sheet.wire([(x, y - 4), (x + 40, y - 4)], provenance, lit=lit)
            self.sheet.text(x + 46, y, word, SMALL)
            x += 46 + width(word, SMALL) + 20
        return y + 20
