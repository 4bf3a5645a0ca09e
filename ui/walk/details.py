"""What is known of a mission, to be corrected by the chair, and its counterpart to merge with or transfer to."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from flowchart.chart import Chart
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.rows import DATES, NUMBERS, Value
from record.answering import edit_mission
from record.import_rows import FIELDS
from record.lengths import WORDS
from record.limits import LONGEST
from record.links import link, link_kinds, link_problems, links_of, unlink
from record.members import members_of, names_of
from record.models import Link, Mission
from record.reviews import missions_of
from record.signing import decision_of
from record.store import CONDUCT, GROUP, Roles
from record.store_error import Conflict
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, notice, refuse
from ui.routes import go
from ui.who import record
from ui.widgets import unsent
from ui.widgets.fields import as_kept, as_typed, field_name, refusal
from ui.widgets.wording import own, passage

_EDITED = (*FIELDS, "assignee")


def show(chart: Chart, mission: Mission, roles: Roles, me: str) -> None:
    """The mission's own data and its counterparts, with what ``roles`` may do to them. Raises ``StoreError``."""
    with record().read_review(me, mission.review_id) as read:
        review, names = read.review, names_of(read)
        group = [member.email for member, _ in members_of(read)]
    _facts({"code": mission.code, **_texts(mission)}, names)
    if roles & CONDUCT and review.status == "open":
        key = f"details-{mission.id}-open"
        if st.toggle(say("details.edit"), key=key):
            _edit(mission, me, names, group)
    _counterparts(chart, mission, me, may_link=bool(roles & GROUP) and review.status == "open")


def _texts(mission: Mission) -> dict[str, str]:
    """The fields of a mission as they are typed."""
    return {name: as_typed(name, getattr(mission, name)) for name in _EDITED}


def _facts(texts: Mapping[str, str], names: Mapping[str, str]) -> None:
    lines = [
        f"<dt>{escape(field_name(name))}</dt>{_told(_shown(name, text, names))}"
        for name, text in texts.items()
        if text or name not in DETAIL_FIELDS
    ]
    st.html(f'<dl class="facts">{"".join(lines)}</dl>')


def _shown(name: str, text: str, names: Mapping[str, str]) -> str:
    return names.get(text, text) if name == "assignee" else text


def _told(text: str) -> str:
    return passage(own(text or say("details.none")), "dd")


def _edit(mission: Mission, me: str, names: Mapping[str, str], group: list[str]) -> None:
    """The form. What was typed stays until it is saved, also when someone else saves first."""
    keys = {name: f"details-{mission.id}-{name}" for name in _EDITED}
    base, overtaken = f"details-{mission.id}-base", f"details-{mission.id}-overtaken"

    def fill(shown: Mission) -> None:
        st.session_state[base] = (shown.version, _texts(shown))
        st.session_state[overtaken] = False
        for name, text in _texts(shown).items():
            st.session_state[keys[name]] = text or None if name == "assignee" else text

    def typed() -> dict[str, str]:
        return {name: str(st.session_state.get(key) or "") for name, key in keys.items()}

    def settled(mine: Mapping[str, str]) -> None:
        for name, text in mine.items():
            unsent.sent(keys[name], text)

    def take_theirs() -> None:
        settled(typed())
        fill(mission)

    def save() -> None:
        version, seen = st.session_state[base]
        mine = typed()
        fields = _fields({name: text for name, text in mine.items() if text != seen[name]})
        if fields is not None and attempt(lambda: write(version, seen, fields), "details"):
            st.session_state[f"details-{mission.id}-open"] = False
            settled(mine)
            st.rerun()  # the line above the mission, which is no part of what runs here, may name what was changed

    def write(version: int, seen: Mapping[str, str], fields: Mapping[str, Value]) -> None:
        mine = typed()
        try:
            fill(edit_mission(record(), me, mission.id, version, fields))
        except Conflict as conflict:
            theirs: Mission = conflict.theirs
            fill(theirs)
            for name, text in mine.items():
                if text != seen[name]:
                    st.session_state[keys[name]] = text
            st.session_state[overtaken] = True
            raise

    if base not in st.session_state or not st.session_state.keys() >= set(keys.values()):
        fill(mission)
    with st.form(f"details-{mission.id}-form"):
        differing = {name: text for name, text in typed().items() if text != _texts(mission)[name]}
        if st.session_state[overtaken]:
            _compare({name: (_texts(mission)[name], text) for name, text in differing.items()}, names)
        _fields_to_type(keys, names, group)
        notice("details")
        with st.container(horizontal=True):
            if st.session_state[overtaken]:
                st.form_submit_button(say("details.take_theirs"), on_click=take_theirs)
            label = "details.save_mine" if st.session_state[overtaken] else "details.save"
            st.form_submit_button(say(label), type="primary", icon=":material/save:", on_click=save)


def _fields(typed: Mapping[str, str]) -> dict[str, Value] | None:
    """What was typed as the record keeps it; None, and a sentence at the form, when a number is none."""
    fields: dict[str, Value] = {}
    for name, text in typed.items():
        fields[name] = (text or None) if name == "assignee" else as_kept(name, text)
        if fields[name] is None and text.strip():
            refuse(refusal(name, text), "details")
            return None
    return fields


def _fields_to_type(keys: Mapping[str, str], names: Mapping[str, str], group: list[str]) -> None:
    for name in FIELDS:
        if name not in DETAIL_FIELDS:
            _field_to_type(name, keys[name])
    for part in dict.fromkeys(field.group for field in DETAIL_FIELDS.values()):
        with st.expander(say(f"details.group_{part}"), key=f"details_open-{part}"):
            for field in DETAIL_FIELDS.values():
                if field.group == part:
                    _field_to_type(field.name, keys[field.name])
    chosen = st.session_state[keys["assignee"]]
    st.selectbox(
        say("details.assignee"),
        [*group, chosen] if chosen and chosen not in group else group,
        index=None,
        key=keys["assignee"],
        placeholder=say("details.none"),
        format_func=lambda email: f"{names.get(email, email)} · {email}",
    )


def _field_to_type(name: str, key: str) -> None:
    label = field_name(name)
    if name in NUMBERS:
        st.text_input(label, key=key, help=say("details.number_help"), max_chars=60)
    elif name in DATES:
        st.text_input(label, key=key, help=say("details.date_help"), max_chars=20)
    elif LONGEST[name] == WORDS:
        st.text_area(label, key=key, max_chars=LONGEST[name])
    else:
        help_text = say("details.other_agency_help") if name == "other_agency" else None
        st.text_input(label, key=key, max_chars=LONGEST[name], help=help_text)
    unsent.offer(key)


def _compare(differing: Mapping[str, tuple[str, str]], names: Mapping[str, str]) -> None:
    """What is there now beside what was typed, field by field."""
    st.warning(say("details.overtaken"), icon=":material/compare_arrows:")
    for name, (theirs, mine) in differing.items():
        st.markdown(f"**{field_name(name)}**")
        for column, key, text in zip(st.columns(2), ("now", "typed"), (theirs, mine), strict=True):
            with column:
                st.caption(say(f"details.{key}"))
                st.html(passage(own(_shown(name, text, names) or say("details.none"))))


def _counterparts(chart: Chart, mission: Mission, me: str, *, may_link: bool) -> None:
    """The missions it is merged with or transferred to or from, and what does not fit."""
    st.markdown(f"**{say('details.counterparts')}**")
    with record().read_mission(me, mission.id) as read:
        others = {other.id: other for other in missions_of(read) if other.id != mission.id}
        links, disposition = links_of(read), decision_of(read).disposition
        # Otherwise nothing can be wrong, and to look through the review takes time.
        problems = link_problems(read) if links or disposition in link_kinds(chart) else []
    for each in links:
        _counterpart(chart, mission, each, others, me, may_link=may_link)
    if not links:
        st.caption(say("details.no_counterparts"))
    for problem in problems:
        if mission.code in (problem.mission, problem.other):
            st.warning(plain(problem.sentence(lang())), icon=":material/link_off:")
    notice("counterpart")
    if may_link and others:
        _link(chart, mission, others, me, disposition)


def _counterpart(
    chart: Chart, mission: Mission, each: Link, others: Mapping[int, Mission], me: str, *, may_link: bool
) -> None:
    from_here = each.mission_id == mission.id
    other = others.get(each.other_id if from_here else each.mission_id)
    if other is None:
        return
    partners = chart.dispositions[each.kind].counterpart == "partner"
    way = "link_with" if partners else "link_to" if from_here else "link_from"

    def take_away() -> None:
        attempt(lambda: unlink(record(), me, mission.id, other.id), "counterpart")

    name = plain(_title(other))
    with st.container(border=True):
        st.markdown(say(f"details.{way}", other=name, disposition=localizer(chart).disposition(each.kind)))
        with st.container(horizontal=True):
            if st.button(
                say("details.open"), key=f"open-{mission.id}-{other.id}", help=name, icon=":material/open_in_new:"
            ):
                go("walk", mission=other.id)
            if may_link:
                key = f"unlink-{mission.id}-{other.id}"
                st.button(say("details.unlink"), key=key, help=name, icon=":material/link_off:", on_click=take_away)


def _link(chart: Chart, mission: Mission, others: Mapping[int, Mission], me: str, disposition: str | None) -> None:
    other_key, kind_key = f"link-{mission.id}-other", f"link-{mission.id}-kind"

    def name_it() -> None:
        other, kind = st.session_state.get(other_key), st.session_state.get(kind_key)
        if type(other) is not int or kind is None:
            refuse(say("details.pick"), "counterpart")
        elif attempt(lambda: link(record(), me, mission.id, other, kind), "counterpart"):
            st.session_state[other_key] = None

    titles = {number: _title(each) for number, each in others.items()}
    kinds = {kind: localizer(chart).disposition(kind) for kind in link_kinds(chart)}
    with st.form(f"link-{mission.id}"):
        st.selectbox(
            say("details.other"),
            list(others),
            index=None,
            key=other_key,
            placeholder=say("details.other_placeholder"),
            format_func=lambda number: titles.get(number, str(number)),
        )
        st.radio(
            say("details.kind"),
            list(kinds),
            index=list(kinds).index(disposition) if disposition in kinds else 0,
            key=kind_key,
            format_func=lambda kind: kinds.get(kind, kind),
            horizontal=True,
        )
        st.form_submit_button(say("details.link"), icon=":material/add_link:", on_click=name_it)


def _title(mission: Mission) -> str:
    return f"{mission.code} · {mission.name(lang())}"
