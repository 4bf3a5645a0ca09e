"""A question before something is done that others will notice: what it does, in words and numbers."""

from collections.abc import Callable

import streamlit as st

from ui.language import say


def ask_first(key: str) -> None:
    """Have the next run ask at ``confirmed``. For callbacks."""
    st.session_state[f"ask-{key}"] = True


def confirmed(key: str, sentence: str, yes: str, act: Callable[[], None]) -> None:
    """The place of the question; ``act`` runs as a callback when the answer is ``yes``."""
    if not st.session_state.get(f"ask-{key}"):
        return

    def close() -> None:
        st.session_state.pop(f"ask-{key}", None)

    def do() -> None:
        close()
        act()

    with st.container(border=True, key=f"ask_{key}"):
        st.warning(sentence, icon=":material/help:")
        with st.container(horizontal=True):
            st.button(yes, type="primary", key=f"{key}-yes", on_click=do)
            st.button(say("confirm.no"), key=f"{key}-no", on_click=close)
