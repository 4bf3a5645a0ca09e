"""The chart as a typed model: questions, answers, edges, dispositions, and what each of them means.

A chart is data. It is checked and loaded by ``flowchart.checks`` and found by ``flowchart.charts``.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from text.located import read_located
from text.words import Lang

UNKNOWN = ""
"""The code of "not known yet". It is never the code of an answer."""

Provenance: TypeAlias = Literal["slide", "inferred", "extension"]
"""Where an edge comes from: drawn on the original, inferred from its meaning, or added by the chart's author."""
Checked: TypeAlias = Literal["seen", "secondary", "known", "proposal"]
Counterpart: TypeAlias = Literal["partner", "receiver"]
Owner: TypeAlias = Literal["same", "other", "outside", "none"]
DutyKind: TypeAlias = Literal["instruments", "tasks"]
DUTY_KINDS: tuple[DutyKind, ...] = get_args(DutyKind)

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_SHOWABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]*$"
"""No character that a document cannot hold."""
Phrase: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=_SHOWABLE)]


def _palette() -> dict[str, str]:
    colours = read_located(Path(__file__).with_name("palette.yaml")).value
    if not isinstance(colours, dict):
        raise TypeError("palette.yaml is not a mapping of names to colours")
    return {name: str(colour) for name, colour in colours.items()}


PALETTE = _palette()
"""The colours that a disposition may have, by name; each at least 3 to 1 against the light and the dark page."""


class Part(BaseModel):
    """A part of a chart or of its report profile: frozen, and nothing in it that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most is only built as a part of a chart


class Text(Part):
    """A text in both languages."""

    th: Phrase
    en: Phrase

    def __getitem__(self, lang: Lang) -> str:
        return self.th if lang == "th" else self.en


class Lines(Part):
    """The same text cut into lines by hand, because Thai has no spaces to cut at."""

    th: tuple[Phrase, ...]
    en: tuple[Phrase, ...]

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.th if lang == "th" else self.en


class Source(Part):
    """Where a statement comes from, named as people cite it.

    ``place`` is where it was read: the key of one of the chart's documents and a line or page, ``S1:107``. ``checked``
    says how: ``seen`` in that document, ``secondary`` in somebody's summary, only ``known`` to exist, or a ``proposal``
    of this chart's author.
    """

    cite: Text
    place: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+:.+$")] | None = None
    checked: Checked = "known"


class Answer(Part):
    """One possible answer to a question, and when to choose it.

    ``words`` are further spellings that files may use, besides its labels, its id and those of its kind of answers.
    """

    label: Text
    when: Text | None = None
    words: tuple[Phrase, ...] = ()


class Question(Part):
    """A question. Those with a number are the chart's spine; the others are follow-ups in a box.

    ``default_disposition`` names the disposition that already holds when this question is reached; its own
    answer then only gives the sub-form (or, where an edge leads on, takes the disposition back).
    """

    id: Name
    number: Annotated[int, Field(gt=0, lt=1000)] | None = None
    start: bool = False
    aliases: tuple[Name, ...] = ()
    default_disposition: Name | None = None
    text: Text
    short: Text
    lines: Lines | None = None
    guidance: Text | None = None
    also_record: tuple[Text, ...] = ()
    answers: Annotated[dict[Name, Answer], Field(min_length=1)]
    source: Source | None = None


class Edge(Part):
    """From a question by an answer to a question or disposition; ``box`` is the box of the original that it passes."""

    question: Name
    answer: Name
    to: Name
    box: Name | None = None
    provenance: Provenance
    note: Text | None = None


class Box(Part):
    """A box of the original chart, in its exact words."""

    id: Name
    text: Text


class Duty(Part):
    """A legal instrument or a task that follows from a disposition, for all or some of its sub-forms."""

    text: Text
    source: Source
    sub_forms: tuple[Name, ...] = ()


class Disposition(Part):
    """What becomes of a mission.

    ``counterpart`` is the other agency it needs: a ``partner`` with whom it is combined, or the ``receiver`` of the
    work. ``owner_after`` says who has the mission afterwards: the same agency, another state body, somebody outside the
    state, or nobody. ``plans`` when the agency needs a development plan, ``delegates`` when powers are delegated.
    """

    id: Name
    label: Text
    meaning: Text
    colour: Name | None = None
    counterpart: Counterpart | None = None
    owner_after: Owner = "same"
    plans: bool = False
    delegates: bool = False
    instruments: tuple[Duty, ...] = ()
    tasks: tuple[Duty, ...] = ()

    def duties(self, kind: DutyKind, sub_forms: Collection[str | None]) -> tuple[Duty, ...]:
        """The instruments or tasks of the sub-forms that occur; all of them where one is open (None)."""
        duties: tuple[Duty, ...] = getattr(self, kind)
        return tuple(d for d in duties if not d.sub_forms or None in sub_forms or set(sub_forms) & set(d.sub_forms))


class Evidence(Part):
    """A line of a question's evidence checklist.

    ``supports`` lists the answers it speaks for, ``towards`` a follow-up's answer.
    """

    id: str
    kind: Literal["criterion", "evidence", "afterwards"]
    supports: tuple[Name, ...]
    towards: Name | None = None
    text: Text
    expected: Text
    source: Source


class Document(Part):
    """A document that the chart was read from. Its key in the chart is for places only and is never shown."""

    title: Text
    file: str | None = None


class TimeLimit(Part):
    """How long a review may take, in calendar months, and who receives its result."""

    months: Annotated[int, Field(gt=0, le=120)]
    receiver: Text
    source: Source | None = None


class _Fields(Part):
    id: Name
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    plan: Text | None = None
    in_force: date | None = None
    caution: Text | None = None
    principle: Text | None = None
    review: TimeLimit | None = None
    documents: dict[str, Document] = Field(default_factory=dict)
    questions: dict[Name, Question]
    edges: tuple[Edge, ...]
    boxes: dict[Name, Box] = Field(default_factory=dict)
    dispositions: dict[Name, Disposition]
    evidence: dict[Name, tuple[Evidence, ...]] = Field(default_factory=dict)


class Chart(_Fields):
    """A sound chart: one start, no cycle, every node reachable, an edge for every answer.

    ``version`` is ``major.minor.patch``: major when an answer or a disposition changes meaning or
    goes, minor when one is added, patch for words. ``in_force`` is the day from which reviews begin with it. Get it
    from ``flowchart.charts``; there is one instance of each.
    """

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def key(self) -> str:
        """``id@version``, as people name it on a command line."""
        return f"{self.id}@{self.version}"

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what decides and of nothing else: a typo mended in a text leaves it unchanged."""
        decides = {
            "start": self.start.id,
            "stands": {q.id: q.default_disposition for q in self.questions.values() if q.default_disposition},
            "edges": {f"{e.question}={e.answer}": e.to for e in self.edges},
        }
        canonical = json.dumps(decides, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """``id@version#hash8``, as written into every classified row."""
        return f"{self.id}@{self.version}#{self.hash[:8]}"

    @cached_property
    def start(self) -> Question:
        """The first question."""
        return next(q for q in self.questions.values() if q.start)

    @cached_property
    def main(self) -> tuple[Question, ...]:
        """The numbered questions in their order."""
        return tuple(sorted((q for q in self.questions.values() if q.number), key=lambda q: q.number or 0))

    @cached_property
    def counted(self) -> tuple[Question, ...]:
        """The questions that texts count and missions leave at: the numbered ones; if none is, all in their order."""
        return self.main or tuple(self.questions[question] for question in self.order)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Alias to question id."""
        return {alias: q.id for q in self.questions.values() for alias in q.aliases}

    @cached_property
    def _edges(self) -> dict[tuple[str, str], Edge]:
        return {(e.question, e.answer): e for e in self.edges}

    def edge(self, question: str, answer: str) -> Edge:
        """The edge from a question by an answer. Raises ``KeyError`` when there is none."""
        return self._edges[question, answer]

    def edges_from(self, question: str) -> tuple[Edge, ...]:
        """The edges of a question in the order of its answers."""
        return tuple(self.edge(question, answer) for answer in self.questions[question].answers)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Question ids so that every edge leads to a later one (or to a disposition)."""
        seen: dict[str, None] = {}

        def visit(node: str) -> None:
            if node in self.questions and node not in seen:
                for edge in reversed(self.edges_from(node)):
                    visit(edge.to)
                seen[node] = None

        visit(self.start.id)
        return tuple(reversed(seen))

    def reachable(self, node: str, answers: Mapping[str, str]) -> set[str]:
        """The nodes that can still be reached from ``node`` when the given answers hold, itself included."""
        seen: set[str] = set()

        def visit(here: str) -> None:
            if here not in seen:
                seen.add(here)
                if here in self.questions:
                    answer = answers.get(here, UNKNOWN)
                    for edge in [self.edge(here, answer)] if answer else self.edges_from(here):
                        visit(edge.to)

        visit(node)
        return seen

    def possible(self, node: str, answers: Mapping[str, str]) -> tuple[str, ...]:
        """The dispositions that can still follow from ``node`` when the given answers hold, in the chart's order."""
        reached = self.reachable(node, answers)
        return tuple(d for d in self.dispositions if d in reached)

    @cached_property
    def colours(self) -> dict[str, str]:
        """A colour in hexadecimal for each disposition: its own, or the next of the palette that is free."""
        own = {d.colour for d in self.dispositions.values() if d.colour}
        free = [name for name in PALETTE if name not in own] or list(PALETTE)
        unnamed = (d.id for d in self.dispositions.values() if not d.colour)
        given = {disposition: free[n % len(free)] for n, disposition in enumerate(unnamed)}
        return {d.id: PALETTE[d.colour or given[d.id]] for d in self.dispositions.values()}
