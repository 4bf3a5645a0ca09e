"""What is not certain: missions not decided, answers without evidence, interpretations, details not confirmed."""

from collections import Counter
from functools import cache

from engine.explain import uncertain_edges
from engine.whatif import what_if
from reports.document import Block, Cell, Column, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.parts.cover import STATES
from reports.parts.each import outcome, some_codes, view_of
from reports.parts.further import feasibility
from reports.parts.hinges import hinges
from reports.sanitize import mention
from reports.summary import Disagreement, ReviewedMission, SummaryInput
from reports.tally import Tally


def uncertain(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """Nine kinds of uncertainty, each said even when there is none of it."""
    return Section(
        loc.say("uncertain.heading"),
        1,
        (
            Section(loc.say("hinges.heading"), 2, hinges(loc, summary)),
            Section(loc.say("uncertain.incomplete_heading"), 2, (_incomplete(loc, summary),)),
            Section(loc.say("uncertain.unsigned_heading"), 2, (_unsigned(loc, summary, tally),)),
            Section(loc.say("uncertain.opinions_heading"), 2, _opinions(loc, summary, tally)),
            Section(loc.say("uncertain.evidence_heading"), 2, (_evidence(loc, summary),)),
            Section(loc.say("uncertain.readings_heading"), 2, _readings(loc, summary, tally)),
            Section(loc.say("uncertain.open_heading"), 2, (_open(loc, summary),)),
            Section(loc.say("further.feasibility_heading"), 2, feasibility(loc, summary, tally)),
            Section(loc.say("uncertain.differ_heading"), 2, (_disagreements(loc, summary),)),
        ),
        new_page=True,
    )


def _incomplete(loc: ReportLocalizer, summary: SummaryInput) -> Block:
    @cache
    def narrowing(answers: tuple[tuple[str, str], ...]) -> str | None:
        found = what_if(loc.chart, dict(answers)).narrowing
        return loc.question(found[0].question) if found else None

    rows = tuple(
        (
            mission.code,
            loc.name(mission.name),
            loc.question(mission.decision.next_question or ""),
            loc.join([loc.disposition(disposition) for disposition in mission.decision.possible]),
            narrowing(tuple(mission.answers.items())),
        )
        for mission in summary.missions
        if mission.decision.status == "incomplete"
    )
    if not rows:
        return Paragraph(loc.say("uncertain.incomplete_none"))
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.mission"), width=5),
        Column(loc.say("column.held"), width=3.4),
        Column(loc.say("column.possible"), width=5),
        Column(loc.say("column.narrows"), width=3.4),
    )
    return Table(loc.say("uncertain.incomplete_name"), loc.say("uncertain.incomplete"), columns, rows)


def _unsigned(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Block:
    """The missions that are decided and not signed, or changed since; a list only where some are signed."""
    rows = tuple(
        (m.code, loc.name(m.name), outcome(loc, m), loc.say(_why_not_asked(m)))
        for m in summary.missions
        if m.decision.disposition and not m.is_asked
    )
    if not rows:
        return Paragraph(loc.say("uncertain.unsigned_none"))
    if not tally.signed and not tally.reopened:
        return Paragraph(loc.say("uncertain.unsigned_all", n=len(rows)))
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.mission"), width=6),
        Column(loc.say("column.disposition"), width=5),
        Column(loc.say("column.standing"), width=3.4),
    )
    return Table(loc.say("uncertain.unsigned_name"), loc.say("uncertain.unsigned_table"), columns, rows)


def _why_not_asked(mission: ReviewedMission) -> str:
    """The key of the words for what keeps a decided mission from being asked for."""
    if mission.reopened:
        return "annex.reopened"
    return "uncertain.contested" if mission.is_signed else "uncertain.unsigned"


def _opinions(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    """How the opinions stand, and the missions whose answers contradict them; of a file that it has none."""
    if not summary.source.review:
        return (Paragraph(loc.say("uncertain.opinions_none")),)
    states: list[tuple[Cell, ...]] = []
    for state in STATES:
        of_it = [m for m in summary.missions if m.opinion_state == state]
        if of_it:
            codes = [_awaited(loc, m) for m in of_it]
            states.append((loc.say(f"opinions.{state}"), len(of_it), some_codes(loc, codes)))
    columns = (
        Column(loc.say("uncertain.opinions_state"), width=4),
        Column(loc.say("column.missions"), "count", 1.7),
        Column(loc.say("uncertain.codes"), "code", 8),
    )
    blocks: list[Block] = [
        Table(loc.say("uncertain.opinions_name"), loc.say("uncertain.opinions"), columns, tuple(states))
    ]
    rows = tuple(
        (m.code, loc.name(m.name), loc.question(c.question), loc.answer(c.question, c.answer), c.contrary)
        for m in summary.missions
        for c in m.contradictions
    )
    if not rows:
        return (*blocks, Paragraph(loc.say("uncertain.contradicted_none")))
    listed = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.mission"), width=5),
        Column(loc.say("column.question"), width=4),
        Column(loc.say("uncertain.contradicted_answer"), width=3),
        Column(loc.say("uncertain.contrary"), "count", 2.2),
    )
    name, caption = loc.say("uncertain.contradicted_name"), loc.say("uncertain.contradicted")
    return (
        *blocks,
        Paragraph(loc.say("uncertain.contradicted_intro", n=tally.contradicted)),
        Table(name, caption, listed, rows),
    )


def _awaited(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    """A mission's code, with the number of opinions that it waits for."""
    if mission.opinion_state != "waiting":
        return mention(mission.code)
    return loc.say("uncertain.awaited", code=mention(mission.code), n=mission.opinions_awaited)


def _evidence(loc: ReportLocalizer, summary: SummaryInput) -> Block:
    """An answer has evidence when some is named for its question, or for the mission as a whole."""
    used: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for mission in summary.missions:
        for step in mission.decision.path:
            used[step.question] += 1
            if not mission.evidence.get(step.question) and not mission.evidence.get(""):
                without[step.question] += 1
    if not without.total():
        return Paragraph(loc.say("uncertain.evidence_none" if used else "no_data"))
    if without.total() == used.total():
        return Paragraph(loc.say("uncertain.evidence_all", all=used.total()))
    rows = tuple((loc.question(q), used[q], without[q]) for q in loc.chart.questions if used[q])
    columns = (
        Column(loc.say("column.question"), width=6),
        Column(loc.say("uncertain.answers"), "count", 2),
        Column(loc.say("uncertain.without"), "count", 2),
    )
    return Table(loc.say("uncertain.evidence_name"), loc.say("uncertain.evidence"), columns, rows)


def _readings(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    taken: dict[tuple[str, str], list[str]] = {}
    missions = 0
    for mission in summary.missions:
        edges = uncertain_edges(loc.chart, mission.decision)
        missions += bool(edges)
        for edge in edges:
            taken.setdefault((edge.question, edge.answer), []).append(mention(mission.code))
    if not taken:
        return (Paragraph(loc.say("uncertain.readings_none")),)
    rows = tuple(
        (
            f"{loc.question(edge.question)}: {loc.answer(edge.question, edge.answer)}",
            loc.provenance(edge),
            len(taken[edge.question, edge.answer]),
            some_codes(loc, taken[edge.question, edge.answer]),
        )
        for edge in loc.chart.edges
        if (edge.question, edge.answer) in taken
    )
    columns = (
        Column(loc.say("column.answer"), width=4.5),
        Column(loc.say("column.reading"), width=2),
        Column(loc.say("column.missions"), "count", 1.7),
        Column(loc.say("uncertain.codes"), "code", 6),
    )
    percent = loc.percent(missions, tally.all)
    return (
        Paragraph(loc.say("uncertain.readings_intro", n=missions, percent=percent)),
        Table(loc.say("uncertain.readings_name"), loc.say("uncertain.readings"), columns, rows),
    )


def _open(loc: ReportLocalizer, summary: SummaryInput) -> Block:
    rows = tuple(
        (
            mission.code,
            loc.name(mission.name),
            outcome(loc, mission),
            loc.join([loc.question(question) for question in mission.decision.open_details]),
        )
        for mission in summary.missions
        if mission.decision.open_details
    )
    if not rows:
        return Paragraph(loc.say("uncertain.open_none"))
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.mission"), width=6),
        Column(loc.say("column.disposition"), width=4),
        Column(loc.say("column.open"), width=4.4),
    )
    return Table(loc.say("uncertain.open_name"), loc.say("uncertain.open"), columns, rows)


def _disagreements(loc: ReportLocalizer, summary: SummaryInput) -> Block:
    rows = tuple(_differing(loc, mission, found) for mission in summary.missions for found in mission.disagreements)
    rows += tuple(
        (m.code, loc.say("annex.whole"), None, m.settled_by or None, m.minority_view or None)
        for m in summary.missions
        if m.settled_by or m.minority_view
    )
    if not rows:
        return Paragraph(loc.say("uncertain.differ_none"))
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.question"), width=3.2),
        Column(loc.say("uncertain.settled"), width=3),
        Column(loc.say("uncertain.settled_why"), width=4.2),
        Column(loc.say("uncertain.minority"), width=4.2),
    )
    return Table(loc.say("uncertain.differ_name"), loc.say("uncertain.differ"), columns, rows)


def _differing(loc: ReportLocalizer, mission: ReviewedMission, found: Disagreement) -> tuple[Cell, ...]:
    question = loc.question(found.question)
    if found.on is None:
        return mission.code, question, loc.say("uncertain.unsettled"), None, None
    settled = loc.answer(found.question, found.value)
    last = [each for each in mission.disagreements if each.question == found.question and each.on][-1]
    now = mission.answers.get(found.question, "")
    if found is last and now != found.value:
        settled = loc.say("uncertain.changed_since", answer=settled, now=loc.answer(found.question, now))
    why = loc.say("uncertain.settled_by", reason=found.reason, person=found.by, date=loc.date(found.on))
    views = [view_of(loc, found, view) for view in found.minority]
    return mission.code, question, settled, why, loc.say("uncertain.between_views").join(views) or None
