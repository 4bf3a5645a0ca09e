"""What was decided for a mission, and why. Frozen: a decision is replayed from answers, never edited."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flowchart.paths import Step

Status: TypeAlias = Literal["decided", "incomplete"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of the answers given for one mission.

    ``disposition`` is None while ``status`` is "incomplete". ``exit_question`` is the numbered question (any, in a
    chart that numbers none) at which a decided mission left the chart. ``next_question`` is the question to ask next:
    the one that holds an incomplete mission, or the detail still open of a decided one. ``open_details`` names that
    detail. ``unused`` are questions answered but not on the path. ``possible`` are the dispositions that the answers
    given still allow. ``chart`` is the chart's ``id@version#hash8`` and ``chart_hash`` its full content hash.
    """

    status: Status
    disposition: str | None
    sub_form: str | None
    path: tuple[Step, ...]
    exit_question: str | None
    next_question: str | None
    open_details: tuple[str, ...]
    unused: tuple[str, ...]
    possible: tuple[str, ...]
    chart: str
    chart_hash: str
