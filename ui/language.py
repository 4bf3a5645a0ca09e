"""The language of the page: Thai by default, English by a switch, kept in the URL as ``?lang=en``."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from text.words import LANGS, Lang, Words
from ui.streamlit_changes.choices import choose_again

NAMES: dict[Lang, str] = {"th": "ไทย", "en": "English"}
"""Each language by its own name."""

_words = Words.beside(__file__)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&=])")
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)


_of_this_run: ContextVar[Lang | None] = ContextVar("language of this run", default=None)


def lang() -> Lang:
    """The language in use. A value that no switch offers counts as Thai."""
    return _of_this_run.get() or _chosen()


@contextmanager
def one_language(chosen: Lang | None = None) -> Iterator[None]:
    """One language for all that is said here, looked up once unless it is given.

    It is given where a file is made beside the page, which knows no language then.
    """
    token = _of_this_run.set(chosen or _chosen())
    try:
        yield
    finally:
        _of_this_run.reset(token)


def _chosen() -> Lang:
    return "en" if st.session_state.get("lang", st.query_params.get("lang")) == "en" else "th"


def say(key: str, **names: object) -> str:
    """A text of the pages in the language in use."""
    return _words(key, lang(), **names)


def in_the_other(key: str, **names: object) -> str:
    """A text of the pages in the language that is not in use."""
    return _words(key, "en" if lang() == "th" else "th", **names)


def localizer(chart: Chart) -> ChartLocalizer:
    """What names the parts of a chart in the language in use."""
    return ChartLocalizer(chart, lang())


def plain(text: str) -> str:
    """A user's own text, escaped so that it shows as typed where markdown is expected."""
    level = _INDENTED.sub(lambda spaces: "\u00a0" * len(spaces[0].expandtabs(4)), text)  # four spaces would be code
    return _MARKDOWN.sub(r"\\\1", level).replace("\n", "  \n")


def language_switch() -> None:
    """The switch between the languages. Going to another page clears the URL, so it is written there each time."""
    chosen = lang()
    st.session_state["lang"] = chosen
    if chosen == "en":
        st.query_params["lang"] = chosen
    else:
        st.query_params.pop("lang", None)
    st.segmented_control(
        say("language"),
        LANGS,
        required=True,
        key="lang",
        format_func=lambda code: NAMES[code],
        label_visibility="collapsed",
        on_change=choose_again,
    )
