"""The chart as a typed model that cannot be built wrong.

``load_chart`` reads a chart file and either returns a sound ``Chart`` or raises ``ChartError``
with every defect found: file, line, node and a stable code.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from text.located import Located, Place, Value, read_located
from text.words import Lang, Words

BLUEPRINT = Path(__file__).with_name("blueprint.yaml")
UNKNOWN = ""
"""The code of "not known yet". It is never the code of an answer."""

Provenance: TypeAlias = Literal["slide", "inferred", "extension"]
"""Where an edge comes from: drawn on the slide, inferred from its meaning, or added by this product."""

Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Phrase: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

_words = Words.beside(__file__)


def provenance_name(provenance: Provenance, lang: Lang) -> str:
    """Where an edge comes from, in words."""
    return _words(f"provenance.{provenance}", lang)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Part):
    """A text in both languages."""

    th: Phrase
    en: Phrase

    def __getitem__(self, lang: Lang) -> str:
        return self.th if lang == "th" else self.en


class Lines(_Part):
    """The same text cut into lines by hand, because Thai has no spaces to cut at."""

    th: tuple[Phrase, ...]
    en: tuple[Phrase, ...]

    def __getitem__(self, lang: Lang) -> tuple[str, ...]:
        return self.th if lang == "th" else self.en


class Answer(_Part):
    """One possible answer to a question, and when to choose it.

    ``words`` are further spellings that files may use, besides its labels, its id and those of its kind of answers.
    """

    label: Text
    when: Text | None = None
    words: tuple[Phrase, ...] = ()


class Question(_Part):
    """A question. The main ones are numbered as on the slide; the others are follow-ups in a box.

    ``default_disposition`` names the disposition that already holds when this question is reached; its own
    answer then only gives the sub-form (or, where an edge leads on, takes the disposition back).
    """

    id: Name
    number: int | None = None
    start: bool = False
    aliases: tuple[Name, ...] = ()
    default_disposition: Name | None = None
    text: Text
    short: Text
    lines: Lines | None = None
    guidance: Text
    also_record: tuple[Text, ...] = ()
    answers: dict[Name, Answer]
    source: Text


class Edge(_Part):
    """From a question by an answer to a question or disposition; ``box`` is the slide's box it passes."""

    question: Name
    answer: Name
    to: Name
    box: Name | None = None
    provenance: Provenance
    note: Text


class Box(_Part):
    """A box of the slide, in its exact words."""

    id: Name
    text: Text


class Duty(_Part):
    """A legal instrument or a task that follows from a disposition, for all or some of its sub-forms."""

    text: Text
    source: Text
    verified: bool
    sub_forms: tuple[Name, ...] = ()


class Disposition(_Part):
    """What becomes of a mission."""

    id: Name
    label: Text
    meaning: Text
    instruments: tuple[Duty, ...]
    tasks: tuple[Duty, ...]

    def duties(self, kind: Literal["instruments", "tasks"], sub_form: str | None) -> tuple[Duty, ...]:
        """The instruments or tasks for a sub-form; all of them while the sub-form is open."""
        duties: tuple[Duty, ...] = getattr(self, kind)
        return tuple(d for d in duties if not d.sub_forms or sub_form is None or sub_form in d.sub_forms)


class Evidence(_Part):
    """A line of a question's evidence checklist.

    ``supports`` lists the answers it speaks for, ``towards`` a follow-up's answer; ``verified``
    is true when the source was seen.
    """

    id: str
    kind: Literal["criterion", "evidence", "afterwards"]
    supports: tuple[Name, ...]
    towards: Name | None = None
    text: Text
    expected: Text
    source: Text
    basis: Literal["seed", "lookup", "general", "proposal"]
    verified: bool


class Document(_Part):
    """A source document: its file name and what it is."""

    file: str
    title: Text


class _Fields(_Part):
    id: Name
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    caution: Text
    principle: Text
    documents: dict[str, Document]
    questions: dict[Name, Question]
    edges: tuple[Edge, ...]
    boxes: dict[Name, Box]
    dispositions: dict[Name, Disposition]
    evidence: dict[Name, tuple[Evidence, ...]]


class Chart(_Fields):
    """A sound chart: one start, no cycle, every node reachable, an edge for every answer.

    ``version`` is ``major.minor.patch``: major when an answer or a disposition changes meaning or
    goes, minor when one is added, patch for words. Build it with ``load_chart``.
    """

    def __hash__(self) -> int:
        return hash(self.hash)

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


class Defect(BaseModel):
    """One thing wrong with a chart: a stable code, where it stands, the node and what to do."""

    model_config = ConfigDict(frozen=True)
    code: str
    file: str
    line: int
    node: str
    detail: str = ""

    def sentence(self, lang: Lang) -> str:
        """The defect as one sentence: file, line, node, what is wrong and what to do."""
        return _words(f"defect.{self.code}", lang, file=self.file, line=self.line, node=self.node, detail=self.detail)


class ChartError(ValueError):
    """A chart file that cannot be used. ``defects`` holds everything wrong with it, in file order."""

    def __init__(self, defects: list[Defect]) -> None:
        self.defects = tuple(sorted(defects, key=lambda d: d.line))
        super().__init__("\n".join(f"{d.code}: {d.sentence('en')}" for d in self.defects))


def load_chart(path: Path = BLUEPRINT) -> Chart:
    """Read and check the chart file at ``path``. Raises ``ChartError``; ``OSError`` when it cannot be read."""
    try:
        located = read_located(path)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:  # an alias inside its own anchor recurs
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise ChartError([Defect(code="malformed", file=path.name, line=line, node="-", detail=str(problem))]) from None

    def defect(code: str, place: Place, node: str, detail: str = "") -> Defect:
        return Defect(code=code, file=path.name, line=located.line(place), node=node, detail=detail)

    defects = [defect("duplicate_id", place, str(place[-1])) for place in located.duplicates]
    try:
        chart = Chart.model_validate(_with_ids(located))
    except ValidationError as error:
        for problem in error.errors():
            place = tuple(problem["loc"])
            missing = place[-1:] in (("th",), ("en",))
            node = ".".join(str(part) for part in place)
            defects.append(defect("missing_translation" if missing else "malformed", place, node, problem["msg"]))
        raise ChartError(defects) from None
    defects += [defect(*found) for found in _defects(chart)]
    if defects:
        raise ChartError(defects)
    return chart


@cache
def blueprint() -> Chart:
    """The chart that comes with the product."""
    return load_chart(BLUEPRINT)


def _with_ids(located: Located) -> Value:
    """The document with the key of each question, box and disposition as its ``id``."""
    document = located.value
    if not isinstance(document, dict):
        return document
    result = dict(document)
    for kind in ("questions", "boxes", "dispositions"):
        parts = document.get(kind)
        if isinstance(parts, dict):
            result[kind] = {k: {**v, "id": k} if isinstance(v, dict) else v for k, v in parts.items()}
    return result


_Found: TypeAlias = tuple[str, Place, str, str]


def _defects(chart: Chart) -> Iterator[_Found]:
    """Everything that makes a well-formed chart unsound."""
    yield from _defects_of_names(chart)
    broken = list(_defects_of_edges(chart))
    yield from broken
    if not broken:
        yield from _defects_of_shape(chart)


def _defects_of_names(chart: Chart) -> Iterator[_Found]:
    nodes: dict[str, None] = {}
    for kind, ids in (("questions", chart.questions), ("dispositions", chart.dispositions), ("boxes", chart.boxes)):
        for node in ids:
            if node in nodes:
                yield "duplicate_id", (kind, node), node, ""
            nodes[node] = None
    names = dict.fromkeys(chart.questions)
    numbers: dict[int, None] = {}
    for q in chart.questions.values():
        for alias in q.aliases:
            if alias in names:
                yield "duplicate_alias", ("questions", q.id, "aliases"), q.id, alias
            names[alias] = None
        if q.number is not None:
            if q.number in numbers:
                yield "duplicate_number", ("questions", q.id, "number"), q.id, str(q.number)
            numbers[q.number] = None
        if q.lines:
            for lang in ("th", "en"):
                if "".join(q.lines[lang]).replace(" ", "") != q.text[lang].replace(" ", ""):
                    yield "lines_differ", ("questions", q.id, "lines", lang), q.id, lang


def _defects_of_edges(chart: Chart) -> Iterator[_Found]:
    seen: set[tuple[str, str]] = set()
    targets = {*chart.questions, *chart.dispositions}
    for n, edge in enumerate(chart.edges):
        here = f"{edge.question}={edge.answer}"
        if edge.question not in chart.questions or edge.answer not in chart.questions[edge.question].answers:
            yield "unknown_answer", ("edges", n), here, ""
        if edge.to not in targets:
            yield "unknown_target", ("edges", n, "to"), here, edge.to
        if edge.box is not None and edge.box not in chart.boxes:
            yield "unknown_target", ("edges", n, "box"), here, edge.box
        if (edge.question, edge.answer) in seen:
            yield "duplicate_edge", ("edges", n), here, ""
        seen.add((edge.question, edge.answer))
    for q in chart.questions.values():
        if q.number is not None and set(q.answers) != {"yes", "no"}:
            yield "missing_answer", ("questions", q.id, "answers"), q.id, "yes, no"
        for answer in q.answers:
            if (q.id, answer) not in seen:
                yield "missing_answer", ("questions", q.id), q.id, answer
        if q.default_disposition is not None and q.default_disposition not in chart.dispositions:
            yield "unknown_target", ("questions", q.id, "default_disposition"), q.id, q.default_disposition
    for node in chart.evidence:
        if node not in chart.questions:
            yield "unknown_target", ("evidence", node), "evidence", node


def _defects_of_shape(chart: Chart) -> Iterator[_Found]:
    starts = [q.id for q in chart.questions.values() if q.start]
    if not starts:
        yield "no_start", ("questions",), "questions", ""
        return
    for extra in starts[1:]:
        yield "two_starts", ("questions", extra, "start"), extra, starts[0]
    reached: set[str] = set()
    trail: list[str] = []
    cycles: list[str] = []

    def visit(node: str) -> None:
        if node in trail:
            cycles.append(" > ".join([*trail[trail.index(node) :], node]))
        elif node not in reached:
            reached.add(node)
            if node in chart.questions:
                trail.append(node)
                for edge in chart.edges_from(node):
                    visit(edge.to)
                trail.pop()

    for start in starts:
        visit(start)
    for cycle in cycles:
        yield "cycle", ("questions", cycle.split(" > ")[0]), cycle.split(" > ")[0], cycle
    for kind, ids in (("questions", chart.questions), ("dispositions", chart.dispositions)):
        for node in ids:
            if node not in reached:
                yield "unreachable", (kind, node), node, ""
    for box in chart.boxes:
        if box not in {edge.box for edge in chart.edges}:
            yield "unreachable", ("boxes", box), box, ""
