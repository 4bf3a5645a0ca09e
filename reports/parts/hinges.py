"""Missions whose disposition hangs on a single answer that has no evidence, and what another answer would change."""

from functools import cache
from typing import NamedTuple

from engine.explain import explain_changes
from engine.whatif import WhatIf, what_if
from reports.document import Block, Column, Note, Paragraph, Table
from reports.localizer import ReportLocalizer
from reports.parts.each import outcome
from reports.sanitize import mention
from reports.summary import ReviewedMission, SummaryInput
from text.numbers import in_digits

_MOST_ROWS = 12
"""Answers that are told on paper: those on which the most missions hang."""
_MOST_CODES = 6
"""Codes of missions beside each."""
_MOST_CHANGES = 6
"""Other answers that a row on paper tells; the workbook tells all."""


class _Hinge(NamedTuple):
    """An answer, the disposition that hangs on it, and what other answers would change, in sentences."""

    question: str
    answer: str
    disposition: str
    changes: str


def hinges(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    """Each such answer with what would change; on paper those of the most missions, in the workbook by mission too."""
    of_answers = cache(lambda answers: _hinges(loc, dict(answers)))
    found: list[tuple[ReviewedMission, list[_Hinge]]] = []
    for mission in summary.missions:
        if mission.decision.disposition and (unproven := mission.unproven):
            each: tuple[_Hinge, ...] = of_answers(tuple(mission.answers.items()))
            if own := [hinge for hinge in each if hinge.question in unproven]:
                found.append((mission, own))
    if not found:
        return (Paragraph(loc.say("hinges.none")),)
    codes: dict[_Hinge, list[str]] = {}
    for mission, own in found:
        for hinge in own:
            codes.setdefault(hinge, []).append(mention(mission.code))
    place = {question: n for n, question in enumerate(loc.chart.order)}
    order = sorted(codes, key=lambda hinge: (-len(codes[hinge]), place[hinge.question]))
    rows = tuple(
        (
            _answer(loc, hinge),
            loc.disposition(hinge.disposition),
            hinge.changes,
            len(codes[hinge]),
            _listed(loc, codes[hinge]),
        )
        for hinge in order
    )
    on_paper = tuple((*row[:2], _some_changes(loc, hinge), *row[3:]) for row, hinge in zip(rows, order, strict=False))
    answer, present = Column(loc.say("hinges.answer"), width=3.2), Column(loc.say("column.disposition"), width=2.4)
    columns = (
        answer,
        present,
        Column(loc.say("hinges.changes"), width=6.6),
        Column(loc.say("column.missions"), "count", 1.8),
        Column(loc.say("uncertain.codes"), "code", 2.8),
    )
    name, caption = loc.say("hinges.name"), loc.say("hinges.caption")
    left = len(rows) - _MOST_ROWS
    more = [Note(loc.say("hinges.more", n=left, sheet=name))] if left > 0 else []
    of_missions = Table(
        loc.say("hinges.missions_name"),
        loc.say("hinges.missions"),
        (
            Column(loc.say("column.code"), "code", 1.6),
            Column(loc.say("column.mission"), width=5),
            present,
            Column(loc.say("hinges.answers"), width=8),
        ),
        tuple(
            (m.code, loc.name(m.name), outcome(loc, m), "\n".join(_answer(loc, hinge) for hinge in own))
            for m, own in found
        ),
        on="book",
    )
    return (
        Paragraph(loc.say("hinges.intro", n=len(found))),
        *more,
        Table(f"{name} paper", caption, columns, on_paper[:_MOST_ROWS], on="paper"),
        Table(name, caption, columns, rows, on="book"),
        of_missions,
    )


def _hinges(loc: ReportLocalizer, answers: dict[str, str]) -> tuple[_Hinge, ...]:
    """Each answer that alone moves a mission with these answers."""
    found = what_if(loc.chart, answers)
    singles = [flip for flip in found.flips if len(flip.changes) == 1]
    return tuple(
        _Hinge(
            step.question,
            step.answer,
            found.decision.disposition or "",
            in_digits(
                "\n".join(
                    explain_changes(
                        loc.chart,
                        WhatIf(found.decision, tuple(f for f in singles if f.changes[0].question == step.question), ()),
                        loc.lang,
                    )
                ),
                loc.digits,
            ),
        )
        for step in found.decision.path
        if any(flip.changes[0].question == step.question for flip in singles)
    )


def _some_changes(loc: ReportLocalizer, hinge: _Hinge) -> str:
    lines = hinge.changes.split("\n")
    more = len(lines) - _MOST_CHANGES
    return "\n".join([*lines[:_MOST_CHANGES], *([loc.say("hinges.more_answers", n=more)] if more > 0 else [])])


def _listed(loc: ReportLocalizer, codes: list[str]) -> str:
    first = ", ".join(codes[:_MOST_CODES])
    return loc.say("hinges.listed", first=first, n=len(codes) - _MOST_CODES) if len(codes) > _MOST_CODES else first


def _answer(loc: ReportLocalizer, hinge: _Hinge) -> str:
    return f"{loc.question(hinge.question)}: {loc.answer(hinge.question, hinge.answer)}"
