"""The keys of the pages, and what belongs to the whole window: its language, and letters for a meeting room."""

from pathlib import Path

import streamlit as st

from ui.language import lang, say

_ROWS = ("digits", "go_on", "go_back", "next", "previous", "projector", "help")
_mount = st.components.v2.component("keys", js=(Path(__file__).parent / "keys.js").read_text(encoding="utf-8"))


def keys_here(question: str) -> None:
    """Say which question is on the page: after going on, its first answer takes the focus. Once a page."""
    _mount(data={"question": question, "lang": lang()}, key="keys_question")


def keys() -> None:
    """Listen for the keys. At the end of every page."""
    _mount(data={"lang": lang()}, key="keys")


def keys_help() -> None:
    """What the keys do, behind a button that ``?`` opens."""
    with st.popover("", icon=":material/keyboard:", help=say("keys.title"), key="keys_help"):
        st.markdown(f"**{say('keys.title')}**")
        st.markdown("\n".join(f"- {say(f'keys.{row}')}" for row in _ROWS))
