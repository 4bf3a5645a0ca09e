"""The chart as HTML: a list of rows that a style sheet sets in two columns, or in one when there is little room."""

import re
from collections.abc import Collection
from html import escape

from flowchart.chart import Edge, Question
from flowchart.layout import Exit, Row, common_result
from flowchart.trail_localizer import TrailLocalizer
from text.widths import width

_REACH, _MOST_REACH = 5, 11
"""The width of the column of labels in ems: of the style sheet, and the most it is widened to."""
_PILL = 16
"""The widest text in ems that is set as a pill: one that runs over two lines is no pill."""
_NUMBER = re.compile(r"(ข้อ|Question) (?=\d)")
_WHOLE = re.compile("ท้องถิ่น|ส่วนภูมิภาค|ส่วนกลาง")
"""Compounds that browsers cut at the end of a line."""
_TICK = '<svg class="tick" viewBox="0 0 12 12" aria-hidden="true"><path d="M1.5 6.5 4.5 9.5 10.5 2.5"/></svg>'


def html_of(loc: TrailLocalizer, clickable: Collection[str] = ()) -> str:
    """The chart and a mission's trail on it as one fragment."""
    return _Page(loc, clickable).html()


class _Page:
    def __init__(self, loc: TrailLocalizer, clickable: Collection[str]) -> None:
        self.loc, self.chart, self.lang, self.trail = loc, loc.chart, loc.lang, loc.trail
        self.clickable = clickable

    def html(self) -> str:
        rows = "".join(self.row(row) for row in self.loc.layout.rows)
        title, reach = escape(self.loc.title()), self.reach()
        style = f' style="--chart-reach: {reach:g}em"' if reach else ""
        return f'<div class="chart" lang="{self.lang}"{style}><ol class="rows" aria-label="{title}">{rows}</ol></div>'

    def reach(self) -> float:
        """The width of the column of labels where they need more than the style sheet gives, as a number of ems."""
        labels = [self.loc.taken(way.edge) for row in self.loc.layout.rows for way in row.exits]
        longest = max((width(label, 1) for label in labels), default=0)
        return round(min(longest / 2 + 2.5, _MOST_REACH), 1) if longest + 1 > _REACH else 0

    def row(self, row: Row) -> str:
        """A question of the spine, what it exits to, and the way down."""
        down = ""
        if row.down:
            target = self.hidden(self.loc.destination(row.down))
            down = (
                f'<p class="down {self.kind(row.down)}"><span class="wire"></span>{self.label(row.down)} {target}</p>'
            )
        exits = "".join(self.exit(way) for way in row.exits)
        return f'<li class="row">{self.node(row.question)}<div class="exits">{exits}</div>{down}</li>'

    def node(self, question: Question, *, asked: str = "") -> str:
        """A question: a button when it may be gone back to."""
        current, answered = question.id == self.trail.current, question.id in self.trail.answers
        state = " current" if current else " answered" if answered else ""
        step = ' aria-current="step"' if current else ""
        full, short = escape(question.text[self.lang]), escape(question.short[self.lang])
        inner = ""
        if question.number is not None:
            name = escape(self.loc.question_number(question.id))
            inner += (
                f'{self.hidden(name, escaped=True)}<span class="number" aria-hidden="true">{question.number}</span> '
            )
        inner += f'<span class="short">{short}</span>'
        if current:
            inner += f' <span class="now">{escape(self.loc.word("current"))}</span>'
        if answered:
            answer = question.answers[self.trail.answers[question.id]].label[self.lang]
            inner += " " + self.hidden(self.loc.word("answer_given", answer=answer))
        if question.id in self.clickable:
            return (
                f'<button type="button" class="node{asked}{state}" data-question="{escape(question.id)}"{step}'
                f' title="{full}">{inner}</button>'
            )
        return f'<p class="node{asked}{state}"{step} title="{full}">{inner} {self.hidden(full, escaped=True)}</p>'

    def exit(self, way: Exit) -> str:
        """The arrow to the right and the box it ends at."""
        entered = " lit" if self.trail.entered(way) else ""
        arrow = f'<p class="way {self.kind(way.edge)}">{self.label(way.edge)}<span class="wire"></span></p>'
        return f'<div class="exit {self.kind(way.edge)}">{arrow}<div class="box{entered}">{self.panel(way)}</div></div>'

    def panel(self, way: Exit) -> str:
        """The slide's words, then the disposition or the follow-up questions."""
        words = ""
        if way.edge.box:
            words = f'<p class="words">{escape(self.chart.boxes[way.edge.box].text[self.lang])}</p>'
        if way.edge.to in self.chart.dispositions:
            return self.outcome(words, way.edge.to, decided=self.trail.decides(way.edge))
        if way.edge.to not in [follow_up.id for follow_up in way.follow_ups]:
            return f"{words}<p>{escape(self.loc.destination(way.edge))}</p>"
        parts = []
        for question in way.follow_ups:
            shared = common_result(self.chart, question)
            parts.append(self.outcome(words, shared, decided=self.trail.rests_on(question)) if shared else words)
            options = "".join(self.option(edge, told=edge.to != shared) for edge in self.chart.edges_from(question.id))
            parts.append(f'{self.node(question, asked=" asked")}<ul class="options">{options}</ul>')
            words = ""
        return "".join(parts)

    def outcome(self, words: str, disposition: str, *, decided: bool) -> str:
        """The slide's words and beside them a disposition, as a result or as this mission's decision."""
        text = escape(self.loc.result(disposition, decided=decided))
        kind = "result" if width(text, 1) <= _PILL else "result long"
        result = f'<p class="{kind} decision">{_TICK}{text}</p>' if decided else f'<p class="{kind}">{text}</p>'
        return f'<div class="outcome">{words}{result}</div>'

    def option(self, edge: Edge, *, told: bool) -> str:
        """An answer of a follow-up and, when ``told``, where it leads."""
        target = ""
        if told:
            decides = self.trail.decides(edge)
            where = f'<span aria-hidden="true">→&nbsp;</span>{_text(self.loc.destination(edge))}'
            target = f' <span class="{"decision" if decides else "to"}">{where}</span>'
        return f'<li class="option {self.kind(edge)}"><span class="wire"></span>{self.label(edge)}{target}</li>'

    def kind(self, edge: Edge) -> str:
        """The classes of an edge: its provenance, and whether it was taken."""
        return edge.provenance + (" lit" if self.trail.took(edge) else "")

    def label(self, edge: Edge) -> str:
        """The answer an edge stands for, ticked when chosen, and its provenance when it is not the slide's."""
        provenance = self.loc.tag(edge)
        tag = f' <span class="tag">{escape(provenance)}</span>' if provenance else ""
        answer = _text(self.loc.taken(edge))
        if self.trail.took(edge):
            chosen = self.hidden(f" ({self.loc.word('chosen')})")
            return f'<span class="answer">{_TICK}{answer}{chosen}</span>{tag}'
        return f'<span class="answer">{answer}</span>{tag}'

    def hidden(self, text: str, *, escaped: bool = False) -> str:
        """Words for those who cannot see the picture."""
        return f'<span class="unseen">{text if escaped else escape(text)}</span>'


def _text(text: str) -> str:
    """A text in which no line ends within a compound, or between a question and its number."""
    return _WHOLE.sub(r'<span class="whole">\g<0></span>', _NUMBER.sub("\\1\u00a0", escape(text)))
