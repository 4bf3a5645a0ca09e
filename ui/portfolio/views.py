"""The person's own views of the list: filters kept under a name, opened and forgotten with one press."""

import streamlit as st

from record.lengths import CODE
from record.models import Review
from record.saved_views import delete_view, save_view, views_of
from ui.language import plain, say
from ui.notices import attempt, done, notice
from ui.portfolio.filter import filters_now, use_filters
from ui.who import record

_NAME = "view_name"


def show(review: Review, me: str) -> None:
    """The views, and a field to keep the filters of now as another one. Raises ``StoreError``."""
    with st.popover(say("views.title"), icon=":material/bookmark:", key="views"):
        with record().read_review(me, review.id) as read:
            kept = views_of(read)
        if not kept:
            st.caption(say("views.none"))
        for n, (name, filters) in enumerate(kept.items()):
            with st.container(horizontal=True, vertical_alignment="center", key=f"view_{n}"):
                key = f"view_open_{n}"
                st.button(plain(name), key=key, type="tertiary", width="stretch", on_click=use_filters, args=(filters,))
                about = say("views.delete", name=plain(name))
                st.button(
                    about,
                    key=f"view_delete_{n}",
                    icon=":material/delete:",
                    type="tertiary",
                    help=about,
                    on_click=_delete,
                    args=(review, me, name),
                )
        _save(review, me)


def _delete(review: Review, me: str, name: str) -> None:
    attempt(lambda: delete_view(record(), me, review.id, name), "views")


def _save(review: Review, me: str) -> None:
    def save() -> None:
        name = str(st.session_state.get(_NAME) or "")
        if attempt(lambda: save_view(record(), me, review.id, name, filters_now()), "views"):
            st.session_state[_NAME] = ""
            done(say("views.saved", name=" ".join(name.split())), "views")

    with st.form("views_form", border=False):
        st.text_input(say("views.name"), key=_NAME, max_chars=CODE, help=say("views.help"))
        st.form_submit_button(say("views.save"), icon=":material/bookmark_add:", key="views_save", on_click=save)
    notice("views")
