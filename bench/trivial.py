"""A Streamlit app of one button, served as ours is: what the load is measured beside."""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    st.title("A button")
    pressed = st.session_state.get("pressed", 0) + st.button("more", key="more")
    st.session_state["pressed"] = pressed
    with st.container(key=f"pressed-{pressed}"):
        st.write(f"pressed {pressed}")
else:
    app = st.App(__file__)
