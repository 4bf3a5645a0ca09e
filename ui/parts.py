"""A part of a page that runs alone: what is pressed in it does not run the rest of the page again."""

import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from record.store_error import StoreError
from ui.admission import left
from ui.language import lang, plain, say
from ui.look import looking, one_look
from ui.notices import other_notices
from ui.routes import here, stayed

_P = ParamSpec("_P")


def part(name: str) -> Callable[[Callable[_P, None]], Callable[_P, None]]:
    """The function becomes a part of its page, which ``again(name)`` runs again.

    It runs with the arguments that the page gave it last, so it reads what may have changed since, and who is there.
    """

    def made(body: Callable[_P, None]) -> Callable[_P, None]:
        @st.fragment(key=name)
        @wraps(body)
        def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
            with failures_told(name):
                if looking():  # the page runs, or a part around this one
                    body(*args, **kwargs)
                    return
                with one_look():
                    if left():  # signed out elsewhere: the page says so
                        st.rerun()
                    stayed()
                    body(*args, **kwargs)
                    other_notices()

        return run

    return made


def again(name: str) -> None:
    """For callbacks, as the last thing they do: run that part and not the one in which something was pressed.

    Where the page has changed meanwhile, as by a link pressed from within a text, there is no such part to run.
    """
    context = get_script_run_ctx()
    # Where the whole page is to run, the part does with it; where two parts are, what was pressed in the other counts.
    if context and len(context.fragment_ids_this_run or ()) == 1:
        with suppress(StreamlitAPIException):
            st.rerun(name)


@contextmanager
def failures_told(name: str = "page") -> Iterator[None]:
    """Whatever fails is said: why, where the record refused; else with a reference to what the log holds.

    What may pass can be tried again; ``name`` is that of the part that fails.
    """
    try:
        yield
    except StoreError as error:
        st.error(plain(error.sentence(lang())))
        editors: Mapping[str, Any] = st.session_state.get("editors", {})
        if any(each.not_taken for each in editors.values()):
            st.info(say("record.in_window"), icon=":material/edit_note:")
        if error.passes:
            st.button(say("try_again"), icon=":material/refresh:", key=f"try_again_{name}")  # a run is what it takes
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logging.getLogger("blueprint").exception("page %r failed, reference %s", here(), reference)
        st.error(say("error", reference=reference))
