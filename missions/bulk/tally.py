"""What a run over many missions amounts to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.columns import RESULT_COLUMNS
from missions.bulk.classify import Classifier
from missions.bulk.findings import Found
from missions.files.problems import Problem

SHOWN = 10


@dataclass
class Tally:
    """The counts of a run.

    ``shown`` are the first few problems; ``unused`` missions have answers not used; ``foot_rows`` at the end of a table
    are totals or notes and count as no missions; ``ids_not_compared`` came when there were too many ids to look for
    duplicates among all.
    """

    missions: int = 0
    decided: int = 0
    unused: int = 0
    blank_rows: int = 0
    foot_rows: int = 0
    problems: int = 0
    warnings: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    shown: list[Problem] = field(default_factory=list)
    ids_compared: int = 0
    ids_not_compared: int = 0
    _outcomes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def count(self, outcomes: npt.NDArray[np.int32]) -> None:
        """Count missions by the numbers of their outcomes."""
        more = np.bincount(outcomes, minlength=len(self._outcomes))
        more[: len(self._outcomes)] += self._outcomes
        self._outcomes = more
        self.missions += len(outcomes)

    def report(self, found: Iterable[Found]) -> None:
        """Count problems and warnings on rows."""
        for row, finding in found:
            if finding.is_warning:
                self.warnings[finding.problem.code] += 1
            else:
                self.problems += 1
                if len(self.shown) < SHOWN:
                    self.shown.append(finding.at(row))

    def close(self, classifier: Classifier) -> None:
        """Say what the outcomes were."""
        occurring = np.flatnonzero(self._outcomes)
        texts = classifier.table.texts(classifier.lang)
        for outcome, n in zip(occurring.tolist(), self._outcomes[occurring].tolist(), strict=True):
            text = dict(zip(RESULT_COLUMNS, texts[outcome], strict=True))
            self.decided += n if text["status"] == "decided" else 0
            self.unused += n if text["unused"] else 0
            if text["disposition"]:
                self.dispositions[text["disposition"]] += n

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.missions + other.missions,
            self.decided + other.decided,
            self.unused + other.unused,
            self.blank_rows + other.blank_rows,
            self.foot_rows + other.foot_rows,
            self.problems + other.problems,
            self.warnings + other.warnings,
            self.dispositions + other.dispositions,
            [*self.shown, *other.shown][:SHOWN],
            self.ids_compared + other.ids_compared,
            self.ids_not_compared + other.ids_not_compared,
        )
