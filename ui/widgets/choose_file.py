"""A box that takes a file, and a sentence beside it when the browser did not send one."""

from collections.abc import Callable, Iterable
from html import escape

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from ui.language import say


def choose_file(
    label: str,
    *,
    key: str,
    types: Iterable[str],
    mb: int | None = None,
    on_change: Callable[[], None] | None = None,
    help: str | None = None,
) -> UploadedFile | None:
    """Ask for a file with one of these name endings, of at most ``mb`` MB (otherwise what the server takes).

    Streamlit refuses a file in the browser and says so in a tooltip, in English. The sentence is on the page from the
    first; theme.css shows it while a refused file is in the box.
    """
    endings = [f".{ending.lstrip('.')}" for ending in types]
    upload = st.file_uploader(label, type=endings, key=key, max_upload_size=mb, on_change=on_change, help=help)
    most = mb or int(st.get_option("server.maxUploadSize"))
    said = say("refused_file", types=" ".join(endings), mb=most)
    st.html(f'<p class="refused" role="alert">{escape(said)}</p>')
    return upload
