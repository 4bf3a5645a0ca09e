"""The first page: what is asked of the cabinet, the totals, the people and money affected."""

from reports.document import Column, Note, NumberedList, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import SummaryInput
from reports.tally import Amount, Tally
from text.numbers import rounded


def cover(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """Everything the cabinet needs on one page."""
    note = loc.profile.cover.note
    blocks = [
        Paragraph(_kind(loc), "subtitle"),
        Paragraph(loc.say("cover.subject"), "subtitle"),
        Paragraph(title_of(loc, summary), "title"),
        Paragraph(
            loc.say("cover.owner", owner=owner_of(loc, summary), date=loc.date(summary.made_on)),
            "subtitle",
        ),
    ]
    if not summary.source.vouched:
        blocks.append(Paragraph(loc.say("cover.not_vouched"), "subtitle"))
    if summary.scope:
        scope = mention(loc.join([name[loc.lang] for name in summary.scope]))
        blocks.append(Paragraph(loc.say("cover.scope", scope=scope), "subtitle"))
    return Section(
        "",
        0,
        (
            *blocks,
            Paragraph("", "plain", lead=loc.say("cover.resolutions")),
            NumberedList(tuple(_resolutions(loc, tally))),
            totals(loc, tally),
            Paragraph(_effect(loc, "cover.people_known", tally.positions()), "plain", lead=loc.say("cover.people")),
            Paragraph(_effect(loc, "cover.money_known", tally.budget()), "plain", lead=loc.say("cover.money")),
            Note(loc.text(note) if note else loc.say("annex.form_note")),
        ),
    )


def title_of(loc: ReportLocalizer, summary: SummaryInput) -> str:
    """The document's title: the one given, or one made from the ministry's name."""
    return mention(summary.title) or loc.say("document.title", name=name_of(loc), owner=owner_of(loc, summary))


def name_of(loc: ReportLocalizer) -> str:
    """What a document of this chart is called."""
    name = loc.profile.cover.name
    return loc.text(name) if name else loc.say("document.name")


def _kind(loc: ReportLocalizer) -> str:
    """What the document is, and for whom."""
    kind, limit = loc.profile.cover.kind, loc.chart.review
    if kind:
        return loc.text(kind)
    return loc.say("cover.kind_for", receiver=loc.text(limit.receiver)) if limit else loc.say("cover.kind")


def owner_of(loc: ReportLocalizer, summary: SummaryInput) -> str:
    """Whose missions these are."""
    if summary.owner:
        return mention(summary.owner[loc.lang])
    ministries = summary.ministries
    if len(ministries) == 1:
        return mention(ministries[0][loc.lang])
    return loc.say("document.owner_many", n=len(ministries)) if ministries else loc.say("document.owner_none")


def totals(loc: ReportLocalizer, tally: Tally) -> Table:
    """How many missions have each outcome."""
    rows = [
        (loc.disposition(outcome), tally.by_outcome[outcome], tally.by_outcome[outcome] / max(tally.all, 1))
        for outcome in tally.outcomes
    ]
    return Table(
        loc.say("cover.totals_name"),
        loc.say("cover.totals"),
        (
            Column(loc.say("column.disposition"), width=5),
            Column(loc.say("column.missions"), "count", 2),
            Column(loc.say("column.percent"), "percent", 2),
        ),
        (*rows, (loc.say("total"), tally.all, 1.0 if tally.all else 0.0)),
        total=True,
    )


def _resolutions(loc: ReportLocalizer, tally: Tally) -> list[Paragraph]:
    counts = {"all": tally.all, "decided": tally.decided, "incomplete": tally.incomplete}
    owners = [owner for owner in tally.departments if any(owner)]
    counts |= {"departments": len(owners), "questions": len(tally.chart.main)}
    changing = sum(
        len(tally.of(d.id)) for d in tally.chart.dispositions.values() if d.owner_after in ("other", "outside")
    )
    items = [
        Paragraph(
            loc.say("cover.acknowledge_text" if owners else "cover.acknowledge_bare_text", **counts),
            lead=loc.say("cover.acknowledge"),
        )
    ]
    if tally.decided:
        text = loc.say("cover.agree_text", name=name_of(loc), decided=tally.decided)
        items.append(Paragraph(text, lead=loc.say("cover.agree")))
    if changing:
        items.append(Paragraph(loc.say("cover.principle_text", n=changing), lead=loc.say("cover.in_principle")))
    assigned = loc.say("cover.assign_open_text" if tally.incomplete else "cover.assign_text")
    then = loc.profile.cover.follow_up
    if then:
        assigned = loc.say("cover.assign_then", first=assigned, then=loc.text(then))
    items.append(Paragraph(assigned, lead=loc.say("cover.assign")))
    return items


def _effect(loc: ReportLocalizer, key: str, amount: Amount) -> str:
    if not amount.known:
        return loc.say("no_data")
    currency = loc.profile.currency
    unit = loc.text(currency) if currency else ""
    told = loc.say(key, n=int(rounded(amount.total)), known=amount.known, all=amount.missions, currency=unit)
    return told.replace("  ", " ")
