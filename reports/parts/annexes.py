"""The annexes: every answer, the evidence, the history, the signatures, and what proves the numbers."""

from reports.document import Block, Cell, Column, Note, Paragraph, Section, Table
from reports.summary import SummaryInput
from reports.tally import Tally
from reports.voice import Voice

_SIGNATORIES = ("chair", "secretary", "permanent", "minister")


def annexes(voice: Voice, summary: SummaryInput, tally: Tally) -> tuple[Section, ...]:
    """Annexes A to E."""
    return (
        Section(voice.say("annex.answers_heading"), 1, _answers(voice, summary), new_page=True, landscape=True),
        Section(voice.say("annex.evidence_heading"), 1, (_evidence(voice, summary),), new_page=True),
        Section(voice.say("annex.changes_heading"), 1, (_changes(voice, summary),)),
        Section(voice.say("annex.signing_heading"), 1, _signing(voice, summary, tally), new_page=True),
        Section(voice.say("annex.proof_heading"), 1, _proof(voice, summary)),
    )


def _answers(voice: Voice, summary: SummaryInput) -> tuple[Block, ...]:
    chart = voice.chart
    if not summary.missions:
        return (Paragraph(voice.say("each.none")),)
    follow_ups = [question.id for question in chart.questions.values() if not question.number]
    rows = []
    for mission in summary.missions:
        given = mission.answers
        main = [voice.answer(q.id, given[q.id]) if given.get(q.id) else None for q in chart.main]
        further = [f"{voice.question(q)}: {voice.answer(q, given[q])}" for q in follow_ups if given.get(q)]
        rows.append((mission.code, voice.name(mission.name), *main, " · ".join(further) or None))
    columns = (
        Column(voice.say("column.code"), "code", 1.5),
        Column(voice.say("column.mission"), width=7),
        *(Column(voice.say("question_n", number=question.number or 0), width=1.4) for question in chart.main),
        Column(voice.say("column.further"), width=6.5),
    )
    questions = voice.join([voice.question(question.id) for question in chart.main])
    return (
        Note(voice.say("annex.answers_note", questions=questions)),
        Table(voice.say("annex.answers_name"), voice.say("annex.answers"), columns, tuple(rows)),
    )


def _evidence(voice: Voice, summary: SummaryInput) -> Block:
    rows: list[tuple[Cell, ...]] = []
    for mission in summary.missions:
        for question in ("", *voice.chart.questions):
            evidence, reason = mission.evidence.get(question, ()), mission.reasons.get(question, "")
            if evidence or reason:
                name = voice.question(question) if question else voice.say("annex.whole")
                rows.append((mission.code, name, reason or None, " · ".join(evidence) or None))
    if not rows:
        return Paragraph(voice.say("annex.evidence_none"))
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.question"), width=4),
        Column(voice.say("column.reason"), width=5),
        Column(voice.say("column.evidence"), width=5),
    )
    return Table(voice.say("annex.evidence_name"), voice.say("annex.evidence"), columns, tuple(rows))


def _changes(voice: Voice, summary: SummaryInput) -> Block:
    rows = tuple(
        (mission.code, f"{voice.date(change.at)} {change.at:%H:%M}", change.by, change.what)
        for mission in summary.missions
        for change in mission.changes
    )
    if not rows:
        return Paragraph(voice.say("annex.changes_none"))
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.when"), width=3.5),
        Column(voice.say("column.who"), width=3.5),
        Column(voice.say("column.what"), width=7),
    )
    return Table(voice.say("annex.changes_name"), voice.say("annex.changes"), columns, rows)


def _signing(voice: Voice, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    columns = (
        Column(voice.say("column.position"), width=4),
        Column(voice.say("column.name"), width=5),
        Column(voice.say("column.signature"), width=4),
        Column(voice.say("column.date"), width=3),
    )
    rows = tuple((voice.say(f"annex.{who}"), "", "", "") for who in _SIGNATORIES)
    blocks: list[Block] = [
        Paragraph(voice.say("annex.signing_intro", decided=tally.decided, incomplete=tally.incomplete)),
        Table(voice.say("annex.signing_name"), voice.say("annex.signing"), columns, rows),
        Note(voice.say("annex.signing_form")),
    ]
    signed = tuple(
        (m.code, voice.name(m.name), m.signed_by, voice.date(m.signed_at) if m.signed_at else None)
        for m in summary.missions
        if m.signed_by
    )
    if signed:
        columns = (
            Column(voice.say("column.code"), "code", 1.6),
            Column(voice.say("column.mission"), width=6),
            Column(voice.say("column.name"), width=4),
            Column(voice.say("column.date"), width=3),
        )
        blocks.append(Table(voice.say("annex.signed_name"), voice.say("annex.signed"), columns, signed))
    return tuple(blocks)


def _proof(voice: Voice, summary: SummaryInput) -> tuple[Block, ...]:
    none = voice.say("no_data")
    rows: list[tuple[Cell, ...]] = [
        (voice.say("annex.file"), summary.source.name or none),
        (voice.say("annex.file_hash"), summary.source.sha256 or none),
        (voice.say("annex.content_hash"), summary.content_hash),
        (voice.say("annex.missions"), voice.number(len(summary.missions))),
        (voice.say("annex.problems"), voice.number(summary.source.problems)),
        (voice.say("method.chart_version"), voice.chart.stamp),
        (voice.say("method.chart_hash"), voice.chart.hash),
    ]
    for key, document in voice.chart.documents.items():
        rows.append((voice.say("annex.documents", name=key), f"{voice.chart_text(document.title)} ({document.file})"))
    columns = (Column(voice.say("column.item"), width=4.2), Column(voice.say("column.detail"), width=11.8))
    return (
        Paragraph(voice.say("annex.proof_intro")),
        Table(voice.say("annex.proof_name"), voice.say("annex.proof"), columns, tuple(rows)),
    )
