"""How a decision is called in the tables of a portfolio, and a table as a file, or whether it is still the same."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import pandas as pd

from engine.explain import sub_form_label
from flowchart.chart import Chart
from missions.files.output import write_csv
from missions.files.xlsx import write_xlsx
from record.mission_status import MissionStatus
from record.models import Review
from text.words import Lang
from ui.language import lang, one_language, say
from ui.who import record

FileKind: TypeAlias = Literal["csv", "xlsx"]


def decision_name(chart: Chart, row: MissionStatus) -> str:
    """The decision with its sub-form, or that there is none yet."""
    if row.decision.disposition is None:
        return say("portfolio.incomplete")
    label = chart.dispositions[row.decision.disposition].label[lang()]
    return " · ".join(filter(None, (label, sub_form_label(chart, row.decision, lang()))))


def state_of_list(rows: Iterable[MissionStatus]) -> str:
    """Another one for other missions or answers: a row chosen in a list is forgotten when the list changes."""
    listed = "".join(f"{row.mission.id}:{row.answers_hash}:{row.signed} " for row in rows)
    return hashlib.sha256(listed.encode()).hexdigest()[:16]


def table_file(me: str, review: Review, code: Lang, table: Callable[[], pd.DataFrame], kind: FileKind = "csv") -> bytes:
    """The table as a file, made when it is asked for, for who may then read the review. Raises ``StoreError``."""
    with record().read_review(me, review.id), one_language(code):
        return write_csv(table()) if kind == "csv" else write_xlsx(table())[0]
