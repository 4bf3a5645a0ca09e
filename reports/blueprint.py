"""The blueprint summary as a document: all its parts, in one language, numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.document import MOST_ROWS, Block, Document, Figure, Note, Paragraph, Section, Table
from reports.localizer import ReportLocalizer
from reports.pack_tip import keywords
from reports.parts.annexes import annexes
from reports.parts.background import background
from reports.parts.cover import cover, owner_of, title_of
from reports.parts.each import each_mission
from reports.parts.executive import executive
from reports.parts.follow_up import follow_up
from reports.parts.letters import letters
from reports.parts.method import method
from reports.parts.results import results
from reports.parts.uncertain import uncertain
from reports.sanitize import fit
from reports.summary import SummaryInput
from reports.tally import Tally
from text.numbers import Digits, in_digits
from text.words import Lang


def blueprint_summary(summary: SummaryInput, lang: Lang, digits: Digits = "arabic") -> Document:
    """The whole document."""
    summary = fit(summary)
    loc, tally = _localizer(summary, lang, digits), Tally(summary)
    parts = (
        background(loc, summary),
        method(loc, summary),
        results(loc, tally),
        each_mission(loc, summary, tally),
        uncertain(loc, summary, tally),
        follow_up(loc, summary, tally),
    )
    numbers = _Numbers(loc)
    first = numbers.captions(cover(loc, summary, tally))
    numbered = [numbers.section(_fitting(loc, part), str(n)) for n, part in enumerate(parts, 1)]
    last = [numbers.captions(_fitting(loc, part)) for part in annexes(loc, summary, tally)]
    brief = executive(loc, summary, tally)
    return _document(loc, summary, (*letters(loc, summary, tally), first, brief, *_paged([*numbered, *last])))


def cover_only(summary: SummaryInput, lang: Lang, digits: Digits = "arabic") -> Document:
    """The document's first page alone."""
    summary = fit(summary)
    loc, tally = _localizer(summary, lang, digits), Tally(summary)
    return _document(loc, summary, (_Numbers(loc).captions(cover(loc, summary, tally)),))


def _paged(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections; where a few sentences would have a page to themselves the next one goes on below them."""
    few = False
    for section in sections:
        yield replace(section, new_page=section.new_page and not few)
        few = (few or section.new_page) and all(isinstance(part, Paragraph | Note) for part in section.parts)


def _fitting(loc: ReportLocalizer, section: Section) -> Section:
    """The section with its longest tables in the workbook alone, and a reference in their place."""
    parts: list[Block | Section] = []
    for part in section.parts:
        if isinstance(part, Section):
            parts.append(_fitting(loc, part))
        elif isinstance(part, Table) and part.on != "book" and len(part.rows) > MOST_ROWS:
            parts += [Note(loc.say("each.in_workbook", n=len(part.rows), sheet=part.name)), replace(part, on="book")]
        else:
            parts.append(part)
    return replace(section, parts=tuple(parts))


def _localizer(summary: SummaryInput, lang: Lang, digits: Digits) -> ReportLocalizer:
    return ReportLocalizer(summary.chart, summary.profile, lang, digits)


def _document(loc: ReportLocalizer, summary: SummaryInput, sections: tuple[Section, ...]) -> Document:
    mark = loc.say("document.draft") if summary.draft else ""
    title, author = title_of(loc, summary), owner_of(loc, summary)
    return Document(
        loc.lang, loc.digits, title, author, loc.say("document.contents"), sections, keywords(summary.source), mark
    )


class _Numbers:
    """Numbers sections, tables and figures in the order they are met."""

    def __init__(self, loc: ReportLocalizer) -> None:
        self._voice = loc
        self._tables = 0
        self._figures = 0

    def section(self, section: Section, number: str) -> Section:
        """The section and those in it with their numbers."""
        key = "heading_within" if "." in number else "heading_n"
        heading = self._voice.say(key, number=self._digits(number), text=section.heading)
        count = 0
        parts: list[Block | Section] = []
        for part in section.parts:
            if isinstance(part, Section):
                count += 1
                parts.append(self.section(part, f"{number}.{count}"))
            else:
                parts.append(self._block(part))
        return replace(section, heading=heading, parts=tuple(parts))

    def captions(self, section: Section) -> Section:
        """The section with its tables and figures numbered, its headings as they are."""
        parts = tuple(self.captions(p) if isinstance(p, Section) else self._block(p) for p in section.parts)
        return replace(section, parts=parts)

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table) and block.on != "book":
            self._tables += 1
            caption = self._voice.say("table_n", number=self._tables, text=block.caption)
            return replace(block, caption=caption, number=self._tables)
        if isinstance(block, Figure):
            self._figures += 1
            caption = self._voice.say("figure_n", number=self._figures, text=block.caption)
            return replace(block, caption=caption, number=self._figures)
        return block

    def _digits(self, number: str) -> str:
        return in_digits(number, self._voice.digits)
