"""The cover letter and the memo, in the official form; what was not given is a marked place, never made up."""

from collections.abc import Sequence

from reports.document import Block, Closing, Column, Labelled, Letterhead, Paragraph, Section, Table
from reports.letter import Form, Letter, enclosure
from reports.localizer import ReportLocalizer
from reports.parts.cover import each_counted, name_of, owner_of, title_of
from reports.sanitize import plain
from reports.summary import SummaryInput
from reports.tally import Tally
from text.numbers import in_digits

_HALF = 8.0
"""Where the right half of a page begins, in cm from its left margin."""
_EMBLEM = {"letter": 3.0, "memo": 1.5}
"""How high the garuda stands, in cm (Regulation on Correspondence, clauses 71 and 74)."""

_NUMBERS = ("telephone", "fax")
"""Fields within which no line ends."""


def letters(loc: ReportLocalizer, summary: SummaryInput, tally: Tally) -> tuple[Section, ...]:
    """The letters asked for, each on a page of its own."""
    letter = summary.letter
    if letter is None:
        return ()
    return tuple(_Page(loc, summary, tally, letter).section(form) for form in letter.forms)


class _Page:
    def __init__(self, loc: ReportLocalizer, summary: SummaryInput, tally: Tally, letter: Letter) -> None:
        self._loc, self._summary, self._tally, self._letter = loc, summary, tally, letter

    def section(self, form: Form) -> Section:
        """One letter, and its fields as a table of the workbook."""
        lines = self._lines(form)
        return Section(
            "", 0, (*lines, *map(Paragraph, self._body()), *self._closing(form), self._table(form)), new_page=True
        )

    def _given(self, name: str) -> str:
        """A field in the document's digits, or a marked place with what belongs there."""
        text = plain(getattr(self._letter, name))
        if name in _NUMBERS:
            text = text.replace(" ", "\u00a0")
        return self._digits(text) if text else self._place(name)

    def _digits(self, text: str) -> str:
        return in_digits(text, self._loc.digits)

    def _place(self, name: str) -> str:
        return self._loc.say("letter.place", what=self._loc.say(f"letter.{name}"))

    def _date(self) -> str:
        return self._loc.date(self._letter.date) if self._letter.date else self._place("date")

    def _office(self) -> tuple[str, ...]:
        return tuple(self._digits(plain(line)) for line in self._letter.office) or (self._place("office"),)

    def _subject(self) -> str:
        return plain(self._letter.subject) or self._loc.say(
            "letter.subject_text", title=title_of(self._loc, self._summary)
        )

    def _lines(self, form: Form) -> list[Block]:
        """What stands before the text."""
        loc, letter = self._loc, self._letter
        head = Letterhead(
            letter.emblem,
            loc.say("letter.emblem"),
            loc.say("letter.emblem_place"),
            _EMBLEM[form],
            loc.say("letter.memo") if form == "memo" else "",
        )
        number, to = self._given("number"), self._given("to")
        last = [
            Labelled(loc.say("letter.label_subject"), (self._subject(),)),
            Labelled(loc.say("letter.label_to"), (to,)),
        ]
        last += [Labelled(loc.say("letter.label_references"), self._numbered(_plain(letter.references)), 3.2)] * bool(
            letter.references
        )
        if form == "memo":
            office = " ".join(self._office())
            telephone = loc.say("letter.told_telephone", text=self._given("telephone")) if letter.telephone else ""
            unit = f"{office} {telephone}".rstrip()
            return [
                head,
                Labelled(loc.say("letter.label_office"), (unit,), 2.4, strong=True),
                Labelled(
                    loc.say("letter.label_number"),
                    (loc.say("letter.number_and_date", number=number, date=self._date()),),
                    strong=True,
                ),
                *last,
                Labelled(loc.say("letter.label_enclosures"), self._numbered(self._enclosures()), 3.2),
            ]
        return [
            head,
            Labelled(loc.say("letter.number_line", number=number), self._office(), _HALF + 1),
            Labelled("", (self._date(),), _HALF),
            *last,
            Labelled(loc.say("letter.label_enclosures"), self._numbered(self._enclosures()), 3.2),
        ]

    def _enclosures(self) -> tuple[str, ...]:
        """The summary, how many missions are in it, and what else goes with it."""
        loc = self._loc
        told = [loc.say("letter.enclosed_summary", title=title_of(loc, self._summary), n=self._tally.all)]
        for what, count in map(enclosure, self._letter.enclosures):
            told.append(loc.say("letter.enclosed", what=self._digits(plain(what)), n=count))
        return tuple(told)

    def _numbered(self, lines: Sequence[str]) -> tuple[str, ...]:
        if len(lines) == 1:
            return tuple(map(self._digits, lines))
        return tuple(self._loc.say("letter.item", n=n, text=self._digits(line)) for n, line in enumerate(lines, 1))

    def _body(self) -> tuple[str, ...]:
        """Why, what is asked, and the close; no more of it than page one says."""
        if self._letter.body:
            return tuple(plain(text) for text in self._letter.body)
        loc, tally, summary = self._loc, self._tally, self._summary
        owner, name = owner_of(loc, summary), name_of(loc)
        why = loc.sentence(
            "letter.why",
            owner=owner,
            name=name,
            all=tally.all,
            questions=len(tally.chart.counted),
            decided=tally.decided,
            incomplete=tally.incomplete,
        )
        asked = tally.asked.total()
        ask = loc.say("letter.ask_nothing", name=name)
        if asked:
            key = "letter.ask_draft" if summary.draft else "letter.ask"
            ask = loc.say(key, name=name, n=asked, each=each_counted(loc, tally.asked))
        if not summary.source.vouched:
            ask = f"{ask} {loc.say('executive.not_vouched')}"
        return why, ask, loc.say("letter.close")

    def _closing(self, form: Form) -> list[Block]:
        """The place of the signature, and below a letter who is in charge of the matter."""
        loc = self._loc
        signer = plain(self._letter.signer)
        name = loc.say("letter.signer_name", name=signer) if signer else self._place("signer")
        lines = [loc.say("letter.signature"), name, self._given("position")]
        if form == "memo":
            return [Closing(tuple(lines))]
        blocks: list[Block] = [Closing((loc.say("letter.respectfully"), "", *lines))]
        contact = [self._given("unit")]
        for each in ("telephone", "fax", "email"):
            given = self._given(each)
            contact.append(loc.say(f"letter.told_{each}", text=given) if getattr(self._letter, each) else given)
        blocks.append(Labelled("", tuple(contact), 0))
        if self._letter.copies:
            blocks.append(Labelled(loc.say("letter.label_copies"), self._numbered(_plain(self._letter.copies)), 2.4))
        return blocks

    def _table(self, form: Form) -> Table:
        """The letter in the workbook."""
        loc, letter = self._loc, self._letter
        rows = [
            (loc.say("letter.office"), " ".join(self._office())),
            (loc.say("letter.number"), self._given("number")),
            (loc.say("letter.date"), self._date()),
            (loc.say("letter.label_subject"), self._subject()),
            (loc.say("letter.label_to"), self._given("to")),
            *((loc.say("letter.label_references"), text) for text in self._numbered(_plain(letter.references))),
            *((loc.say("letter.label_enclosures"), text) for text in self._numbered(self._enclosures())),
            *((loc.say("letter.text"), text) for text in self._body()),
            *((loc.say(f"letter.{n}"), self._given(n)) for n in ("signer", "position", "unit")),
            *((loc.say(f"letter.{n}"), self._given(n)) for n in ("telephone", "fax", "email")),
            *((loc.say("letter.label_copies"), text) for text in self._numbered(_plain(letter.copies))),
        ]
        columns = (Column(loc.say("column.item"), width=4), Column(loc.say("column.detail"), width=12))
        return Table(loc.say(f"letter.{form}"), loc.say(f"letter.{form}"), columns, tuple(rows), on="book")


def _plain(lines: Sequence[str]) -> list[str]:
    return list(map(plain, lines))
