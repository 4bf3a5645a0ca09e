"""Who is signed in now, to be ended by an administrator."""

from functools import partial

import streamlit as st

from record.members import names_of
from record.models import Member
from record.sign_in import end_sign_in, release_identity, sign_ins
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice
from ui.sign_in import sign_in_rules
from ui.who import record

_MOST = 100
"""Sign-ins that are listed at once."""


def show(me: Member) -> None:
    """The sign-ins that count, each with what ends it. Raises ``StoreError``."""
    st.header(say("sign_ins.title"), anchor=False)
    with record().read(me.email) as read:
        found, names = sign_ins(read, sign_in_rules()), names_of(read)
    st.markdown(say("sign_ins.intro", n=f"{len(found):,}"))
    notice("sign_ins")

    def end(sign_in: str, name: str) -> None:
        if attempt(lambda: end_sign_in(record(), me.email, sign_in), at="sign_ins"):
            done(say("sign_ins.ended", name=name), at="sign_ins")

    def release(email: str, name: str) -> None:
        if attempt(lambda: release_identity(record(), me.email, email), at="sign_ins"):
            done(say("sign_ins.released", name=name), at="sign_ins")

    for each in found[:_MOST]:
        name = names.get(each.email, each.email)
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            since, seen = moment_in_words(each.began, lang()), moment_in_words(each.seen, lang())
            times = say("sign_ins.times", since=since, seen=seen)
            st.markdown(f"**{plain(name)}** · {plain(each.email)}  \n{times}", width="stretch")
            st.button(say("sign_ins.end"), key=f"end-{each.id}", help=name, on_click=partial(end, each.id, name))
            label, about = say("sign_ins.release"), say("sign_ins.release_help")
            st.button(label, key=f"release-{each.id}", help=about, on_click=partial(release, each.email, name))
