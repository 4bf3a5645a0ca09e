"""The first page: what is asked of the cabinet, the totals, the people and money affected."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import TypeVar

from flowchart.chart import Owner
from reports.document import Cell, Column, Note, NumberedList, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.sanitize import mention
from reports.summary import OpinionState, SummaryInput
from reports.tally import Amount, Tally
from text.numbers import rounded

T = TypeVar("T")
STATES: tuple[OpinionState, ...] = ("none", "waiting", "agree", "differ", "settled")
"""How the opinions on a mission stand, in the order told."""
MOST_NAMED = 12
"""Dispositions that page one and a sentence name: those of the most missions, where a chart has more."""
_CHANGES: tuple[Owner, ...] = ("other", "outside", "none")
"""The changes of who has a mission that need legal steps."""


def cover(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """Everything the cabinet needs on one page."""
    note, table = loc.profile.cover.note, totals(loc, tally, MOST_NAMED)
    blocks = [
        *([Paragraph(loc.say("document.draft"), "subtitle")] if summary.draft else []),
        Paragraph(_kind(loc), "subtitle"),
        Paragraph(loc.say("cover.subject" if tally.asked else "cover.subject_none"), "subtitle"),
        Paragraph(title_of(loc, summary), "title"),
        Paragraph(
            loc.say(
                "cover.owner" if summary.owner else "cover.owner_of_file",
                owner=owner_of(loc, summary),
                date=loc.date(summary.made_on),
            ),
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
            NumberedList(tuple(_requests(loc, summary, tally))),
            *map(Note, not_asked_told(loc, summary, tally)),
            table,
            *rounding(loc, table),
            _counts(loc, summary, tally),
            Paragraph(effect(loc, "cover.people_known", tally.positions()), "plain", lead=loc.say("cover.people")),
            Paragraph(effect(loc, "cover.money_known", tally.budget()), "plain", lead=loc.say("cover.money")),
            Note(loc.text(note) if note else loc.say("annex.form_note")),
        ),
        new_page=True,
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


def totals(loc: ReportLocalizer, tally: Tally, most: int = 0) -> Table:
    """How many missions have each outcome, and how many of them are signed where any is.

    Of more than ``most`` dispositions it tells those of the most missions, the others as one, on paper only.
    """
    signed = [Column(loc.say("column.signed"), "count", 2)] if tally.signed else []
    told, rest = _largest(tally.by_outcome, tally.chart.dispositions, most or len(tally.chart.dispositions))
    lines: list[tuple[str, Iterable[str | None]]] = [(loc.disposition(outcome), (outcome,)) for outcome in told]
    lines += [(loc.say("cover.others", n=len(rest)), rest)] if rest else []
    lines.append((loc.disposition(None), (None,)))
    rows: list[tuple[Cell, ...]] = []
    for label, outcomes in lines:
        n = sum(tally.by_outcome[outcome] for outcome in outcomes)
        of_signed = [sum(tally.signed_by_outcome[outcome] for outcome in outcomes)] if signed else []
        rows.append((label, n, *of_signed, n / max(tally.all, 1)))
    return Table(
        loc.say("cover.totals_name") + (" paper" if rest else ""),
        loc.say("cover.totals"),
        (
            Column(loc.say("column.disposition"), width=5),
            Column(loc.say("column.missions"), "count", 2),
            *signed,
            Column(loc.say("column.percent"), "percent", 2),
        ),
        (*rows, (loc.say("total"), tally.all, *([tally.signed] if signed else []), 1.0 if tally.all else 0.0)),
        total=True,
        on="paper" if rest else "all",
    )


def _largest(counts: Counter[T], outcomes: Iterable[T], most: int) -> tuple[list[T], list[T]]:
    """The ``most`` outcomes of the most missions, in their order, and those left."""
    order = list(outcomes)
    kept = set(sorted(order, key=lambda outcome: -counts[outcome])[:most])
    return [o for o in order if o in kept], [o for o in order if o not in kept]


def each_counted(loc: ReportLocalizer, counts: Counter[str], key: str = "cover.of", whole: int = 0) -> str:
    """The dispositions that occur with their missions, in a sentence; of ``whole`` a share too."""
    told, rest = _largest(counts, (d for d in loc.chart.dispositions if counts[d]), MOST_NAMED)
    found = [(loc.disposition(d), counts[d]) for d in told]
    found += [(loc.say("cover.others", n=len(rest)), sum(counts[d] for d in rest))] if rest else []
    return loc.listed(loc.say(key, name=name, n=n, percent=loc.percent(n, whole)) for name, n in found)


def _counts(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Table:
    """The numbers of the first page in the workbook, each with what it counts."""
    counts = {"all": tally.all, "decided": tally.decided, "incomplete": tally.incomplete}
    if summary.source.review:
        counts |= {"signed": tally.signed, "reopened": tally.reopened, "contradicted": tally.contradicted}
    counts |= {"dissent": tally.dissent, "interpreted": tally.interpreted, "unproven": tally.unproven}
    counts |= {"awaiting": tally.awaiting, "asked": tally.asked.total()}
    rows = tuple((loc.say(f"cover.count.{name}"), n) for name, n in counts.items())
    columns = (Column(loc.say("column.item"), width=8), Column(loc.say("column.missions"), "count", 2))
    return Table(loc.say("cover.counts_name"), loc.say("cover.counts"), columns, rows, on="book")


def rounding(loc: ReportLocalizer, table: Table) -> tuple[Note, ...]:
    """A note where the percentages as they are shown do not add up to 100."""
    at = next(n for n, column in enumerate(table.columns) if column.kind == "percent")
    shown = sum(rounded(Decimal(repr(row[at])) * 100, 1) for row in table.rows[:-1])
    return (Note(loc.say("cover.rounding")),) if table.rows[-1][at] and shown != 100 else ()


def _requests(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> list[Paragraph]:
    """What the receiver is asked for, each with the number of missions that it covers."""
    items = [Paragraph(_known(loc, summary, tally), lead=loc.say("cover.acknowledge"))]
    asked = tally.asked.total()
    if asked:
        each = each_counted(loc, tally.asked)
        text = loc.say("cover.agree_draft" if summary.draft else "cover.agree_text", name=name_of(loc), n=asked)
        items.append(Paragraph(f"{text} ({each})", lead=loc.say("cover.agree")))
    owners = Counter[str]()
    for disposition, n in tally.asked.items():
        owners[tally.chart.dispositions[disposition].owner_after] += n
    changes = [loc.say(f"cover.owner_{owner}", n=owners[owner]) for owner in _CHANGES if owners[owner]]
    if changes:
        text = loc.say("cover.principle_text", what=loc.listed(changes))
        items.append(Paragraph(text, lead=loc.say("cover.in_principle")))
    assigned = [loc.say("cover.assign_text")] if asked else []
    assigned += [loc.say("cover.assign_open_text", n=tally.incomplete)] if tally.incomplete else []
    if loc.profile.cover.follow_up:
        assigned.append(loc.text(loc.profile.cover.follow_up))
    if assigned:
        items.append(
            Paragraph(
                reduce(lambda first, then: loc.say("cover.and", first=first, then=then), assigned),
                lead=loc.say("cover.assign"),
            )
        )
    return items


def _known(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> str:
    """What the review came to, each number with what it counts."""
    owners = [owner for owner in tally.departments if any(owner)]
    counts = {"all": tally.all, "questions": len(tally.chart.counted), "decided": tally.decided}
    first = "cover.known_of" if owners else "cover.known"
    told = [loc.say(first, departments=len(owners), incomplete=tally.incomplete, **counts)]
    if summary.source.review:
        told.append(loc.say("cover.signed", signed=tally.signed, reopened=tally.reopened))
        told += _opinions(loc, tally)
        told.append(loc.say("cover.contradicted", n=tally.contradicted))
    told.append(limits(loc, tally))
    if tally.awaiting:
        told.append(loc.say("cover.awaiting", n=tally.awaiting))
    if summary.due:
        told.append(loc.say("cover.due", date=loc.date(summary.due)))
    return reduce(lambda first, then: loc.say("cover.then", first=first, then=then), told)


def limits(loc: ReportLocalizer, tally: Tally) -> str:
    """How many missions have a dissenting view, rest on a reading of the chart or lack evidence."""
    views = loc.say("cover.dissent" if tally.dissent else "cover.dissent_none", n=tally.dissent)
    return loc.say("cover.limits", views=views, interpreted=tally.interpreted, unproven=tally.unproven)


def not_asked_told(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> list[str]:
    """For which missions nothing is asked."""
    if summary.draft:
        return [loc.say("cover.draft_note")]
    unsigned = tally.decided - tally.signed
    told = []
    if unsigned or tally.incomplete:
        told.append(loc.say("cover.not_asked", unsigned=unsigned, incomplete=tally.incomplete))
    if tally.contested:
        told.append(loc.say("cover.contested", n=tally.contested))
    return told


def _opinions(loc: ReportLocalizer, tally: Tally) -> list[str]:
    """How many missions stand how in the opinions of the members, where the source tells it."""
    found = [
        loc.say("cover.of", name=loc.say(f"opinions.{state}"), n=tally.by_opinions[state])
        for state in STATES
        if tally.by_opinions[state]
    ]
    return [loc.say("cover.opinions", states=loc.listed(found))] if found else []


def effect(loc: ReportLocalizer, key: str, amount: Amount) -> str:
    """A sum over missions in words, with how many of them have the figure."""
    if not amount.known:
        return loc.say("no_data")
    currency = loc.profile.currency
    unit = loc.text(currency) if currency else ""
    told = loc.say(key, n=int(rounded(amount.total)), known=amount.known, all=amount.missions, currency=unit)
    return told.replace("  ", " ")
