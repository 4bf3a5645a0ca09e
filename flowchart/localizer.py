"""The phrases that every view of the chart shares: where an edge leads, and where a mission stands."""

from dataclasses import dataclass

from flowchart.chart import Chart, Edge, Question
from flowchart.layout import Layout, Trail
from text.words import Lang, Words

words = Words.beside(__file__)


@dataclass(frozen=True)
class ChartLocalizer:
    """A chart, its layout and a trail on it, told in one language."""

    chart: Chart
    layout: Layout
    trail: Trail
    lang: Lang

    def word(self, key: str, **names: object) -> str:
        """A text of ``words.yaml`` in this language."""
        return words(key, self.lang, **names)

    def name(self, question: Question) -> str:
        """What a question is called in a sentence: its number, or its short text when it has none."""
        if question.number is not None:
            return self.word("question_n", number=question.number)
        return f"“{question.short[self.lang]}”"

    def full_name(self, question: Question) -> str:
        """The name of a question and, of a follow-up, the question it is shown beside."""
        home = self.layout.homes.get(question.id)
        if home is None:
            return self.name(question)
        return self.word("beside", question=self.name(question), place=self.name(home))

    def destination(self, edge: Edge) -> str:
        """Where an edge leads: a disposition, a numbered question, or a follow-up and where that is shown."""
        if edge.to in self.chart.dispositions:
            return self.result(edge.to, decided=self.trail.decides(edge))
        question, homes = self.chart.questions[edge.to], self.layout.homes
        near = homes.get(question.id) == homes.get(edge.question, self.chart.questions[edge.question])
        key = "leads_to_named" if question.number is None else "leads_to"
        return self.word(key, target=self.name(question) if near else self.full_name(question))

    def result(self, disposition: str, *, decided: bool) -> str:
        """A disposition as a result, or as this mission's decision."""
        return self.word(
            "decision" if decided else "result", target=self.chart.dispositions[disposition].label[self.lang]
        )

    def provenance(self, edge: Edge) -> str:
        """The provenance of an edge that is not on the slide; nothing for one that is."""
        return "" if edge.provenance == "slide" else self.word(f"provenance.{edge.provenance}")

    def answer(self, edge: Edge) -> str:
        """The label of the answer an edge stands for."""
        return self.chart.questions[edge.question].answers[edge.answer].label[self.lang]

    def title(self) -> str:
        """What the whole picture is, in one line."""
        return self.word("picture_alt", title=self.chart.title[self.lang], n=len(self.chart.main))

    def standing(self) -> list[str]:
        """The path, the current question and the decision, a line each, as far as there are any."""
        lines = []
        if self.trail.path:
            steps = (self.chart.edge(*step) for step in self.trail.path)
            told = (f"{self.name(self.chart.questions[e.question])} {self.answer(e)}" for e in steps)
            lines.append(self.word("path", steps=" → ".join(told)))
        if self.trail.current:
            lines.append(self.word("stands_at", question=self.full_name(self.chart.questions[self.trail.current])))
        if self.trail.disposition:
            lines.append(self.result(self.trail.disposition, decided=True))
        return lines
