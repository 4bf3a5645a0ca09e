"""How a document speaks: one language, one kind of digits, the words of this room."""

from datetime import date

from flowchart.chart import Chart, Text
from reports.document import shown
from reports.summary import Name
from reports.words import words
from text.dates import day_in_words
from text.numbers import Digits, in_digits
from text.words import Lang


class ReportLocalizer:
    """Says things in ``lang``, with numbers in ``digits``. What people typed keeps its own digits."""

    def __init__(self, chart: Chart, lang: Lang, digits: Digits) -> None:
        self.chart, self.lang, self.digits = chart, lang, digits

    def say(self, key: str, **names: object) -> str:
        """The text of ``key``; numbers among ``names`` are written out, texts stand as they are."""
        template = words(key, self.lang, **{name: f"{{{name}}}" for name in names})
        for name in (name for name, value in names.items() if isinstance(value, int)):
            template = template.replace(f"{{{name}}} ", f"{{{name}}}\u00a0")  # a number stays with what it counts
        told = {name: self.number(value) if isinstance(value, int) else value for name, value in names.items()}
        return in_digits(template, self.digits).format(**told)

    def chart_text(self, text: Text) -> str:
        """A text of the chart."""
        return in_digits(text[self.lang], self.digits)

    def number(self, value: int) -> str:
        """A whole number with separators."""
        return in_digits(f"{value:,}", self.digits)

    def percent(self, part: int, whole: int) -> str:
        """A share with one decimal; nothing of nothing is 0."""
        return shown(part / whole if whole else 0, "percent", self.digits)

    def date(self, day: date) -> str:
        """A date with its month in words; in Thai the year is of the Buddhist era."""
        return in_digits(day_in_words(day, self.lang), self.digits)

    def name(self, name: Name) -> str:
        """A name, or the words for one that was not given."""
        return name[self.lang] or self.say("unnamed")

    def disposition(self, disposition: str | None) -> str:
        """A disposition's label; None is a mission not decided yet."""
        return self.chart_text(self.chart.dispositions[disposition].label) if disposition else self.say("incomplete")

    def question(self, question: str) -> str:
        """A question's short name with its number, if it has one."""
        found = self.chart.questions[question]
        short = self.chart_text(found.short)
        return self.say("question_short", number=found.number, text=short) if found.number else short

    def answer(self, question: str, answer: str) -> str:
        """The label of an answer; "" is one not known yet."""
        if not answer:
            return self.say("not_known")
        return self.chart_text(self.chart.questions[question].answers[answer].label)

    def join(self, texts: list[str]) -> str:
        """Texts in a row: separated by commas."""
        return self.say("between").join(texts)
