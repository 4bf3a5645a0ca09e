"""How a document names things: the chart's localizer, with the words of this room."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import reduce

from engine.decision import Decision
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from flowchart.profile import ReportProfile
from missions.files.detail_fields import DETAIL_FIELDS
from reports.summary import Name, ReviewedMission
from reports.words import words
from text.numbers import Digits, in_digits
from text.words import Filled, Lang


class ReportLocalizer(ChartLocalizer):
    """Says things in ``lang``, with numbers in ``digits``. What people typed keeps its own digits."""

    def __init__(self, chart: Chart, profile: ReportProfile, lang: Lang, digits: Digits = "arabic") -> None:
        super().__init__(chart, lang, digits)
        self.profile = profile

    def say(self, key: str, **names: object) -> str:
        """The text of ``key``; numbers among ``names`` are written out, texts stand as they are."""
        template = words(key, self.lang, **{name: Filled(value, f"{{{name}}}") for name, value in names.items()})
        for name in (name for name, value in names.items() if isinstance(value, int)):
            template = template.replace(f"{{{name}}} ", f"{{{name}}}\u00a0")  # a number stays with what it counts
        told = {name: self.number(value) if isinstance(value, int) else value for name, value in names.items()}
        return in_digits(template, self.digits).format(**told)

    def sub_form(self, decision: Decision) -> str:
        """How a disposition is carried out, in words; "" when that is open or there is nothing to say."""
        return self.answer(decision.path[-1].question, decision.sub_form) if decision.sub_form else ""

    @property
    def budget_heading(self) -> str:
        """The heading of a column of budgets, with the currency that the chart's profile names."""
        currency = self.profile.currency
        return self.say("column.budget_in", currency=self.text(currency)) if currency else self.say("column.budget")

    def place_for(self, text: str | None) -> str:
        """A text, or a place marked to be filled in."""
        return text or self.say("to_fill")

    def detail_name(self, name: str) -> str:
        """What a detail is called."""
        return in_digits(DETAIL_FIELDS[name].label[self.lang], self.digits)

    def detail(self, mission: ReviewedMission, name: str) -> str:
        """A detail of a mission in words; "" where it was not given."""
        value = mission.details.get(name, "")
        if isinstance(value, int):
            baht = in_digits(f"{Decimal(value).scaleb(-2):,}".removesuffix(".00"), self.digits)
            return (
                self.say("money", amount=baht, currency=self.text(self.profile.currency))
                if self.profile.currency
                else baht
            )
        return self.date(date.fromisoformat(value)) if value and DETAIL_FIELDS[name].kind == "date" else value

    def listed(self, texts: Iterable[str]) -> str:
        """Texts in a row within a sentence, the last after an "and"."""
        *first, last = texts
        if not first:
            return last
        told = reduce(lambda first, then: self.say("listed_then", first=first, then=then), first)
        return self.say("listed", first=told, last=last)

    def sentence(self, key: str, **names: object) -> str:
        """As ``say``, with a capital where the text begins with a name that has none."""
        told = self.say(key, **names)
        return told[:1].upper() + told[1:]

    def name(self, name: Name) -> str:
        """A name, or the words for one that was not given."""
        return name[self.lang] or self.say("unnamed")
