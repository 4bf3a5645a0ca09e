"""The comments on a question, or on all questions of a mission: folded with their number, to be read and answered."""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from flowchart.chart import Chart
from record.lengths import WORDS
from record.models import Comment
from record.store import CHAIR
from record.talk import TALKERS, Thread, comment, resolve, unknown_names
from text.dates import moment_in_words
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, done, notice
from ui.walk.editor import MissionEditor
from ui.who import record
from ui.widgets import unsent
from ui.widgets.opened import panel
from ui.widgets.wording import own, passage

Names = Mapping[str, str]
"""What people are called, by e-mail."""


def show(chart: Chart, here: MissionEditor) -> None:
    """The comments on the question on the page; where there is none, on all of the mission. Raises ``StoreError``."""
    threads, names, group = here.whole.threads, here.whole.names, here.whole.people
    asked = here.at if here.may_write else None
    found = [thread for thread in threads if asked in (None, thread.first.question)]
    open_ = [thread for thread in found if thread.open]
    heading = "heading" if asked else "heading_mission"
    label = say(f"talk.{heading}", open=len(open_), all=len(found)) if found else say("talk.heading_none")
    key = _key(here, "open")
    called = any(here.me in thread.called for thread in open_)
    with panel(label, icon=":material/forum:", key=key, opened=called) as box:
        if not box.open:
            return
        st.caption(say("talk.help"))
        typed = [thread for thread in found if not thread.open and st.session_state.get(_reply_key(thread))]
        for thread in (*open_, *typed):
            _thread(chart, here, thread, names, group, titled=asked is None)
        closed = [thread for thread in found if not thread.open and thread not in typed]
        if closed and st.toggle(say("talk.show_resolved", n=len(closed)), key=_key(here, "closed")):
            for thread in closed:
                _thread(chart, here, thread, names, group, titled=asked is None)
        if _may_talk(here):
            _new(chart, here, asked, group)
        elif not found:
            st.caption(say("talk.none"))


def _may_talk(here: MissionEditor) -> bool:
    return bool(here.roles & TALKERS) and here.review.status == "open"


def _key(here: MissionEditor, part: str) -> str:
    return f"talk-{part}-{here.row.id}-{here.at or ''}"


def _reply_key(thread: Thread) -> str:
    return f"talk-{thread.first.uid}-reply"


def _thread(chart: Chart, here: MissionEditor, thread: Thread, names: Names, group: Names, *, titled: bool) -> None:
    """A comment with its replies, and what the person may do about it."""
    first = thread.first
    with st.container(border=True, key=f"talk-{first.uid}"):
        if titled:
            st.markdown(f"**{plain(localizer(chart).question(first.question))}**")
        st.html(f'<ol class="talk">{"".join(_said(each, names) for each in thread.comments)}</ol>')
        if first.resolved_at is not None:
            who = plain(names.get(first.resolved_by or "", first.resolved_by or ""))
            st.caption(say("talk.resolved_by", name=who, at=moment_in_words(first.resolved_at, lang())))
        notice(f"talk-{first.uid}")
        if _may_talk(here):
            _answers(here, thread, names, group)


def _said(each: Comment, names: Names) -> str:
    """One comment as it was typed, with who said it when and whom it calls."""
    when = escape(moment_in_words(each.at, lang()))
    head = f'<strong>{own(names.get(each.by, each.by))}</strong> <time datetime="{each.at.isoformat()}">{when}</time>'
    called = ", ".join(own(names.get(email, email)) for email in each.mentions)
    foot = f'<div class="called">{say("talk.called", names=called)}</div>' if called else ""
    return f"<li><div>{head}</div>{passage(escape(each.text))}{foot}</li>"


def _answers(here: MissionEditor, thread: Thread, names: Names, group: Names) -> None:
    """The reply to an open comment, and resolving it or opening it again."""
    first, place = thread.first, f"talk-{thread.first.uid}"
    key = _reply_key(thread)

    def reply() -> None:
        text = str(st.session_state.get(key) or "")
        at = (record(), here.me, here.row.id, first.question)
        if _send(lambda: comment(*at, text, reply_to=first.uid), text, group, place):
            st.session_state[key] = ""
            unsent.sent(key, text)

    def change(*, resolved: bool) -> None:
        attempt(lambda: resolve(record(), here.me, here.row.id, first.uid, resolved=resolved), place)

    if thread.open or st.session_state.get(key):  # what was typed while somebody resolved it stays
        with st.form(f"{place}-form", border=False):
            label = say("talk.reply_text", name=plain(names.get(first.by, first.by)))
            st.text_area(label, key=key, max_chars=WORDS, height=80, placeholder=say("talk.reply"))
            unsent.offer(key)
            st.form_submit_button(say("talk.reply_send"), key=f"{place}-send", icon=":material/reply:", on_click=reply)
    if here.me == first.by or here.roles & CHAIR:
        label, icon = ("resolve", ":material/check:") if thread.open else ("reopen", ":material/undo:")
        key = f"{place}-{label}"
        st.button(say(f"talk.{label}"), key=key, icon=icon, on_click=change, kwargs={"resolved": thread.open})


def _new(chart: Chart, here: MissionEditor, asked: str | None, group: Names) -> None:
    """A new comment on the question on the page, or on one that is chosen."""
    text_key, to_key, question_key = (_key(here, part) for part in ("text", "to", "question"))
    place = _key(here, "sent")

    def send() -> None:
        text = str(st.session_state.get(text_key) or "")
        to = [str(email) for email in st.session_state.get(to_key) or ()]
        question = asked or str(st.session_state.get(question_key) or "")
        if _send(lambda: comment(record(), here.me, here.row.id, question, text, to=to), text, group, place):
            st.session_state[text_key], st.session_state[to_key] = "", []
            unsent.sent(text_key, text)

    others = {email: name for email, name in group.items() if email != here.me}
    with st.form(_key(here, "new"), border=False):
        st.markdown(f"**{say('talk.new')}**")
        if asked is None:
            questions = {question: localizer(chart).question(question) for question in chart.order}
            st.selectbox(
                say("talk.question"), list(questions), key=question_key, format_func=lambda q: questions.get(q, "")
            )
        st.text_area(say("talk.text"), key=text_key, help=say("talk.text_help"), max_chars=WORDS, height=80)
        unsent.offer(text_key)
        st.multiselect(
            say("talk.to"),
            list(others),
            key=to_key,
            format_func=lambda email: others.get(email, ""),
            placeholder=say("talk.to_hint"),
        )
        notice(place)
        st.form_submit_button(say("talk.send"), key=_key(here, "send"), icon=":material/send:", on_click=send)


def _send(write: Callable[[], Comment], text: str, group: Names, place: str) -> bool:
    """Send a comment and say whom it called; what is typed stays when it was refused."""
    said: list[Comment] = []
    if not attempt(lambda: said.append(write()), place):
        return False
    called = ", ".join(group.get(email, email) for email in said[0].mentions)
    sentences = [say("talk.sent_to", names=called) if called else say("talk.sent")]
    if unknown := unknown_names(text, group):
        sentences.append(say("talk.unknown", names=", ".join(unknown)[:200]))
    done(" ".join(sentences), place)
    return True
