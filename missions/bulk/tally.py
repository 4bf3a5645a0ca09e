"""What a run over many missions amounts to."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.columns import RESULT_COLUMNS
from missions.files.problems import Problem
from missions.files.replacements import WordCounts

if TYPE_CHECKING:
    from missions.bulk.findings import Found

SHOWN = 10
MOST_MINISTRIES = 200
"""A column with more names than these cannot be of ministries."""


@dataclass
class Tally:
    """The counts of a run.

    ``shown`` are the first few problems; ``unused`` missions have answers not used; ``foot_rows`` at the end of a table
    are totals or notes and count as no missions; ``ids_not_compared`` came when there were too many ids to look for
    duplicates among all. ``words`` were not understood or were replaced, ``walks`` count path, disposition and next
    question, ``ministries`` the dispositions of each ("" for none) where that was asked for, of none where there are
    ``many_ministries``; these four are of one run only, and are not summed.
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
    words: WordCounts = field(default_factory=WordCounts)
    walks: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    ministries: dict[str, Counter[str]] = field(default_factory=dict)
    many_ministries: bool = False

    def report(self, found: "Found") -> None:
        """Count problems and warnings on rows."""
        for finding, times in found.counts():
            self.words.add(finding.problem, times)
            if finding.is_warning:
                self.warnings[finding.problem.code] += times
        errors = found.chosen(warnings=False)
        self.problems += len(errors)
        self.shown += [finding.at(row) for row, finding in errors.head(SHOWN - len(self.shown))]

    def count(self, outcome: tuple[str, ...], missions: int) -> None:
        """Count missions with one outcome, given by its texts."""
        text = dict(zip(RESULT_COLUMNS, outcome, strict=True))
        self.decided += missions if text["status"] == "decided" else 0
        self.unused += missions if text["unused"] else 0
        self.walks[text["path"], text["disposition"], text["next_question"]] += missions
        if text["disposition"]:
            self.dispositions[text["disposition"]] += missions

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
