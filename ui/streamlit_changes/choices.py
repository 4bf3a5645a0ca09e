"""What is chosen stays chosen in another language, and is shown in it."""

import streamlit as st
from streamlit.elements.widgets.multiselect import MultiSelectSerde
from streamlit.elements.widgets.radio import RadioSerde
from streamlit.elements.widgets.selectbox import SelectboxSerde
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

_CHOICES = (MultiSelectSerde, RadioSerde, SelectboxSerde)


def choose_again() -> None:
    """Make each choice of the page the choice of its next run. For the callback that changes the language.

    A browser tells Streamlit (1.67.0) what is chosen by its words. Those of the former language are no choice of the
    next run, which took them for the value and went on to show them.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    for widget, metadata in list(context.session_state._state._new_widget_state.widget_metadata.items()):
        key = user_key_from_element_id(widget)
        if key and key in st.session_state and isinstance(getattr(metadata.deserializer, "__self__", None), _CHOICES):
            st.session_state[key] = st.session_state[key]
