"""Missions whose disposition hangs on a single answer that has no evidence, and what another answer would change."""

from functools import cache
from typing import NamedTuple

from engine.explain import explain_changes
from engine.whatif import WhatIf, what_if
from reports.document import Block, Column, Note, Paragraph, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import ReviewedMission, SummaryInput
from text.numbers import in_digits

_MOST_ROWS = 12
"""Answers that are told on paper: those on which the most missions hang."""
_MOST_CODES = 6
"""Codes of missions beside each."""


class _Hinge(NamedTuple):
    """An answer, the disposition that hangs on it, and what other answers would change, in sentences."""

    question: str
    answer: str
    disposition: str
    changes: str


def hinges(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    """On paper each such answer with the codes of its missions; in the workbook each mission on a row."""
    of_answers = cache(lambda answers: _hinges(loc, dict(answers)))
    found: list[tuple[ReviewedMission, _Hinge]] = []
    for mission in summary.missions:
        if mission.decision.disposition and (unproven := mission.unproven):
            each: tuple[_Hinge, ...] = of_answers(tuple(mission.answers.items()))
            found += [(mission, hinge) for hinge in each if hinge.question in unproven]
    if not found:
        return (Paragraph(loc.say("hinges.none")),)
    codes: dict[_Hinge, list[str]] = {}
    for mission, hinge in found:
        codes.setdefault(hinge, []).append(mention(mission.code))
    place = {question: n for n, question in enumerate(loc.chart.order)}
    order = sorted(codes, key=lambda hinge: (-len(codes[hinge]), place[hinge.question]))
    name, caption = loc.say("hinges.name"), loc.say("hinges.caption")
    said = (
        Column(loc.say("hinges.answer"), width=3.2),
        Column(loc.say("column.disposition"), width=2.4),
        Column(loc.say("hinges.changes"), width=6.6),
    )
    code, listed = Column(loc.say("column.code"), "code", 1.6), Column(loc.say("uncertain.codes"), "code", 2.8)
    paper = Table(
        f"{name} paper",
        caption,
        (*said, Column(loc.say("column.missions"), "count", 1.4), listed),
        tuple((*_cells(loc, hinge), len(codes[hinge]), _listed(loc, codes[hinge])) for hinge in order[:_MOST_ROWS]),
        on="paper",
    )
    book = Table(
        name,
        caption,
        (code, Column(loc.say("column.mission"), width=5), *said),
        tuple((mission.code, loc.name(mission.name), *_cells(loc, hinge)) for mission, hinge in found),
        on="book",
    )
    intro = Paragraph(loc.say("hinges.intro", n=len({id(mission) for mission, _ in found})))
    left = len(order) - _MOST_ROWS
    return (intro, *([Note(loc.say("hinges.more", n=left, sheet=name))] if left > 0 else []), paper, book)


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


def _listed(loc: ReportLocalizer, codes: list[str]) -> str:
    first = ", ".join(codes[:_MOST_CODES])
    return loc.say("hinges.listed", first=first, n=len(codes) - _MOST_CODES) if len(codes) > _MOST_CODES else first


def _cells(loc: ReportLocalizer, hinge: _Hinge) -> tuple[str, str, str]:
    answer = f"{loc.question(hinge.question)}: {loc.answer(hinge.question, hinge.answer)}"
    return answer, loc.disposition(hinge.disposition), hinge.changes
