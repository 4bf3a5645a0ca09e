"""The annexes: every answer, the evidence, the history, the signatures, and what proves the numbers."""

from reports.document import Block, Cell, Column, Note, Paragraph, Section, Table
from reports.summary import Deed, Role, SummaryInput
from reports.tally import Tally
from reports.voice import Voice

_SIGNATORIES: tuple[tuple[str, Role | None], ...] = (
    ("chair", "chair"),
    ("secretary", "secretariat"),
    ("permanent", None),
    ("minister", None),
)
"""Who signs, and as what they are known in the working group."""


def annexes(voice: Voice, summary: SummaryInput, tally: Tally) -> tuple[Section, ...]:
    """Annexes A to E."""
    signed = bool(tally.signed or tally.reopened)
    return (
        Section(voice.say("annex.answers_heading"), 1, _answers(voice, summary), new_page=True, landscape=True),
        Section(voice.say("annex.evidence_heading"), 1, (_evidence(voice, summary),), new_page=True),
        Section(voice.say("annex.changes_heading"), 1, _changes(voice, summary)),
        Section(voice.say("annex.signing_heading"), 1, _signing(voice, summary, tally), new_page=True),
        Section(voice.say("annex.proof_heading"), 1, _proof(voice, summary), new_page=signed),
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


def _changes(voice: Voice, summary: SummaryInput) -> tuple[Block, ...]:
    rows = tuple(
        (mission.code, voice.date(change.on), change.by, " · ".join(_deed(voice, deed) for deed in change.deeds))
        for mission in summary.missions
        for change in mission.changes
    )
    if not rows:
        return (Paragraph(voice.say("annex.changes_none")),)
    columns = (
        Column(voice.say("column.code"), "code", 1.6),
        Column(voice.say("column.when"), width=3.5),
        Column(voice.say("column.who"), width=3.5),
        Column(voice.say("column.what"), width=7),
    )
    table = Table(voice.say("annex.changes_name"), voice.say("annex.changes"), columns, rows)
    return Note(voice.say("annex.changes_note")), table


def _deed(voice: Voice, deed: Deed) -> str:
    """What was done, in words."""
    names: dict[str, str] = {}
    if deed.question:
        names["question"] = voice.question(deed.question)
        names |= {"before": voice.answer(deed.question, deed.before), "after": voice.answer(deed.question, deed.after)}
    if deed.kind == "edited":
        names["fields"] = voice.join([voice.say(f"field.{name}") for name in deed.others])
    return voice.say(f"deed.{deed.kind}", **names, missions=voice.join(list(deed.others)))


def _signing(voice: Voice, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    columns: tuple[Column, ...] = (
        Column(voice.say("column.position"), width=4),
        Column(voice.say("column.name"), width=5),
        Column(voice.say("column.signature"), width=4),
        Column(voice.say("column.date"), width=3),
    )
    rows = tuple((voice.say(f"annex.{who}"), _only(summary, role), "", "") for who, role in _SIGNATORIES)
    blocks: list[Block] = [
        Paragraph(voice.say("annex.signing_intro", decided=tally.decided, incomplete=tally.incomplete)),
        Table(voice.say("annex.signing_name"), voice.say("annex.signing"), columns, rows),
        Note(voice.say("annex.signing_form")),
    ]
    standing = {False: voice.say("annex.stands"), True: voice.say("annex.reopened")}
    signed = tuple(
        (m.code, voice.name(m.name), m.signed_by, voice.date(m.signed_at), standing[m.reopened])
        for m in summary.missions
        if m.signed_at
    )
    if signed:
        said = [voice.say("annex.signed_count", signed=tally.signed, all=tally.all)]
        said += [voice.say("annex.reopened_count", n=tally.reopened)] if tally.reopened else []
        blocks.append(Paragraph(" ".join(said)))
        columns = (
            Column(voice.say("column.code"), "code", 1.6),
            Column(voice.say("column.mission"), width=4.4),
            Column(voice.say("column.name"), width=3.5),
            Column(voice.say("column.date"), width=3.5),
            Column(voice.say("column.standing"), width=3),
        )
        blocks.append(Table(voice.say("annex.signed_name"), voice.say("annex.signed"), columns, signed))
    return tuple(blocks)


def _only(summary: SummaryInput, role: Role | None) -> str:
    """The name of the one person with that role; "" to be filled in when there is none or there are several."""
    names = [person.name for person in summary.working_group if person.role == role]
    return names[0] if len(names) == 1 else ""


def _proof(voice: Voice, summary: SummaryInput) -> tuple[Block, ...]:
    none = voice.say("no_data")
    source = summary.source
    if source.review:
        rows: list[tuple[Cell, ...]] = [
            (voice.say("annex.review"), summary.review[voice.lang]),
            (voice.say("annex.review_id"), source.review),
            (voice.say("annex.log"), voice.number(source.log)),
            (voice.say("annex.head"), source.head),
        ]
    else:
        rows = [
            (voice.say("annex.file"), source.name or none),
            (voice.say("annex.file_hash"), source.sha256 or none),
            (voice.say("annex.problems"), voice.number(len(source.problems))),
        ]
    rows += [
        (voice.say("annex.content_hash"), summary.content_hash),
        (voice.say("annex.missions"), voice.number(len(summary.missions))),
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
