"""What is not certain: missions not decided, answers without evidence, interpretations, details not confirmed."""

from collections import Counter

from engine.explain import beyond_the_slide
from reports.document import Block, Cell, Column, Paragraph, Section, Table
from reports.parts.each import outcome
from reports.safe import mention
from reports.summary import Disagreement, ReviewedMission, SummaryInput
from reports.tally import Tally
from reports.voice import Voice


def uncertain(voice: Voice, summary: SummaryInput, tally: Tally) -> Section:
    """Five kinds of uncertainty, each said even when there is none of it."""
    return Section(
        voice.say("uncertain.heading"),
        1,
        (
            Section(voice.say("uncertain.incomplete_heading"), 2, (_incomplete(voice, summary),)),
            Section(voice.say("uncertain.evidence_heading"), 2, (_evidence(voice, summary),)),
            Section(voice.say("uncertain.readings_heading"), 2, _readings(voice, summary, tally)),
            Section(voice.say("uncertain.open_heading"), 2, (_open(voice, summary),)),
            Section(voice.say("uncertain.differ_heading"), 2, (_disagreements(voice, summary),)),
        ),
        new_page=True,
    )


def _incomplete(voice: Voice, summary: SummaryInput) -> Block:
    rows = tuple(
        (
            mission.code,
            voice.name(mission.name),
            voice.question(mission.decision.next_question or ""),
            voice.join([voice.disposition(disposition) for disposition in mission.decision.possible]),
        )
        for mission in summary.missions
        if mission.decision.status == "incomplete"
    )
    if not rows:
        return Paragraph(voice.say("uncertain.incomplete_none"))
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.mission"), width=5),
        Column(voice.say("column.held"), width=4),
        Column(voice.say("column.possible"), width=6),
    )
    return Table(voice.say("uncertain.incomplete_name"), voice.say("uncertain.incomplete"), columns, rows)


def _evidence(voice: Voice, summary: SummaryInput) -> Block:
    """An answer has evidence when some is named for its question, or for the mission as a whole."""
    used: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for mission in summary.missions:
        for step in mission.decision.path:
            used[step.question] += 1
            if not mission.evidence.get(step.question) and not mission.evidence.get(""):
                without[step.question] += 1
    if not without.total():
        return Paragraph(voice.say("uncertain.evidence_none" if used else "no_data"))
    if without.total() == used.total():
        return Paragraph(voice.say("uncertain.evidence_all", all=used.total()))
    rows = tuple((voice.question(q), used[q], without[q]) for q in voice.chart.questions if used[q])
    columns = (
        Column(voice.say("column.question"), width=6),
        Column(voice.say("uncertain.answers"), "count", 2),
        Column(voice.say("uncertain.without"), "count", 2),
    )
    return Table(voice.say("uncertain.evidence_name"), voice.say("uncertain.evidence"), columns, rows)


def _readings(voice: Voice, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    taken: dict[tuple[str, str], list[str]] = {}
    missions = 0
    for mission in summary.missions:
        edges = beyond_the_slide(voice.chart, mission.decision)
        missions += bool(edges)
        for edge in edges:
            taken.setdefault((edge.question, edge.answer), []).append(mention(mission.code))
    if not taken:
        return (Paragraph(voice.say("uncertain.readings_none")),)
    rows = tuple(
        (
            f"{voice.question(edge.question)}: {voice.answer(edge.question, edge.answer)}",
            voice.say(f"method.{edge.reading}"),
            len(taken[edge.question, edge.answer]),
            ", ".join(taken[edge.question, edge.answer]),
        )
        for edge in voice.chart.edges
        if (edge.question, edge.answer) in taken
    )
    columns = (
        Column(voice.say("column.answer"), width=4.5),
        Column(voice.say("column.reading"), width=2),
        Column(voice.say("column.missions"), "count", 1.7),
        Column(voice.say("uncertain.codes"), "code", 6),
    )
    percent = voice.percent(missions, tally.all)
    return (
        Paragraph(voice.say("uncertain.readings_intro", n=missions, percent=percent)),
        Table(voice.say("uncertain.readings_name"), voice.say("uncertain.readings"), columns, rows),
    )


def _open(voice: Voice, summary: SummaryInput) -> Block:
    rows = tuple(
        (
            mission.code,
            voice.name(mission.name),
            outcome(voice, mission),
            voice.join([voice.question(question) for question in mission.decision.open_details]),
        )
        for mission in summary.missions
        if mission.decision.open_details
    )
    if not rows:
        return Paragraph(voice.say("uncertain.open_none"))
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.mission"), width=6),
        Column(voice.say("column.disposition"), width=4),
        Column(voice.say("column.open"), width=4.4),
    )
    return Table(voice.say("uncertain.open_name"), voice.say("uncertain.open"), columns, rows)


def _disagreements(voice: Voice, summary: SummaryInput) -> Block:
    rows = tuple(_differing(voice, mission, found) for mission in summary.missions for found in mission.disagreements)
    if not rows:
        return Paragraph(voice.say("uncertain.differ_none"))
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.question"), width=3.2),
        Column(voice.say("uncertain.settled"), width=3),
        Column(voice.say("uncertain.settled_why"), width=4.2),
        Column(voice.say("uncertain.minority"), width=4.2),
    )
    return Table(voice.say("uncertain.differ_name"), voice.say("uncertain.differ"), columns, rows)


def _differing(voice: Voice, mission: ReviewedMission, found: Disagreement) -> tuple[Cell, ...]:
    question = voice.question(found.question)
    if found.on is None:
        return mission.code, question, voice.say("uncertain.unsettled"), None, None
    settled = voice.answer(found.question, found.value)
    last = [each for each in mission.disagreements if each.question == found.question and each.on][-1]
    now = mission.answers.get(found.question, "")
    if found is last and now != found.value:
        settled = voice.say("uncertain.changed_since", answer=settled, now=voice.answer(found.question, now))
    why = voice.say("uncertain.settled_by", reason=found.reason, person=found.by, date=voice.date(found.on))
    views = [
        voice.say("uncertain.view", person=view.by, answer=voice.answer(found.question, view.value), reason=view.reason)
        for view in found.minority
    ]
    return mission.code, question, settled, why, voice.say("uncertain.between_views").join(views) or None
