"""What a meeting without computers works with: one mission on a page, and blank worksheets to fill in by hand."""

from collections.abc import Iterable

from engine.explain import uncertain_edges
from flowchart.chart import UNKNOWN, Chart
from reports.document import Block, Column, Document, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.parts.annexes import SIGNATORIES, signatures
from reports.parts.each import outcome, view_of
from reports.parts.forms import mission_heading
from reports.parts.method import pictures
from reports.sanitize import fit
from reports.summary import ReviewedMission, Source, SummaryInput
from text.dates import today
from text.numbers import Digits
from text.words import Lang

BOX = "☐"
"""A box to tick; every writer can draw it."""
_SHORT = 60
"""Letters of a box with its words that stay on one line."""


def mission_sheet(summary: SummaryInput, lang: Lang, digits: Digits = "arabic") -> Document:
    """The missions, a page each: answers, reasons, evidence, path and lines to sign on."""
    summary = fit(summary)
    loc = ReportLocalizer(summary.chart, summary.profile, lang, digits)
    title = loc.name(summary.missions[0].name) if len(summary.missions) == 1 else loc.say("sheet.title")
    return _document(loc, title, (_mission_page(loc, summary, mission) for mission in summary.missions))


def worksheets(summary: SummaryInput, lang: Lang, digits: Digits = "arabic") -> Document:
    """The chart and a blank worksheet for each mission; of no missions one that asks for the name too."""
    summary = fit(summary)
    loc = ReportLocalizer(summary.chart, summary.profile, lang, digits)
    title = loc.text(summary.chart.title)
    picture = Section("", 0, (Paragraph(title, "title"), *pictures(loc, title)), new_page=True)
    pages = [_worksheet(loc, mission) for mission in summary.missions or (None,)]
    return _document(loc, loc.say("worksheet.title"), (*pages, picture) if len(pages) == 1 else (picture, *pages))


def blank(chart: Chart, missions: tuple[ReviewedMission, ...] = ()) -> SummaryInput:
    """A chart and missions from no file and no review; without missions what a worksheet for any one is made from."""
    return SummaryInput(chart, missions, Source(""), today())


def _document(loc: ReportLocalizer, title: str, sections: Iterable[Section]) -> Document:
    return Document(loc.lang, loc.digits, title, "", "", tuple(sections))


def _mission_page(loc: ReportLocalizer, summary: SummaryInput, mission: ReviewedMission) -> Section:
    decision = mission.decision
    blocks: list[Block] = [
        Paragraph(" · ".join(filter(None, (_owner(loc, mission), summary.review[loc.lang]))), "plain"),
        Paragraph(_decided(loc, mission), "plain", loc.say("sheet.decision")),
        _answers(loc, mission),
    ]
    if mission.reason and not mission.reasons:
        blocks.append(Paragraph(mission.reason, "plain", loc.say("sheet.reason")))
    if mission.evidence.get(""):
        blocks.append(Paragraph(loc.join(mission.evidence[""]), "plain", loc.say("sheet.evidence_of_all")))
    state, awaited = mission.opinion_state, mission.opinions_awaited
    standing = [loc.say(f"sheet.opinions_{state}", n=awaited)] if state else []
    if standing:
        blocks.append(Paragraph(standing[0], "plain", loc.say("sheet.opinions")))
    blocks += [
        Paragraph(
            loc.say(
                "sheet.contradicted",
                question=loc.question(found.question),
                answer=loc.answer(found.question, found.answer),
                n=found.contrary,
            ),
            "plain",
            loc.say("sheet.not_settled"),
        )
        for found in mission.contradictions
    ]
    blocks += [Paragraph(text, "plain", loc.say("sheet.dissent")) for text in _dissent(loc, mission)]
    blocks.append(Paragraph(_signed(loc, summary, mission), "plain", loc.say("sheet.signature")))
    notes = [
        loc.say("sheet.reading", question=loc.question(e.question), note=loc.note(e))
        for e in uncertain_edges(loc.chart, decision)
    ]
    notes.append(loc.say("sheet.made", chart=loc.chart.stamp, day=loc.date(summary.made_on)))
    parts = (*blocks, signatures(loc, summary), Note(" · ".join(notes)))
    return Section(mission_heading(loc, mission), 1, parts, new_page=True)


def _dissent(loc: ReportLocalizer, mission: ReviewedMission) -> list[str]:
    """The views not followed, by the question that was settled, then what a file tells of them."""
    told = [
        loc.say(
            "sheet.settled",
            question=loc.question(found.question),
            answer=loc.answer(found.question, found.value),
            views=loc.say("uncertain.between_views").join(view_of(loc, found, view) for view in found.minority),
        )
        for found in mission.disagreements
        if found.minority
    ]
    return [*told, *([mission.minority_view] if mission.minority_view else [])]


def _owner(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    return " · ".join(loc.name(office) for office in (mission.ministry, mission.department) if office)


def _decided(loc: ReportLocalizer, mission: ReviewedMission) -> str:
    held = mission.decision.next_question
    if mission.decision.disposition:
        return outcome(loc, mission)
    return loc.say("sheet.undecided", question=loc.question(held)) if held else loc.disposition(None)


def _answers(loc: ReportLocalizer, mission: ReviewedMission) -> Table:
    """The questions that the mission came to, in their order, the one that it waits at last."""
    steps = [(step.question, step.answer) for step in mission.decision.path]
    asked = [*steps, *((q, UNKNOWN) for q in [mission.decision.next_question] if q)]
    rows = tuple(
        (
            loc.question(question),
            loc.answer(question, answer),
            mission.reasons.get(question) or None,
            loc.join(mission.evidence.get(question, ())) or None,
        )
        for question, answer in asked
    )
    columns = (
        Column(loc.say("column.question"), width=4.5),
        Column(loc.say("sheet.answer"), width=2.5),
        Column(loc.say("column.reason"), width=5),
        Column(loc.say("column.evidence"), width=4),
    )
    return Table("answers", loc.say("sheet.answers"), columns, rows)


def _signed(loc: ReportLocalizer, summary: SummaryInput, mission: ReviewedMission) -> str:
    """What the record says of a signature, and no more; a file has none."""
    if mission.signed_at is None:
        return loc.say("sheet.unsigned")
    said = "sheet.reopened" if mission.reopened else "sheet.signed"
    words = loc.say(said, name=mission.signed_by, day=loc.date(mission.signed_at))
    return words if summary.source.vouched else f"{words} ({loc.say('cover.not_vouched')})"


def _worksheet(loc: ReportLocalizer, mission: ReviewedMission | None) -> Section:
    """Questions, boxes and room to write: on one page where the chart's answers fit on it."""
    rows = tuple((loc.question(question), _boxes(loc, question), "") for question in loc.chart.order)
    columns = (
        Column(loc.say("column.question"), width=5.6),
        Column(loc.say("worksheet.answer"), width=11.4),
        Column(loc.say("worksheet.reason"), width=8.7),
    )
    results = "\u00a0" + "  ".join(
        _unbroken(f"{BOX} {loc.disposition(each)}") for each in (*loc.chart.dispositions, None)
    )
    named = (
        [Paragraph(_owner(loc, mission), "plain", loc.say("column.department"))]
        if mission
        else [Paragraph(loc.say("worksheet.mission"), "plain", loc.say("column.mission"))]
    )
    return Section(
        mission_heading(loc, mission) if mission else loc.say("worksheet.title"),
        1,
        (
            *named,
            Table("worksheet", loc.say("worksheet.how"), columns, rows),
            Paragraph("\u00a0" + "  ".join(results), "plain", loc.say("column.disposition")),
            Paragraph("    ".join(loc.say("worksheet.sign", position=each) for each in _group(loc)), "plain"),
            Note(loc.say("worksheet.chart", chart=loc.chart.stamp)),
        ),
        new_page=True,
        landscape=True,
    )


def _boxes(loc: ReportLocalizer, question: str) -> str:
    """A box for each answer of a question and where it leads; said once where all lead to the same."""
    edges = loc.chart.edges_from(question)
    answers = [f"{BOX} {loc.answer(question, edge.answer)}" for edge in edges]
    leads = [
        loc.question_number(edge.to) if edge.to in loc.chart.questions else loc.disposition(edge.to) for edge in edges
    ]
    if len(set(leads)) > 1:
        pieces = [
            answer if answer == f"{BOX} {lead}" else f"{answer} → {lead}"
            for answer, lead in zip(answers, leads, strict=True)
        ]
    else:
        pieces = [*answers[:-1], f"{answers[-1]}  → {leads[0]}"]
    return "  ".join(map(_unbroken, [*pieces, f"{BOX} {loc.answer(question, UNKNOWN)}"]))


def _unbroken(text: str) -> str:
    """A box with its words on one line, if they are few."""
    return text.replace(" ", "\u00a0") if len(text) <= _SHORT else text


def _group(loc: ReportLocalizer) -> list[str]:
    """Who of the working group signs what it filled in."""
    found = [loc.text(signatory.position) for signatory in loc.profile.signatories if signatory.role]
    return found or [loc.say(f"annex.{role}") for role in SIGNATORIES]
