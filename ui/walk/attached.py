"""The evidence of one question: laws and resolutions by name, links, and files to be added, read and taken away."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from record.attachments import (
    FILE_TYPES,
    LARGEST_FILE,
    add_file,
    add_link,
    add_reference,
    checked_file,
    file_of,
    remove_evidence,
)
from record.limits import LONGEST, checked_link
from record.models import Evidence
from record.store import GROUP, Roles
from record.store_error import StoreError
from record.whole import WholeMission
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.notices import attempt, notice
from ui.who import record
from ui.widgets import unsent
from ui.widgets.choose_file import choose_file
from ui.widgets.opened import folded
from ui.widgets.wording import own, passage

_MB = 1024**2
_WAYS = ("reference", "link", "file")


def show(whole: WholeMission, question: str, roles: Roles) -> None:
    """The evidence of a question, and to the group (by ``roles``) the means to add and remove it."""
    mission, me, names = whole.mission, whole.reader, whole.names
    found = [evidence for evidence in whole.evidence if evidence.question == question]
    st.markdown(f"**{say('attached.heading')}**")
    for evidence in found:
        with st.container(border=True):
            _one(evidence, me, names, may_remove=bool(roles & GROUP))
    if not found:
        st.caption(say("attached.none"))
    if roles & GROUP:
        key = f"attach-{mission.id}-{question}"
        with folded(say("attached.add"), key=key, icon=":material/attach_file:") as filled:
            if filled:
                tabs = st.tabs([say(f"attached.{way}") for way in _WAYS])
                for tab, add in zip(tabs, (_add_reference, _add_link, _add_file), strict=True):
                    with tab:
                        add(mission.id, question, me)


def _one(evidence: Evidence, me: str, names: Mapping[str, str], *, may_remove: bool) -> None:
    """One piece of evidence. Its texts are shown as typed; only a web address becomes a link."""
    if evidence.file_name:
        st.html(passage(f"<b>{own(evidence.file_name)}</b>"))
    if evidence.text:
        st.html(passage(_text(evidence)))
    said = [
        say("attached.by", name=plain(names.get(evidence.by, evidence.by)), at=moment_in_words(evidence.at, lang()))
    ]
    if evidence.size is not None:
        said.insert(0, _size(evidence.size))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(" · ".join(said), width="stretch")
        if evidence.kind == "file":
            _download(evidence, me)
        if may_remove:
            _remove(evidence, me)


def _text(evidence: Evidence) -> str:
    text = escape(evidence.text)
    if evidence.kind != "link":
        return text
    try:
        address = escape(checked_link(evidence.text))
    except StoreError:  # a review that was brought here from elsewhere may hold another kind of address
        return text
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'


def _size(size: int) -> str:
    large = size >= _MB
    n = f"{size / _MB:,.1f}" if large else f"{max(size / 1024, 1):,.0f}"
    return say("attached.megabytes" if large else "attached.kilobytes", n=n)


def _download(evidence: Evidence, me: str) -> None:
    def content() -> bytes:
        with record().read_mission(me, evidence.mission_id) as read:
            return file_of(read, evidence.uid).content or b""

    st.download_button(
        say("attached.get"),
        content,
        file_name=evidence.file_name,
        mime=evidence.media_type,
        key=f"get-{evidence.mission_id}-{evidence.question}-{evidence.uid}",
        help=plain(evidence.file_name or ""),
        icon=":material/download:",
        on_click="ignore",
    )


def _remove(evidence: Evidence, me: str) -> None:
    key = f"remove-{evidence.mission_id}-{evidence.question}-{evidence.uid}"

    def remove() -> None:
        attempt(lambda: remove_evidence(record(), me, evidence.mission_id, evidence.uid))

    with st.popover(say("attached.remove"), icon=":material/delete:", key=f"{key}-sure"):
        st.markdown(say(f"attached.remove_{'file' if evidence.kind == 'file' else 'other'}"))
        st.button(say("attached.remove_yes"), key=key, type="primary", on_click=remove)


def _add_reference(mission_id: int, question: str, me: str) -> None:
    key = f"reference-{mission_id}-{question}"

    def add() -> None:
        text = st.session_state.get(key) or ""
        if attempt(lambda: add_reference(record(), me, mission_id, question, text), key):
            st.session_state[key] = ""
            unsent.sent(key, text)

    with st.form(f"{key}-form", border=False):
        longest = LONGEST["evidence"]
        st.text_area(
            say("attached.reference"), key=key, help=say("attached.reference_help"), max_chars=longest, height=80
        )
        unsent.offer(key)
        st.form_submit_button(say("attached.add_reference"), icon=":material/add:", on_click=add)
        notice(key)


def _add_link(mission_id: int, question: str, me: str) -> None:
    key = f"address-{mission_id}-{question}"

    def add() -> None:
        address = st.session_state.get(key) or ""
        if attempt(lambda: add_link(record(), me, mission_id, question, address), key):
            st.session_state[key] = ""
            unsent.sent(key, address)

    with st.form(f"{key}-form", border=False):
        st.text_input(say("attached.link"), key=key, help=say("attached.link_help"), max_chars=LONGEST["link"])
        unsent.offer(key)
        st.form_submit_button(say("attached.add_link"), icon=":material/add:", on_click=add)
        notice(key)


def _add_file(mission_id: int, question: str, me: str) -> None:
    """A file and its caption. The uploader gets another key, and so is empty again, once its file is kept."""
    count, caption_key = f"files-{mission_id}-{question}", f"caption-{mission_id}-{question}"
    key = f"file-{mission_id}-{question}-{st.session_state.get(count, 0)}"

    def add() -> None:
        chosen, caption = st.session_state.get(key), st.session_state.get(caption_key) or ""
        name, content = (chosen.name, chosen.getvalue()) if chosen else ("", b"")
        if attempt(lambda: add_file(record(), me, mission_id, question, name, content, caption), count):
            st.session_state[count] = st.session_state.get(count, 0) + 1
            st.session_state[caption_key] = ""
            unsent.sent(caption_key, caption)

    st.caption(say("attached.file_help", allowed=" ".join(FILE_TYPES).replace(".", "\\."), mb=LARGEST_FILE // _MB))
    upload = choose_file(say("attached.file"), key=key, types=FILE_TYPES, mb=LARGEST_FILE // _MB)
    fits = upload is not None
    if upload is not None:
        try:
            checked_file(upload.name, upload.getvalue())
        except StoreError as error:
            st.error(plain(error.sentence(lang())))
            fits = False
    st.text_input(say("attached.caption"), key=caption_key, max_chars=LONGEST["evidence"])
    unsent.offer(caption_key)
    st.button(say("attached.add_file"), key=f"{key}-add", icon=":material/add:", disabled=not fits, on_click=add)
    notice(count)
