"""A chart for other people's engines, and theirs as a chart.

An export is made of the chart's paths, one rule each, so that an engine which knows nothing of charts decides as we do.
``engines`` of that kind are told what they can be told: see ``decision_rules``.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias

from flowchart.chart import Chart
from flowchart.exchange.dmn import dmn_of
from flowchart.exchange.jdm import jdm_of
from flowchart.exchange.json_schema import json_schema_of
from flowchart.exchange.mermaid import mermaid_of
from flowchart.exchange.sql import sql_of
from text.words import Lang

Form: TypeAlias = Literal["dmn", "jdm", "sql", "mermaid", "json-schema"]

EXPORTS: dict[Form, Callable[[Chart, Lang], str]] = {
    "dmn": dmn_of,
    "jdm": jdm_of,
    "sql": sql_of,
    "mermaid": mermaid_of,
    "json-schema": json_schema_of,
}
"""What a chart can be written as. Each raises ``ExchangeError`` for a chart that the form cannot say."""
