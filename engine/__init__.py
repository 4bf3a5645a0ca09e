"""Answers in, decisions out: the rules of a chart, and the lookup table for missions in bulk.

Imports the chart and nothing above it. ``decide`` and ``classify`` are the public API (docs/api.md); each loads its
libraries when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.rules import decide
    from engine.table import classify

__all__ = ["classify", "decide"]
_HOMES = {"classify": "engine.table", "decide": "engine.rules"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
