"""The executive summary: the whole matter on one page of prose, each number as elsewhere in the document."""

from collections import Counter

from reports.document import Paragraph, Section
from reports.localizer import ReportLocalizer
from reports.parts.cover import each_counted, effect, limits, not_asked_told, owner_of
from reports.summary import SummaryInput
from reports.tally import Tally


def executive(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> Section:
    """What was reviewed, what came out, what is asked, what it takes, what is uncertain, what comes next."""
    parts = {
        "matter": _matter(loc, summary, tally),
        "results": _results(loc, tally),
        "asked": _asked(loc, summary, tally),
        "means": _means(loc, tally),
        "uncertain": _uncertain(loc, summary, tally),
        "next": _next(loc, summary, tally),
    }
    paragraphs = tuple(
        Paragraph(text, "plain", lead=loc.say(f"executive.{name}")) for name, text in parts.items() if text
    )
    return Section(loc.say("executive.heading"), 1, paragraphs, new_page=True)


def _matter(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> str:
    chart = loc.chart
    told = [
        loc.sentence(
            "executive.matter_text",
            owner=owner_of(loc, summary),
            all=tally.all,
            title=loc.text(chart.title),
            questions=len(chart.counted),
        )
    ]
    if chart.principle:
        told.append(loc.say("executive.principle", text=loc.text(chart.principle)))
    return " ".join(told)


def _results(loc: ReportLocalizer, tally: Tally) -> str:
    told = []
    if tally.decided:
        decided = Counter({outcome: n for outcome, n in tally.by_outcome.items() if outcome})
        each = each_counted(loc, decided, "executive.share", tally.all)
        told.append(loc.say("executive.results_text", n=tally.decided, all=tally.all, each=each))
    if tally.incomplete:
        percent = loc.percent(tally.incomplete, tally.all)
        told.append(loc.say("executive.results_open", n=tally.incomplete, percent=percent))
    return " ".join(told)


def _asked(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> str:
    asked = tally.asked.total()
    if not asked:
        told = loc.say("executive.asked_nothing")
    elif summary.draft:
        told = loc.say("executive.asked_draft", n=asked)
    else:
        told = loc.say("executive.asked_text", n=asked, each=each_counted(loc, tally.asked))
    return " ".join([told, *not_asked_told(loc, summary, tally)])


def _means(loc: ReportLocalizer, tally: Tally) -> str:
    budget, positions = tally.budget(), tally.positions()
    told = [
        loc.say("executive.of", what=loc.say("cover.people"), text=effect(loc, "cover.people_known", positions)),
        loc.say("executive.of", what=loc.say("cover.money"), text=effect(loc, "cover.money_known", budget)),
    ]
    return " ".join(told)


def _uncertain(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> str:
    told = [loc.sentence("executive.limits", limits=limits(loc, tally))]
    if summary.source.review:
        told.append(loc.say("executive.contradicted", n=tally.contradicted, reopened=tally.reopened))
    if tally.awaiting:
        told.append(loc.say("executive.feasibility", n=tally.awaiting))
    if not summary.source.vouched:
        told.append(loc.say("executive.not_vouched"))
    return " ".join(told)


def _next(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> str:
    told = [loc.say("executive.next_text")] if tally.decided else []
    if summary.due:
        told.append(loc.say("executive.due", date=loc.date(summary.due)))
    if loc.profile.cover.follow_up:
        told.append(loc.say("executive.follow_up", text=loc.text(loc.profile.cover.follow_up)))
    return " ".join(told)
