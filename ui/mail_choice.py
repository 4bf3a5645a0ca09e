"""Notices on the page of what waits: who reminds the person, and which letters they want."""

from datetime import UTC, datetime

import streamlit as st

from mail.settings import is_on
from record.outbox import choose, own_choice, reminders_for
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice
from ui.who import record


def reminders(me: str) -> None:
    """The reminders of the last days, one line each. Raises ``StoreError``."""
    for found, review, name in reminders_for(record(), me, datetime.now(UTC)):
        said = say(
            "notices.reminder",
            name=plain(name),
            n=found.facts["missions"],
            review=plain(review.title(lang())),
            at=moment_in_words(found.made, lang()),
        )
        st.markdown(f":material/notifications: {said}")


def choices(me: str) -> None:
    """Which letters the person wants, where letters are sent at all. Raises ``StoreError``."""
    if not is_on():
        return
    kept = own_choice(record(), me)
    for name in ("at_once", "digest"):
        st.session_state.setdefault(f"mail_{name}", getattr(kept, name))

    def save() -> None:
        wanted = {name: bool(st.session_state.get(f"mail_{name}")) for name in ("at_once", "digest")}
        if attempt(lambda: choose(record(), me, **wanted, lang=lang()), "mail"):
            done(say("notices.saved"), "mail")

    box = st.expander(say("notices.heading"), icon=":material/mail:", key="mail_open")
    with box, st.form("mail", border=False):
        st.checkbox(say("notices.at_once"), key="mail_at_once")
        st.checkbox(say("notices.digest"), key="mail_digest")
        st.caption(say("notices.language"))
        notice("mail")
        st.form_submit_button(say("notices.save"), icon=":material/save:", key="mail_save", on_click=save)
