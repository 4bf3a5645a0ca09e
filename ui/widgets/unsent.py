"""What is typed on the record and not sent yet stays in the browser's tab, until the server has it.

A text box tells the server what was typed when it is left. The browser's Back, a reload or a link takes it away
before: what it held comes back as the member's draft, or into its box when that is shown again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st

from record.lengths import WORDS

Take: TypeAlias = Callable[[Mapping[str, object], str], bool]
"""Keeps text as a draft; False when that failed. What it is a draft of comes from outside, and may be anything."""

_MOST = 20_000_000
"""Characters that a browser may give back; its storage holds fewer."""
_KEY, _FIELDS, _OFFERED, _SENT, _TAKES = "unsent", "unsent_fields", "unsent_offered", "unsent_sent", "unsent_takes"
_mount = st.components.v2.component("unsent", js=(Path(__file__).parent / "unsent.js").read_text(encoding="utf-8"))


def offer(key: str, draft_of: Mapping[str, object] | None = None) -> None:
    """Have the browser keep what is typed in the box of that key, which this run shows.

    What the record can keep as a draft comes back at once, with ``draft_of``; other text when its box is shown again.
    """
    st.session_state.setdefault(_FIELDS, {})[key] = draft_of


def sent(key: str, text: str) -> None:
    """Note that the server has what was typed in the box of that key."""
    st.session_state.setdefault(_SENT, {})[key] = text


def keep(me: str, take_draft: Take) -> None:
    """Have the browser keep what is typed in the boxes that this run offered, and give back what it kept. Last."""
    fields: dict[str, object] = st.session_state.pop(_FIELDS, {})
    st.session_state[_OFFERED] = frozenset(fields)
    data = {
        "owner": hashlib.sha256(me.encode()).hexdigest()[:16],
        "fields": {key: {"of": of, "css": _css_class(key)} for key, of in fields.items()},
        "boxes": {key: str(st.session_state.get(key) or "") for key in fields},
        "sent": st.session_state.pop(_SENT, {}),
        "takes": st.session_state.get(_TAKES, 0),
    }
    _mount(data=data, key=_KEY, on_lost_change=partial(_take_back, take_draft))


def _css_class(key: str) -> str:
    """What Streamlit makes of a key in the class of its widget."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "_-") else "-" for letter in key)


def _take_back(take_draft: Take) -> None:
    state: Any = st.session_state.get(_KEY)
    take(state.get("lost") if state else None, take_draft)


def take(text: object, take_draft: Take) -> None:
    """Put what the browser kept where it belongs. It comes from outside, and may be anything."""
    try:
        held = json.loads(text) if isinstance(text, str) and len(text) <= _MOST else None
    except (ValueError, RecursionError):
        return
    offered: frozenset[str] = st.session_state.get(_OFFERED, frozenset())
    st.session_state[_TAKES] = st.session_state.get(_TAKES, 0) + 1
    for item in held if isinstance(held, list) else ():
        key, typed = (item.get("key"), item.get("text")) if isinstance(item, dict) else (None, None)
        if not isinstance(key, str) or not isinstance(typed, str):
            continue
        of = item.get("of")
        if isinstance(of, dict):
            if not take_draft(of, typed[:WORDS]):
                continue
            sent(key, typed)
        if key in offered:
            st.session_state[key] = typed[:WORDS]
