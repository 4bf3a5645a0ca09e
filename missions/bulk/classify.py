"""Rows of missions in, the same rows with decisions, problems and warnings out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from engine.columns import RESULT_COLUMNS, free_names
from engine.flips import flip_table_of
from engine.table import table_of
from flowchart.chart import Chart
from missions.bulk.answer_words import Answers, AnswerWords, read_columns
from missions.bulk.batch import Batch, batch_of
from missions.bulk.cells import FILLED
from missions.bulk.findings import Finding, Found, Numbers
from missions.bulk.row_warnings import Ids, RowWarnings
from missions.files.answers import STRANGE, AnswerReader, Codes
from missions.files.columns import Columns
from missions.files.output import ALL_COLUMNS, OUTPUT_COLUMNS, kept_columns
from missions.files.problems import Problem
from missions.files.replacements import Replacement
from missions.files.sheet import Sheet
from missions.files.text import ROWS_AT_ONCE
from text.words import Lang

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OUTPUT_COLUMNS", "Classified", "Classifier", "Decisions", "Prepared", "classify_sheet"]

_MOST_FINDINGS = 10_000
"""Problems whose texts are remembered."""


@dataclass(frozen=True)
class Classified:
    """The input rows, unchanged and in order, the columns appended to them, every problem found and every warning."""

    missions: "pd.DataFrame"
    results: "pd.DataFrame"
    problems: list[Problem]
    warnings: list[Problem] = field(default_factory=list)
    corrected: "pd.DataFrame | None" = None
    """The input rows with the words replaced that were; None when none were."""

    @property
    def table(self) -> "pd.DataFrame":
        """Input and result columns side by side; a result column whose name the input uses gets ``_2`` after it."""
        import pandas as pd

        names = free_names(OUTPUT_COLUMNS, list(self.missions.columns))
        return pd.concat([self.missions, self.results.set_axis(names, axis=1)], axis=1)

    @property
    def decided(self) -> int:
        """How many missions are decided."""
        return int((self.results["status"] == "decided").sum())


@dataclass(frozen=True)
class Prepared:
    """A batch without its blank rows, and its answers by place in the chart."""

    batch: Batch
    answers: dict[int, Answers]
    codes: Codes
    fields: pl.DataFrame | None = None
    """The cells as they will stand in a file, where they were made ready for it."""

    def head(self, rows: int) -> "Prepared":
        """The first rows only."""
        batch = replace(self.batch, frame=self.batch.frame.head(rows), numbers=self.batch.numbers[:rows])
        answers = {place: given.kept(slice(rows)) for place, given in self.answers.items()}
        fields = None if self.fields is None else self.fields.head(rows)
        return Prepared(batch, answers, self.codes[:rows], fields)


@dataclass(frozen=True)
class Decisions:
    """What was decided on some rows: an outcome number for each, and their problems and warnings in order of rows.

    A word that was replaced is told among the problems, so that the result says so on its row; it is only odd.
    """

    outcomes: npt.NDArray[np.int32]
    problems: Found
    warnings: Found
    flips: npt.NDArray[np.int32] | None = None
    """What would change each, by number, where that was asked for."""


class Classifier:
    """Classifies the rows of one table, all at once or a batch at a time with the same result."""

    def __init__(
        self,
        chart: Chart,
        header: Sequence[str],
        columns: Columns,
        lang: Lang,
        *,
        whatif: bool = False,
        replacements: Sequence[Replacement] = (),
    ) -> None:
        self.chart, self.lang = chart, lang
        self.flips = flip_table_of(chart) if whatif else None
        self.table = table_of(chart)
        self.answers = AnswerReader(chart, header, columns, replacements)
        self._words = {place: AnswerWords(self.answers, place) for place in self.answers.asked}
        self.warnings = RowWarnings(chart, header, columns, lang)
        self.ids = Ids(header, columns, lang)
        self._strange: dict[tuple[int, str], Finding] = {}
        self._of_structure: dict[Problem, Finding] = {}
        # A file that is our own output is classified anew: its result columns are replaced.
        self.kept = kept_columns(header)
        """How many columns of the input are kept."""
        self.result_names = free_names(ALL_COLUMNS if whatif else OUTPUT_COLUMNS, header[: self.kept])

    @property
    def needed(self) -> set[int]:
        """The columns that a decision and its warnings look at."""
        others = (self.warnings.name_at, self.ids.at)
        return {*self.answers.asked.values(), *(at for at in others if at is not None)}

    def prepare(self, batch: Batch) -> Prepared:
        """Read the answers of a batch. Several threads may do this at once."""
        columns = batch.frame.get_columns()
        answers = read_columns(self._words, {place: columns[at] for place, at in self.answers.asked.items()})
        if batch.may_be_blank and (filled := self._filled(columns, answers)) is not None:
            batch = replace(batch, frame=batch.frame.filter(pl.Series(filled)), numbers=batch.numbers[filled])
            answers = {place: given.kept(filled) for place, given in answers.items()}
        codes: Codes = np.zeros((batch.frame.height, len(self.chart.questions)), dtype=np.int8, order="F")
        for place, given in answers.items():
            codes[:, place] = given.codes
        return Prepared(batch, answers, codes)

    def _filled(self, columns: list[pl.Series], answers: dict[int, Answers]) -> npt.NDArray[np.bool_] | None:
        """Which rows hold anything; None when all do."""
        blank = np.logical_and.reduce([given.blank for given in answers.values()])
        asked = set(self.answers.asked.values())
        for at, column in enumerate(columns):
            if at not in asked and blank.any():
                places = np.flatnonzero(blank)
                blank[places] = ~column.gather(pl.Series(places)).str.contains(FILLED).fill_null(value=False).to_numpy()
        return ~blank if blank.any() else None

    def decide(self, prepared: Prepared) -> Decisions:
        """Decide a batch. The batches of a table must come in their order."""
        batch, codes = prepared.batch, prepared.codes
        problems = [self.structural(batch.problems)]
        for place, given in prepared.answers.items():
            strange = codes[:, place] == STRANGE
            if (replaced := given.replaced) is not None:
                strange |= replaced
            if strange.any():
                words, which = given.words(strange)
                kinds = tuple(self._finding(place, word) for word in words)
                problems.append(Found(kinds, batch.numbers[strange], which))
        codes = np.maximum(codes, 0)
        warnings = self.warnings.warnings(codes, prepared.answers, batch.frame, batch.numbers)
        if self.ids.at is not None:
            self.ids.add(batch.frame.to_series(self.ids.at), batch.numbers)
        flips = self.flips.numbers(codes) if self.flips else None
        return Decisions(self.table.outcomes(codes), Found.merged(problems), warnings, flips)

    def corrected(self, prepared: Prepared) -> pl.DataFrame:
        """The cells of a batch with what was put in the place of words, in the columns that are kept."""
        columns = prepared.batch.frame.get_columns()
        for place, given in prepared.answers.items():
            if (meant := given.corrected(self.lang)) is not None:
                at = self.answers.asked[place]
                columns[at] = meant.alias(columns[at].name)
        return pl.DataFrame(columns[: self.kept])

    def flip_texts(self, decisions: Decisions) -> list[tuple[str, ...]]:
        """The texts of what would change the decisions, by column; none where that was not asked for."""
        if self.flips is None or decisions.flips is None:
            return []
        texts = self.flips.texts()
        return list(zip(*(texts[number] for number in decisions.flips.tolist()), strict=True))

    def _finding(self, place: int, word: str) -> Finding:
        found = self._strange.get((place, word))
        if found is None:
            if len(self._strange) >= _MOST_FINDINGS:
                self._strange.clear()
            found = self._strange[place, word] = Finding(self.answers.problem(place, word), self.lang)
        return found

    def structural(self, problems: Sequence[Problem]) -> Found:
        """What is wrong with the structure of rows."""
        return Found.of((problem.row or 0, self._structural(replace(problem, row=None))) for problem in problems)

    def _structural(self, anywhere: Problem) -> Finding:
        found = self._of_structure.get(anywhere)
        if found is None:
            if len(self._of_structure) >= _MOST_FINDINGS:
                self._of_structure.clear()
            found = self._of_structure[anywhere] = Finding(anywhere, self.lang)
        return found

    def duplicates(self) -> list[Problem]:
        """A warning for each row whose id an earlier row has already."""
        rows, firsts = (numbers.tolist() for numbers in self.ids.duplicates())
        return [self.ids.finding.at(row, first) for row, first in zip(rows, firsts, strict=True)]


def classify_sheet(
    chart: Chart,
    sheet: Sheet,
    columns: Columns,
    lang: Lang,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    replacements: Sequence[Replacement] = (),
) -> Classified:
    """Classify every row of ``sheet``. ``progress`` is told how many rows of how many are done.

    A file that is our own output is classified anew: its result columns are replaced.
    """
    import pandas as pd

    classifier = Classifier(chart, sheet.header, columns, lang, replacements=replacements)
    corrected: list[tuple[object, ...]] = []
    outcomes: list[npt.NDArray[np.int32]] = []
    problems, warnings = [classifier.structural(sheet.problems)], []
    total = len(sheet.rows)
    for start in range(0, max(total, 1), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        piece = replace(sheet, rows=sheet.rows[rows], row_numbers=sheet.row_numbers[rows], problems=[])
        prepared = classifier.prepare(batch_of(piece))
        decisions = classifier.decide(prepared)
        if replacements:
            corrected += classifier.corrected(prepared).rows()
        outcomes.append(decisions.outcomes)
        problems.append(decisions.problems)
        warnings.append(decisions.warnings)
        progress(min(start + ROWS_AT_ONCE, total), total)
    found = Found.merged(problems)
    rows_said, sentences = found.sentences()
    texts = dict(zip(rows_said.tolist(), sentences.to_list(), strict=True))
    results = pd.DataFrame(classifier.table.columns(np.concatenate(outcomes), lang)).astype("str")
    said = pd.Series([texts.get(number, "") for number in sheet.row_numbers], dtype="str")
    results.insert(len(RESULT_COLUMNS) - 1, "problems", said)
    header = list(sheet.header)
    odd = Found.merged([*warnings, found.chosen(warnings=True)])
    return Classified(
        pd.DataFrame(sheet.rows, columns=header, dtype="str").iloc[:, : classifier.kept],
        results,
        [*classifier.answers.repeated(), *(finding.at(row) for row, finding in found.chosen(warnings=False))],
        [*(finding.at(row) for row, finding in odd), *classifier.duplicates()],
        pd.DataFrame(corrected, columns=header[: classifier.kept], dtype="str") if replacements else None,
    )


def problem_column(numbers: Numbers, said: tuple[Numbers, pl.Series], end: str | None = None) -> pl.Series:
    """What is ``said`` of some of the rows with these ``numbers``, as a column; ``end`` follows in every row."""
    column = pl.Series("problems", [end], dtype=pl.String).new_from_index(0, len(numbers))
    rows, texts = said
    there = np.isin(rows, numbers)  # the header's are of no row
    if not there.any():
        return column
    texts = texts.filter(pl.Series(there))
    return column.scatter(pl.Series(np.searchsorted(numbers, rows[there])), texts + end if end else texts)
