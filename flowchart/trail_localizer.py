"""The phrases that every view of the chart shares: where an edge leads, and how far a mission has come."""

from flowchart.chart import Chart, Edge, Question
from flowchart.layout import Layout, Trail
from flowchart.localizer import ChartLocalizer
from text.words import Lang


class TrailLocalizer(ChartLocalizer):
    """Names the parts of a chart, its layout and one mission's trail on it."""

    def __init__(self, chart: Chart, layout: Layout, trail: Trail, lang: Lang) -> None:
        super().__init__(chart, lang)
        self.layout, self.trail = layout, trail

    def full_name(self, question: Question) -> str:
        """The name of a question and, of a follow-up, the question it is shown beside."""
        home = self.layout.homes.get(question.id)
        if home is None:
            return self.question_number(question.id)
        return self.word("beside", question=self.question_number(question.id), place=self.question_number(home.id))

    def destination(self, edge: Edge) -> str:
        """Where an edge leads: a disposition, a numbered question, or a follow-up and where that is shown."""
        if edge.to in self.chart.dispositions:
            return self.result(edge.to, decided=self.trail.decides(edge))
        question, homes = self.chart.questions[edge.to], self.layout.homes
        near = homes.get(question.id) == homes.get(edge.question, self.chart.questions[edge.question])
        key = "leads_to_named" if question.number is None else "leads_to"
        return self.word(key, target=self.question_number(question.id) if near else self.full_name(question))

    def result(self, disposition: str, *, decided: bool) -> str:
        """A disposition as a result, or as this mission's decision."""
        return self.word(
            "decision" if decided else "result", target=self.chart.dispositions[disposition].label[self.lang]
        )

    def tag(self, edge: Edge) -> str:
        """Where an edge comes from that is not on the original; nothing for one that is."""
        return "" if edge.provenance == "slide" else self.provenance(edge)

    def taken(self, edge: Edge) -> str:
        """The label of the answer an edge stands for."""
        return self.answer(edge.question, edge.answer)

    def title(self) -> str:
        """What the whole picture is, in one line."""
        return self.word("picture_alt", title=self.chart.title[self.lang], n=len(self.chart.counted))

    def standing(self) -> list[str]:
        """The path, the current question and the decision, a line each, as far as there are any."""
        lines = []
        if self.trail.path:
            steps = (self.chart.edge(*step) for step in self.trail.path)
            told = (f"{self.question_number(e.question)} {self.taken(e)}" for e in steps)
            lines.append(self.word("path", steps=" → ".join(told)))
        if self.trail.current:
            lines.append(self.word("stands_at", question=self.full_name(self.chart.questions[self.trail.current])))
        if self.trail.disposition:
            lines.append(self.result(self.trail.disposition, decided=True))
        return lines
