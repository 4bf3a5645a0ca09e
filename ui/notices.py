"""What a write did, or why it was refused: said beside the control that asked for it, in view and with the focus."""

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from record.store_error import StoreError
from ui.language import lang, plain

_KEPT = "notices"
_show = st.components.v2.component("notice", js=(Path(__file__).parent / "notices.js").read_text(encoding="utf-8"))


def attempt(write: Callable[[], object], at: str = "") -> bool:
    """Do a write for a callback; the next run says at ``at`` what stands in its way."""
    try:
        write()
    except StoreError as error:
        refuse(error.sentence(lang()), at)
        return False
    return True


def refuse(sentence: str, at: str = "") -> None:
    """Have the next run say at ``at`` what stands in the way."""
    _keep(sentence, at, "error")


def done(sentence: str, at: str = "") -> None:
    """Have the next run say at ``at`` that a write was done."""
    _keep(sentence, at, "success")


def notice(at: str = "") -> None:
    """The place of the messages of ``at``: show the one that waits, and move the focus to it."""
    if waiting := st.session_state.get(_KEPT, {}).pop(at, None):
        _tell(at, *waiting)


def other_notices() -> None:
    """At the page's end: what was to be said at a control that is no longer there."""
    kept: dict[str, tuple[str, str, int]] = st.session_state.get(_KEPT, {})
    for at in list(kept):
        _tell(at, *kept.pop(at))


def _keep(sentence: str, at: str, kind: str) -> None:
    count = st.session_state["notices_said"] = st.session_state.get("notices_said", 0) + 1
    st.session_state.setdefault(_KEPT, {})[at] = sentence, kind, count


def _tell(at: str, sentence: str, kind: str, count: int) -> None:
    key = "notice-" + re.sub(r"\W", "-", at)
    with st.container(key=key):
        if kind == "error":
            st.error(plain(sentence))
        else:
            st.success(plain(sentence), icon=":material/check_circle:")
        _show(data={"key": key, "count": count}, key=f"{key}-focus")
