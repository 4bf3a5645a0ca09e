"""Reading a chart file and checking it: a sound ``Chart``, or ``ChartError`` with every defect found.

A defect has a stable code, the file, the line, the node concerned and what to do.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from flowchart.chart import DUTY_KINDS, PALETTE, Chart, Part, Source
from text.located import Located, NotYamlError, Place, Value, read_located
from text.words import Lang, Words

MOST_QUESTIONS = 60
"""Questions of a chart: sets of them are kept as the bits of one 64-bit number. The same for dispositions."""
MOST_ANSWERS = 100
"""Answers of a question: their numbers are kept as bytes."""
MOST_PATHS = 5_000
"""Ways through a chart: the rule engine has one rule for each."""
MOST_DEFECTS = 200
"""Defects of a file that are told one by one: more than that are of a file that is no chart."""
_LONGEST = 200
"""Characters of a name or text of a file that a defect repeats."""

Found: TypeAlias = tuple[str, Place, str, str]
"""A defect as it is found: its code, place in the file, node and detail."""
_File = TypeVar("_File", bound=Part)

_words = Words.beside(__file__)


class Defect(BaseModel):
    """One thing wrong with a chart: a stable code, where it stands, the node and what to do."""

    model_config = ConfigDict(frozen=True)
    code: str
    file: str
    line: int
    node: str
    detail: str = ""
    reason: str = ""
    """What is malformed, as a key of the words; without one ``detail`` says it."""

    @field_validator("node", "detail")
    @classmethod
    def _short(cls, text: str) -> str:
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def sentence(self, lang: Lang) -> str:
        """The defect as one sentence: file, line, node, what is wrong and what to do."""
        detail = _words(f"reason.{self.reason}", lang, detail=self.detail) if self.reason else self.detail
        return _words(f"defect.{self.code}", lang, file=self.file, line=self.line, node=self.node, detail=detail)


class ChartError(ValueError):
    """A chart file that cannot be used.

    ``defects`` holds everything wrong with it, in file order; where that is too much, last how many more there are.
    """

    def __init__(self, defects: list[Defect]) -> None:
        found = sorted(defects, key=lambda d: d.line)
        if more := found[MOST_DEFECTS:]:
            rest = Defect(code="more", file=more[0].file, line=more[0].line, node="-", detail=f"{len(more):,}")
            found = [*found[:MOST_DEFECTS], rest]
        self.defects = tuple(found)
        super().__init__("\n".join(f"{d.code}: {d.sentence('en')}" for d in self.defects))


def load_chart(path: Path) -> Chart:
    """Read and check the chart file at ``path``. Raises ``ChartError``; ``OSError`` when it cannot be read."""
    return check_file(path, Chart, _defects)


def check_file(path: Path, kind: type[_File], defects_of: Callable[[_File], Iterator[Found]]) -> _File:
    """Read a file of that kind. Raises ``ChartError`` with every defect; ``OSError`` when it cannot be read."""
    try:
        located = read_located(path)
    except (NotYamlError, UnicodeDecodeError, RecursionError) as error:  # an alias inside its own anchor recurs
        line = error.line if isinstance(error, NotYamlError) else 1
        detail = " ".join(str(error).split())
        reason = {UnicodeDecodeError: "not_utf8", RecursionError: "too_deep"}.get(type(error), "not_yaml")
        found = Defect(code="malformed", file=path.name, line=line, node="-", detail=detail, reason=reason)
        raise ChartError([found]) from None

    def defect(code: str, place: Place, node: str, detail: str = "", reason: str = "") -> Defect:
        return Defect(code=code, file=path.name, line=located.line(place), node=node, detail=detail, reason=reason)

    defects = [defect("duplicate_id", place, str(place[-1])) for place in located.duplicates]
    try:
        read = kind.model_validate(_with_ids(located))
    except ValidationError as error:
        raise ChartError([*defects, *(defect(*found) for found in _malformed(error))]) from None
    defects += [defect(*found) for found in defects_of(read)]
    if defects:
        raise ChartError(defects)
    return read


def read_carried(value: Any, name: str) -> tuple[Chart, tuple[Defect, ...]]:
    """A chart as data that came from elsewhere, and why it fails the checks of this program if it does.

    Raises ``ChartError`` where nothing can be decided by it.
    """
    chart = check_data(value, name, Chart, _undecidable)
    return chart, tuple(_without_lines(name, _defects(chart)))


def check_data(value: Any, name: str, kind: type[_File], defects_of: Callable[[_File], Iterator[Found]]) -> _File:
    """The same of data that came from elsewhere, ``name`` being what it is called. Raises ``ChartError``."""
    try:
        read = kind.model_validate(_with_ids(Located(value, {})))
    except ValidationError as error:
        raise ChartError(_without_lines(name, _malformed(error))) from None
    if defects := _without_lines(name, defects_of(read)):
        raise ChartError(defects)
    return read


def _without_lines(name: str, found: Iterable[Found | tuple[str, Place, str, str, str]]) -> list[Defect]:
    return [Defect(code=c, file=name, line=1, node=n, detail=d, reason="".join(r)) for c, _, n, d, *r in found]


def _malformed(error: ValidationError) -> Iterator[tuple[str, Place, str, str, str]]:
    """What is not of the form of a chart: a defect each, and which reason the words have for it."""
    for problem in error.errors():
        place = tuple(problem["loc"])
        missing = place[-1:] in (("th",), ("en",))
        node = ".".join(str(part) for part in place) or "-"
        reason = problem["type"] if f"reason.{problem['type']}" in _words else ""
        bound = str(next(iter(problem.get("ctx", {}).values()), ""))
        detail = bound if reason else problem["msg"]
        yield "missing_translation" if missing else "malformed", place, node, detail, reason


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


def _defects(chart: Chart) -> Iterator[Found]:
    """Everything that makes a well-formed chart unsound."""
    yield from _defects_of_names(chart)
    yield from _defects_of_dispositions(chart)
    yield from source_defects(_sources(chart), chart)
    yield from _undecidable(chart)


def _undecidable(chart: Chart) -> Iterator[Found]:
    """What makes that nothing can be decided by a well-formed chart."""
    broken = [*_defects_of_size(chart), *_defects_of_edges(chart)]
    yield from broken
    if not broken:
        shapeless = list(_defects_of_shape(chart))
        yield from shapeless or _too_many_paths(chart)


def _defects_of_size(chart: Chart) -> Iterator[Found]:
    for kind, parts in (("questions", chart.questions), ("dispositions", chart.dispositions)):
        if len(parts) > MOST_QUESTIONS:
            yield "too_many", (kind,), kind, f"{len(parts)} > {MOST_QUESTIONS}"
    for q in chart.questions.values():
        if len(q.answers) > MOST_ANSWERS:
            yield "too_many", ("questions", q.id, "answers"), q.id, f"{len(q.answers)} > {MOST_ANSWERS}"


def _too_many_paths(chart: Chart) -> Iterator[Found]:
    @cache
    def paths(node: str) -> int:
        return 1 + sum(paths(edge.to) for edge in chart.edges_from(node)) if node in chart.questions else 1

    if (count := paths(chart.start.id)) > MOST_PATHS:
        yield "too_many", ("edges",), "edges", f"{count:,} > {MOST_PATHS:,}"


def _defects_of_names(chart: Chart) -> Iterator[Found]:
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


def _defects_of_edges(chart: Chart) -> Iterator[Found]:
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
        for answer in q.answers:
            if (q.id, answer) not in seen:
                yield "missing_answer", ("questions", q.id), q.id, answer
        if q.default_disposition is not None and q.default_disposition not in chart.dispositions:
            yield "unknown_target", ("questions", q.id, "default_disposition"), q.id, q.default_disposition
    for node, lines in chart.evidence.items():
        if node not in chart.questions:
            yield "unknown_target", ("evidence", node), "evidence", node
            continue
        known = {answer for question in chart.questions.values() for answer in question.answers}
        for n, line in enumerate(lines):
            missing = [answer for answer in line.supports if answer not in chart.questions[node].answers]
            if line.towards is not None and line.towards not in known:
                missing.append(line.towards)
            for answer in missing:
                yield "unknown_answer", ("evidence", node, n), f"{node}={answer}", f" ({line.id})"


def _defects_of_dispositions(chart: Chart) -> Iterator[Found]:
    sub_forms = {answer for question in chart.questions.values() for answer in question.answers}
    for d in chart.dispositions.values():
        if d.colour is not None and d.colour not in PALETTE:
            yield "unknown_colour", ("dispositions", d.id, "colour"), d.id, f"{d.colour} ({', '.join(PALETTE)})"
        for kind in DUTY_KINDS:
            for n, duty in enumerate(getattr(d, kind)):
                for sub_form in duty.sub_forms:
                    if sub_form not in sub_forms:
                        yield "unknown_sub_form", ("dispositions", d.id, kind, n, "sub_forms"), d.id, sub_form


def _sources(chart: Chart) -> Iterator[tuple[Source, Place, str]]:
    """Every source of a chart, its place in the file and the node it belongs to."""
    for q in chart.questions.values():
        if q.source:
            yield q.source, ("questions", q.id, "source"), q.id
    for d in chart.dispositions.values():
        for kind in DUTY_KINDS:
            for n, duty in enumerate(getattr(d, kind)):
                yield duty.source, ("dispositions", d.id, kind, n, "source"), d.id
    for node, lines in chart.evidence.items():
        for n, line in enumerate(lines):
            yield line.source, ("evidence", node, n, "source"), node
    if chart.review and chart.review.source:
        yield chart.review.source, ("review", "source"), "review"


def source_defects(sources: Iterator[tuple[Source, Place, str]], chart: Chart) -> Iterator[Found]:
    """What is wrong with sources: a document that the chart does not have, or ``seen`` without saying where."""
    for source, place, node in sources:
        if source.place is None:
            if source.checked == "seen":
                yield "seen_without_place", place, node, ""
        elif (document := source.place.partition(":")[0]) not in chart.documents:
            yield "unknown_target", (*place, "place"), node, document


def _defects_of_shape(chart: Chart) -> Iterator[Found]:
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
