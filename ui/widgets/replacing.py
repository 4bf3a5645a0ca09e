"""Misspelt answers of a file, grouped by word: corrected for all rows in one press, and taken back."""

from collections.abc import Callable, Sequence

import streamlit as st

from flowchart.chart import UNKNOWN, Chart
from missions.files.replacements import Replacement, WordCount
from missions.files.vocabulary import vocabularies
from ui.language import localizer, plain, say
from ui.notices import notice, refuse

Change = Callable[[tuple[Replacement, ...]], None]
"""Has the file read anew with these replacements, and with no others."""


def show_words(
    chart: Chart,
    strange: Sequence[WordCount],
    replaced: Sequence[WordCount],
    change: Change,
    *,
    more: int = 0,
    result: bool = True,
) -> None:
    """Offer an answer for each strange word, and show what was replaced; every press calls ``change``.

    ``more`` words were not understood than are offered. ``result`` tells that a result file was made.
    """
    now = tuple(Replacement(word.question, word.word, word.answer) for word in replaced)
    if strange:
        _offer(chart, strange, more, now, change)
    if replaced:
        _show_replaced(chart, replaced, now, change, result=result)


def _offer(chart: Chart, strange: Sequence[WordCount], more: int, now: tuple[Replacement, ...], change: Change) -> None:
    st.header(say("replacing.heading"), anchor=False)
    st.caption(say("replacing.help"))
    if more:
        shown, every = f"{len(strange):,}", f"{len(strange) + more:,}"
        st.info(say("replacing.more", shown=shown, all=every), icon=":material/info:")

    def correct() -> None:
        chosen = ((word, st.session_state.get(_key(word))) for word in strange)
        new = [
            Replacement(word.question, word.word, answer)
            for word, answer in chosen
            if answer == UNKNOWN or answer in chart.questions[word.question].answers
        ]
        if new:
            change((*now, *new))
        else:
            refuse(say("replacing.none"), "replacing")

    with st.form("replace_words"):
        for word in strange:
            choices = _choices(chart, word.question)
            nearest, suggested = _suggestion(chart, word)
            names = localizer(chart)
            told = {"word": plain(word.word), "n": f"{word.count:,}", "question": plain(names.question(word.question))}
            st.selectbox(
                say("replacing.near", **told, nearest=plain(nearest)) if nearest else say("replacing.word", **told),
                list(choices),
                index=list(choices).index(suggested),
                format_func=choices.__getitem__,
                key=_key(word),
            )
        notice("replacing")
        st.form_submit_button(
            say("replacing.correct"), type="primary", icon=":material/spellcheck:", key="replace_all", on_click=correct
        )


def _show_replaced(
    chart: Chart, replaced: Sequence[WordCount], now: tuple[Replacement, ...], change: Change, *, result: bool
) -> None:
    names = localizer(chart)
    st.header(say("replacing.done_heading"), anchor=False)
    st.caption(say("replacing.done_help" if result else "replacing.done_help_review"))
    for n, word in enumerate(replaced):
        with st.container(horizontal=True, vertical_alignment="center"):
            told = {"word": plain(word.word), "n": f"{word.count:,}", "question": plain(names.question(word.question))}
            st.markdown(say("replacing.done", **told, answer=plain(names.answer(word.question, word.answer))))
            st.button(
                say("replacing.take_back", word=plain(word.word)),
                icon=":material/undo:",
                key=f"replace_back_{n}",
                on_click=change,
                args=((*now[:n], *now[n + 1 :]),),
            )
    if len(replaced) > 1:
        st.button(
            say("replacing.take_all_back"), icon=":material/undo:", key="replace_back", on_click=change, args=((),)
        )


def _choices(chart: Chart, question: str) -> dict[str | None, str]:
    """What may be put in the place of a word, in words; None is nothing."""
    answers = (*chart.questions[question].answers, UNKNOWN)
    names = localizer(chart)
    return {None: say("replacing.leave"), **{answer: names.answer(question, answer) for answer in answers}}


def _suggestion(chart: Chart, word: WordCount) -> tuple[str, str | None]:
    """The accepted word that is nearest, and the answer that it means; none when nothing is near."""
    accepted = vocabularies(chart)[word.question]
    nearest = accepted.nearest(word.word)
    return nearest, accepted.code(nearest) if nearest else None


def _key(word: WordCount) -> str:
    return f"replace_{hash((word.question, word.word))}"
