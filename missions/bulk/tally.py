"""What a run over many missions amounts to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from missions.bulk.classify import Classifier
from missions.files.problems import Problem

SHOWN = 10


@dataclass
class Tally:
    """The counts of a run. ``shown`` are the first few problems; ``unused`` missions have answers not used.

    ``foot_rows`` at the end of a table are totals or notes and count as no missions.
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
    _outcomes: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def count(self, outcomes: npt.NDArray[np.int32]) -> None:
        """Count missions by the numbers of their outcomes."""
        more = np.bincount(outcomes, minlength=len(self._outcomes))
        more[: len(self._outcomes)] += self._outcomes
        self._outcomes = more
        self.missions += len(outcomes)

    def report(self, problems: Iterable[Problem]) -> None:
        """Count problems and warnings."""
        for problem in problems:
            if problem.severity == "warning":
                self.warnings[problem.code] += 1
            else:
                self.problems += 1
                if len(self.shown) < SHOWN:
                    self.shown.append(problem)

    def close(self, classifier: Classifier) -> None:
        """Say what the outcomes were."""
        occurring = np.flatnonzero(self._outcomes).astype(np.int32)
        columns = classifier.table.columns(occurring, classifier.lang)
        for n, status, disposition, unused in zip(
            self._outcomes[occurring].tolist(),
            columns["status"],
            columns["disposition"],
            columns["unused"],
            strict=True,
        ):
            self.decided += n if status == "decided" else 0
            self.unused += n if unused else 0
            if disposition:
                self.dispositions[disposition] += n

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
        )
