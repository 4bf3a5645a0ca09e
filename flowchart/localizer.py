"""A chart's questions, answers, dispositions and sources in words: the one way in which anything names them."""

from flowchart.chart import Chart, Edge, Source, Text
from text.localizer import Localizer
from text.numbers import Digits, in_digits
from text.words import Lang, Words

words = Words.beside(__file__)


class ChartLocalizer(Localizer):
    """Names the parts of a chart in one language."""

    def __init__(self, chart: Chart, lang: Lang, digits: Digits = "arabic") -> None:
        super().__init__(lang, digits)
        self.chart = chart

    def word(self, key: str, **names: object) -> str:
        """A text about any chart, from the words of this room."""
        return in_digits(words(key, self.lang, **names), self.digits)

    def text(self, text: Text) -> str:
        """A text of the chart."""
        return in_digits(text[self.lang], self.digits)

    def question(self, question: str) -> str:
        """A question's short name with its number, if it has one."""
        found = self.chart.questions[question]
        short = self.text(found.short)
        return self.word("question", number=found.number, text=short) if found.number else short

    def question_number(self, question: str) -> str:
        """What a question is called in a sentence: its number, or its short name when it has none."""
        found = self.chart.questions[question]
        return self.word("question_n", number=found.number) if found.number else f"“{self.text(found.short)}”"

    def answer(self, question: str, answer: str) -> str:
        """The label of an answer; "" is one not known yet."""
        return self.text(self.chart.questions[question].answers[answer].label) if answer else self.word("not_known")

    def disposition(self, disposition: str | None) -> str:
        """A disposition's label; None is a mission not decided yet."""
        return self.text(self.chart.dispositions[disposition].label) if disposition else self.word("incomplete")

    def node(self, node: str) -> str:
        """Where an edge leads: a question or a disposition."""
        return self.question(node) if node in self.chart.questions else self.disposition(node)

    def dispositions(self, dispositions: tuple[str, ...]) -> str:
        """Dispositions in words, for a sentence: one or another."""
        return self.word("or").join(map(self.disposition, dispositions))

    def provenance(self, edge: Edge) -> str:
        """Where an edge comes from, in words."""
        return self.word(f"provenance.{edge.provenance}")

    def note(self, edge: Edge) -> str:
        """What is said of where an edge comes from; where it comes from in words when nothing is."""
        return self.text(edge.note) if edge.note else self.provenance(edge)

    def checked(self, source: Source) -> str:
        """How a source was checked, in words."""
        return self.word(f"checked.{source.checked}")

    def source(self, source: Source) -> str:
        """What a statement rests on, as people cite it, and how it was checked unless it was seen."""
        cite = self.text(source.cite)
        return cite if source.checked == "seen" else self.word("cited", cite=cite, checked=self.checked(source))

    def place(self, source: Source) -> str:
        """Where a statement was read: the document's title and the place in it; "" when that is not said."""
        document, _, at = (source.place or "").partition(":")
        if not at:
            return ""
        return self.word("place", document=self.text(self.chart.documents[document].title), at=at)
