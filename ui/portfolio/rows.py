"""How a decision is called in the tables of a portfolio, and whether a table is still the one that was looked at."""

import hashlib
from collections.abc import Iterable

from engine.explain import sub_form_label
from flowchart.chart import Chart
from record.mission_status import MissionStatus
from ui.language import lang, say


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
