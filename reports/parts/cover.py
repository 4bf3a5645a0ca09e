"""The first page: what is asked of the cabinet, the totals, the people and money affected."""

from reports.document import Column, Note, NumberedList, Paragraph, Section, Table, rounded
from reports.safe import mention
from reports.summary import SummaryInput
from reports.tally import Amount, Tally
from reports.voice import Voice

STAYING = ("od_plan", "retain")
"""Dispositions that leave the mission with its agency in its form."""


def cover(voice: Voice, summary: SummaryInput, tally: Tally) -> Section:
    """Everything the cabinet needs on one page."""
    blocks = [
        Paragraph(voice.say("cover.kind"), "subtitle"),
        Paragraph(voice.say("cover.subject"), "subtitle"),
        Paragraph(title_of(voice, summary), "title"),
        Paragraph(
            voice.say("cover.owner", owner=owner_of(voice, summary), date=voice.date(summary.made_on)), "subtitle"
        ),
    ]
    if summary.scope:
        scope = mention(voice.join([name[voice.lang] for name in summary.scope]))
        blocks.append(Paragraph(voice.say("cover.scope", scope=scope), "subtitle"))
    return Section(
        "",
        0,
        (
            *blocks,
            Paragraph("", "plain", lead=voice.say("cover.resolutions")),
            NumberedList(tuple(_resolutions(voice, tally))),
            totals(voice, tally),
            Paragraph(_effect(voice, "cover.people_known", tally.positions()), "plain", lead=voice.say("cover.people")),
            Paragraph(_effect(voice, "cover.money_known", tally.budget()), "plain", lead=voice.say("cover.money")),
            Note(voice.say("annex.form_note")),
        ),
    )


def title_of(voice: Voice, summary: SummaryInput) -> str:
    """The document's title: the one given, or one made from the ministry's name."""
    return mention(summary.title) or voice.say("document.title", owner=owner_of(voice, summary))


def owner_of(voice: Voice, summary: SummaryInput) -> str:
    """Whose missions these are."""
    if summary.owner:
        return mention(summary.owner[voice.lang])
    ministries = summary.ministries
    if len(ministries) == 1:
        return mention(ministries[0][voice.lang])
    return voice.say("document.owner_many", n=len(ministries)) if ministries else voice.say("document.owner_none")


def totals(voice: Voice, tally: Tally) -> Table:
    """How many missions have each outcome."""
    rows = [
        (voice.disposition(outcome), tally.by_outcome[outcome], tally.by_outcome[outcome] / max(tally.all, 1))
        for outcome in tally.outcomes
    ]
    return Table(
        voice.say("cover.totals_name"),
        voice.say("cover.totals"),
        (
            Column(voice.say("column.disposition"), width=5),
            Column(voice.say("column.missions"), "count", 2),
            Column(voice.say("column.percent"), "percent", 2),
        ),
        (*rows, (voice.say("total"), tally.all, 1.0 if tally.all else 0.0)),
        total=True,
    )


def _resolutions(voice: Voice, tally: Tally) -> list[Paragraph]:
    counts = {"all": tally.all, "decided": tally.decided, "incomplete": tally.incomplete}
    owners = [owner for owner in tally.departments if any(owner)]
    counts |= {"departments": len(owners), "questions": len(tally.chart.main)}
    changing = tally.decided - sum(tally.by_outcome[outcome] for outcome in STAYING)
    items = [
        Paragraph(
            voice.say("cover.acknowledge_text" if owners else "cover.acknowledge_bare_text", **counts),
            lead=voice.say("cover.acknowledge"),
        )
    ]
    if tally.decided:
        items.append(Paragraph(voice.say("cover.agree_text", decided=tally.decided), lead=voice.say("cover.agree")))
    if changing:
        items.append(Paragraph(voice.say("cover.principle_text", n=changing), lead=voice.say("cover.in_principle")))
    assigned = voice.say("cover.assign_open_text" if tally.incomplete else "cover.assign_text")
    items.append(Paragraph(assigned, lead=voice.say("cover.assign")))
    return items


def _effect(voice: Voice, key: str, amount: Amount) -> str:
    if not amount.known:
        return voice.say("no_data")
    return voice.say(key, n=int(rounded(amount.total)), known=amount.known, all=amount.missions)
