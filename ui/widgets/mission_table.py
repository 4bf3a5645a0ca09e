"""A table of missions: names are links, boxes choose and never navigate, numbers stand at the right."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from ui.language import lang, say

_HERE = Path(__file__).parent
_mount = st.components.v2.component(
    "missions",
    html='<div class="mission-table"></div>',
    css=(_HERE / "mission_table.css").read_text(encoding="utf-8"),
    js=(_HERE / "mission_table.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_ROW, _ROW_WITH_BOX = 2.1, 2.65
"""Height of a row of one line, in rem."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, and whether it holds numbers, or sentences (``wide``). ``link`` opens the mission."""

    label: str
    number: bool = False
    link: bool = False
    wide: bool = False


def mission_table(
    columns: Sequence[Column],
    rows: Mapping[int, Sequence[str]],
    *,
    key: str,
    label: str,
    place: str = "walk",
    chosen: Collection[int] | None = None,
    on_open: Callable[[], None] = lambda: None,
) -> set[int]:
    """Show missions by id, and give the ids whose boxes are ticked.

    ``chosen`` are those ticked at first, None for a table without boxes. ``on_open`` runs when a name is pressed; it
    asks ``opened`` which.
    """
    english = "&lang=en" if lang() == "en" else ""
    data = {
        "columns": [{"label": c.label, "number": c.number, "link": c.link, "wide": c.wide} for c in columns],
        "rows": [{"id": number, "cells": list(cells)} for number, cells in rows.items()],
        "label": label,
        "address": {number: f"{place}?mission={number}{english}" for number in rows},
        "boxes": chosen is not None,
        "default": sorted(set(chosen or ()) & set(rows)),
        "choose": say("table.choose"),
        "choose_all": say("table.choose_all"),
    }
    # Its room from the first, so that what stands below does not move when the rows are drawn.
    room = (len(rows) + 1) * (_ROW if chosen is None else _ROW_WITH_BOX)
    st.html(f"<style>.st-key-{key}:not(:has(table)) {{ min-height: {room:.1f}rem; }}</style>")
    found: Any = _mount(
        data=data, key=key, default={"chosen": data["default"]}, on_chosen_change=_nothing, on_opened_change=on_open
    )
    ticked = found.get("chosen") if found else None
    if chosen is None or not isinstance(ticked, list):
        return set()
    return {number for number in ticked if type(number) is int and number in rows}


def opened(key: str) -> int | None:
    """The mission whose name was pressed; the value comes from the browser, and the page it opens checks it."""
    state: Any = st.session_state.get(key)
    value = state.get("opened") if state else None
    return value if type(value) is int and value > 0 else None


def _nothing() -> None:
    """A box changed: the page runs again, and that is all."""
