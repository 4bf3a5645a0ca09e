"""What differs between two charts, in the words of the charts."""

from collections.abc import Iterable
from datetime import date

from flowchart.chart import Chart
from flowchart.difference import Difference, Value
from flowchart.localizer import ChartLocalizer, words
from text.words import LANGS, Lang

_NAMED = ("text", "meaning", "label", "title", "cite")
"""The part that says best what a part is."""
_NODES = frozenset({"to", "default_disposition"})
_ANSWERS = frozenset({"sub_forms", "supports", "towards"})
_CHOSEN = frozenset({"checked", "colour", "counterpart", "kind", "owner_after", "provenance"})
"""Parts with a value out of a few."""


class DifferenceLocalizer:
    """Names the parts that differ, each in the words of the chart that has it."""

    def __init__(self, old: Chart, new: Chart, lang: Lang) -> None:
        self._old, self._new = ChartLocalizer(old, lang), ChartLocalizer(new, lang)

    def place(self, difference: Difference) -> str:
        """Which part of the chart differs."""
        loc = self._old if difference.after is None else self._new
        return " › ".join(_place(loc, difference.place))

    def before(self, difference: Difference) -> str | None:
        """What the part was; None when the old chart does not have it."""
        return None if difference.before is None else _told(self._old, difference.place, difference.before)

    def after(self, difference: Difference) -> str | None:
        """What the part is; None when the new chart does not have it."""
        return None if difference.after is None else _told(self._new, difference.place, difference.after)


def _place(loc: ChartLocalizer, place: tuple[str, ...]) -> Iterable[str]:
    """The names of the parts from the outermost on; the last need not say the text that is said beside it."""
    (kind, *rest), chart = place, loc.chart
    yield _part(loc, kind)
    name = rest.pop(0) if rest else ""
    if kind == "edges":
        question, _, answer = name.partition("=")
        yield loc.question(question)
        yield loc.answer(question, answer)
    elif kind in ("questions", "dispositions", "evidence"):
        yield loc.node(name)
    elif kind == "boxes":
        yield from [loc.text(chart.boxes[name].text)] if rest else []
    elif kind == "documents":
        yield from [loc.text(chart.documents[name].title)] if rest else []
    elif name:
        yield _part(loc, name)
    if kind == "questions" and len(rest) > 1 and rest[0] == "answers":
        yield _part(loc, rest.pop(0))
        answer = rest.pop(0)
        yield from [loc.answer(name, answer)] if rest else []
    elif kind == "evidence" and rest:
        yield rest.pop(0)  # a line of evidence is known by its id
    for part in rest:
        yield loc.word("part.item", n=part) if part.isdecimal() else _part(loc, part)


def _part(loc: ChartLocalizer, part: str) -> str:
    """What a part of a chart's file is called."""
    return loc.word(f"part.in_{part}" if part in LANGS else f"part.{part}")


def _told(loc: ChartLocalizer, place: tuple[str, ...], value: Value) -> str:
    """A part as people read it."""
    if isinstance(value, list):
        return "; ".join(_told(loc, place, each) for each in value) or loc.word("part.nothing")
    if isinstance(value, dict):
        if "to" in value:
            return loc.word(
                "result" if value["to"] in loc.chart.dispositions else "leads_to_named", target=loc.node(value["to"])
            )
        if set(value) == set(LANGS):
            return _told(loc, place, value[loc.lang])
        named = next((part for part in _NAMED if part in value), None)
        if named:
            return _told(loc, (*place, named), value[named])
        each = [(part, _told(loc, (*place, part), held)) for part, held in value.items()]
        return "; ".join(_named(loc, part, text) for part, text in each) or loc.word("part.nothing")
    part = next(name for name in reversed(place) if not name.isdecimal())
    return _one(loc, place[1] if len(place) > 1 else "", part, value)


def _named(loc: ChartLocalizer, part: str, text: str) -> str:
    """A part's text with what the part is called; one that the chart calls by an id needs no name."""
    return f"{_part(loc, part)}: {text}" if f"part.{part}" in words else text


def _one(loc: ChartLocalizer, name: str, part: str, value: str | int | bool) -> str:
    """A value that holds no others."""
    if isinstance(value, int):
        return loc.word(f"is_so.{str(value).lower()}") if isinstance(value, bool) else loc.number(value)
    if part in _NODES:
        return loc.node(value)
    if part in _CHOSEN:
        return loc.word(f"{part}.{value}")
    if part in _ANSWERS:
        return _answer(loc, name, value)
    if part == "box":
        return loc.text(loc.chart.boxes[value].text)
    if part == "place":
        document, _, at = value.partition(":")
        return loc.word("place", document=loc.text(loc.chart.documents[document].title), at=at)
    return loc.date(date.fromisoformat(value)) if part == "in_force" else value


def _answer(loc: ChartLocalizer, near: str, answer: str) -> str:
    """The label of an answer, of the question ``near`` if that has it."""
    questions = loc.chart.questions
    found = next((each for each in (near, *questions) if each in questions and answer in questions[each].answers), None)
    return loc.answer(found, answer) if found else answer
