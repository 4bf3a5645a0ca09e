"""A Streamlit app of one button, served as ours is: what the load is measured beside."""

import streamlit as st
from streamlit import runtime

if runtime.exists():
    st.title("A button")
    st.button("more", key="more")
    st.write("pressed" if st.session_state.get("more") else "not pressed")
else:
    app = st.App(__file__)
