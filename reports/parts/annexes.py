"""The annexes: every answer, the evidence, the history, the signatures, and what proves the numbers."""

from missions.files.detail_fields import DETAIL_FIELDS
from reports.document import Block, Cell, Column, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.summary import Deed, Role, SummaryInput
from reports.tally import Tally

SIGNATORIES: tuple[Role, ...] = ("chair", "secretariat")
"""Who signs where the chart's profile does not say."""


def annexes(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Section, ...]:
    """Annexes A to E, and F where comments are wanted."""
    signed = bool(tally.signed or tally.reopened)
    return (
        Section(loc.say("annex.answers_heading"), 1, _answers(loc, summary), new_page=True, landscape=True),
        Section(loc.say("annex.evidence_heading"), 1, (_evidence(loc, summary),), new_page=True),
        Section(loc.say("annex.changes_heading"), 1, _changes(loc, summary)),
        Section(loc.say("annex.signing_heading"), 1, _signing(loc, summary, tally), new_page=True),
        Section(loc.say("annex.proof_heading"), 1, _proof(loc, summary), new_page=signed),
        *_comments(loc, summary),
    )


def _answers(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    chart = loc.chart
    if not summary.missions:
        return (Paragraph(loc.say("each.none")),)
    follow_ups = [question.id for question in chart.questions.values() if not question.number]
    rows = []
    for mission in summary.missions:
        given = mission.answers
        main = [loc.answer(q.id, given[q.id]) if given.get(q.id) else None for q in chart.main]
        further = [f"{loc.question(q)}: {loc.answer(q, given[q])}" for q in follow_ups if given.get(q)]
        rows.append((mission.code, loc.name(mission.name), *main, " · ".join(further) or None))
    columns = (
        Column(loc.say("column.code"), "code", 1.5),
        Column(loc.say("column.mission"), width=7),
        *(Column(loc.say("question_n", number=question.number or 0), width=1.4) for question in chart.main),
        Column(loc.say("column.further"), width=6.5),
    )
    questions = loc.join([loc.question(question.id) for question in chart.main])
    table = Table(loc.say("annex.answers_name"), loc.say("annex.answers"), columns, tuple(rows))
    return (Note(loc.say("annex.answers_note", questions=questions)), table) if chart.main else (table,)


def _evidence(loc: ReportLocalizer, summary: SummaryInput) -> Block:
    rows: list[tuple[Cell, ...]] = []
    for mission in summary.missions:
        for question in ("", *loc.chart.questions):
            evidence, reason = mission.evidence.get(question, ()), mission.reasons.get(question, "")
            if evidence or reason:
                name = loc.question(question) if question else loc.say("annex.whole")
                rows.append((mission.code, name, reason or None, " · ".join(evidence) or None))
    if not rows:
        return Paragraph(loc.say("annex.evidence_none"))
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.question"), width=4),
        Column(loc.say("column.reason"), width=5),
        Column(loc.say("column.evidence"), width=5),
    )
    return Table(loc.say("annex.evidence_name"), loc.say("annex.evidence"), columns, tuple(rows))


def _changes(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    rows = tuple(
        (
            mission.code,
            loc.date(change.on),
            change.by,
            " · ".join(_deed(loc, deed) for deed in change.deeds),
        )
        for mission in summary.missions
        for change in mission.changes
    )
    if not rows:
        return (Paragraph(loc.say("annex.changes_none")),)
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.when"), width=3.5),
        Column(loc.say("column.who"), width=3.5),
        Column(loc.say("column.what"), width=7),
    )
    table = Table(loc.say("annex.changes_name"), loc.say("annex.changes"), columns, rows)
    return Note(loc.say("annex.changes_note")), table


def _deed(loc: ReportLocalizer, deed: Deed) -> str:
    """What was done, in words."""
    names: dict[str, str] = {}
    if deed.question:
        names["question"] = loc.question(deed.question)
        names |= {
            "before": loc.answer(deed.question, deed.before),
            "after": loc.answer(deed.question, deed.after),
        }
    if deed.kind == "edited":
        names["fields"] = loc.join([_field(loc, name) for name in deed.others])
    return loc.say(f"deed.{deed.kind}", **names, missions=loc.join(list(deed.others)))


def _field(loc: ReportLocalizer, name: str) -> str:
    return loc.detail_name(name) if name in DETAIL_FIELDS else loc.say(f"field.{name}")


def signatures(loc: ReportLocalizer, summary: SummaryInput | None = None) -> Table:
    """The lines to sign on, with the names of those who alone have their role."""
    columns: tuple[Column, ...] = (
        Column(loc.say("column.position"), width=4),
        Column(loc.say("column.name"), width=5),
        Column(loc.say("column.signature"), width=4),
        Column(loc.say("column.date"), width=3),
    )
    signatories = [(loc.text(s.position), s.role) for s in loc.profile.signatories]
    signatories = signatories or [(loc.say(f"annex.{role}"), role) for role in SIGNATORIES]
    rows = tuple((position, _only(summary, role) if summary else "", "", "") for position, role in signatories)
    return Table(loc.say("annex.signing_name"), loc.say("annex.signing"), columns, rows)


def _signing(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(loc.say("annex.signing_intro", decided=tally.decided, incomplete=tally.incomplete)),
        signatures(loc, summary),
        Note(loc.say("annex.signing_form")),
    ]
    standing = {False: loc.say("annex.stands"), True: loc.say("annex.reopened")}
    signed = tuple(
        (m.code, loc.name(m.name), _signer(loc, summary, m.signed_by), loc.date(m.signed_at), standing[m.reopened])
        for m in summary.missions
        if m.signed_at
    )
    if signed:
        said = [loc.say("annex.signed_count", signed=tally.signed, all=tally.all)]
        said += [loc.say("annex.reopened_count", n=tally.reopened)] if tally.reopened else []
        blocks.append(Paragraph(" ".join(said)))
        columns = (
            Column(loc.say("column.code"), "code", 1.6),
            Column(loc.say("column.mission"), width=4.4),
            Column(loc.say("column.name"), width=3.5),
            Column(loc.say("column.date"), width=3.5),
            Column(loc.say("column.standing"), width=3),
        )
        blocks.append(Table(loc.say("annex.signed_name"), loc.say("annex.signed"), columns, signed))
    return tuple(blocks)


def _comments(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Section, ...]:
    """The comments that were chosen to be told, under the names of who wrote them; nothing where none were."""
    if summary.comments == "none":
        return ()
    rows = tuple(
        (
            mission.code,
            loc.question(said.question) if said.question in loc.chart.questions else said.question,
            loc.date(said.on),
            said.by,
            loc.say("annex.reply", text=said.text) if said.reply else said.text,
            loc.say("annex.comment_open" if said.open else "annex.comment_resolved"),
        )
        for mission in summary.missions
        for said in mission.comments
    )
    heading = loc.say("annex.comments_heading")
    if not rows:
        return (Section(heading, 1, (Paragraph(loc.say(f"annex.comments_none_{summary.comments}")),)),)
    columns = (
        Column(loc.say("column.code"), "code", 1.6),
        Column(loc.say("column.question"), width=3.6),
        Column(loc.say("column.when"), width=2.6),
        Column(loc.say("column.who"), width=2.8),
        Column(loc.say("column.comment"), width=5.4),
        Column(loc.say("column.standing"), width=1.8),
    )
    table = Table(loc.say("annex.comments_name"), loc.say(f"annex.comments_{summary.comments}"), columns, rows)
    return (Section(heading, 1, (Note(loc.say("annex.comments_note")), table)),)


def _only(summary: SummaryInput, role: Role | None) -> str:
    """The name of the one person with that role; "" to be filled in when there is none or there are several."""
    names = [person.name for person in summary.working_group if role and person.role == role]
    return names[0] if len(names) == 1 else ""


def _signer(loc: ReportLocalizer, summary: SummaryInput, name: str) -> str:
    """Who signed; of a copy that nobody vouched for, who it says did."""
    return loc.say("annex.signed_in_copy", name=name) if name and not summary.source.vouched else name


def _proof(loc: ReportLocalizer, summary: SummaryInput) -> tuple[Block, ...]:
    none = loc.say("no_data")
    source = summary.source
    if source.review:
        rows: list[tuple[Cell, ...]] = [
            (loc.say("annex.review"), summary.review[loc.lang]),
            (loc.say("annex.review_id"), source.review),
            (loc.say("annex.log"), loc.number(source.log)),
            (loc.say("annex.head"), source.head),
        ]
        if not source.vouched:
            rows.append((loc.say("annex.imported"), loc.say("cover.not_vouched")))
    else:
        rows = [
            (loc.say("annex.file"), source.name or none),
            (loc.say("annex.file_hash"), source.sha256 or none),
            (loc.say("annex.problems"), loc.number(len(source.problems))),
        ]
    rows += [
        (loc.say("annex.content_hash"), summary.content_hash),
        (loc.say("annex.missions"), loc.number(len(summary.missions))),
        (loc.say("method.chart_version"), loc.chart.stamp),
        (loc.say("method.chart_hash"), loc.chart.hash),
    ]
    if summary.carried is not None:
        rows.append((loc.say("annex.wording"), loc.say(f"annex.wording_{summary.wording}")))
    for document in loc.chart.documents.values():
        rows.append((loc.say("annex.documents"), loc.text(document.title)))
    columns = (Column(loc.say("column.item"), width=4.2), Column(loc.say("column.detail"), width=11.8))
    return (
        Paragraph(loc.say("annex.proof_intro")),
        Table(loc.say("annex.proof_name"), loc.say("annex.proof"), columns, tuple(rows)),
    )
