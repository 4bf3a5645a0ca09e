"""Who else does it: at the question of duplication, the likeliest missions of other agencies. Likeness only.

It is compared when the part is opened, and kept while it stays open. What that needs is made ready beside the page,
while the question is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import streamlit as st

from engine.decision import Decision
from engine.rules import decide
from flowchart.chart import Chart, Question
from missions.mission import Mission as Sample
from missions.mission import sample_answers, sample_missions
from missions.similar import Likeness, Named, NotInstalledError, installed, likely_duplicates, prepare, shared
from record.chart_versions import chart_for
from record.links import link, links_of
from record.models import Mission
from record.reviews import missions_of, reviews
from record.signing import decision_of
from record.store import GROUP
from record.store_error import StoreError
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, notice
from ui.routes import load
from ui.walk.draft import Draft
from ui.walk.editor import MissionEditor
from ui.who import record
from ui.widgets.opened import panel

_TOP = 5
_MOST = 10_000
"""Missions that are compared on a page."""
_COMPARES = "sklearn.feature_extraction.text"
"""What compares; loaded as pages are: Python gives up when two threads load parts of what it shares with a page."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mission is found: its number on the record, or its id among the samples."""

    kind: Literal["record", "sample"]
    id: int | str


@dataclass(frozen=True, slots=True)
class _Nearest:
    """What was found for the mission on the page."""

    likely: tuple[tuple[_Place, float], ...]
    compared: int
    meaning: bool
    more: int
    """Missions that are alike from ``grouped`` on and not among the likely."""
    grouped: float
    passed_over: int
    """Missions that were not compared, as there are too many."""


def joining(chart: Chart, question: Question) -> tuple[str, ...]:
    """The dispositions by which a mission goes together with another agency's, if the question is about that.

    It is where an answer, or one of the follow-up it leads to, ends in a merger of two agencies' work.
    """
    nodes = [edge.to for edge in chart.edges_from(question.id)]
    follow_ups = [node for node in nodes if node in chart.questions and not chart.questions[node].number]
    ends = [*nodes, *(edge.to for node in follow_ups for edge in chart.edges_from(node))]
    found = [chart.dispositions[end] for end in dict.fromkeys(ends) if end in chart.dispositions]
    kinds = tuple(d.id for d in found if d.counterpart and d.owner_after == "other")
    return kinds if any(chart.dispositions[kind].counterpart == "partner" for kind in kinds) else ()


def show(chart: Chart, draft: Draft, question: Question) -> None:
    """The folded part at the question; nothing at another question."""
    kinds = joining(chart, question)
    if not kinds:
        return
    key = f"alike-{draft.mission.id}-{question.id}"
    label = say("alike.heading")
    with panel(label, icon=":material/join_inner:", key=key) as box:
        if box.open:
            _opened(chart, draft, kinds, f"{key}-found")
        else:
            st.session_state.pop(f"{key}-found", None)
            _prepare(chart, draft)


def _prepare(chart: Chart, draft: Draft) -> None:
    """Have ready what a comparison needs by the time that the part is opened."""
    store = record() if isinstance(draft, MissionEditor) else None

    def missions() -> list[Named]:
        load(_COMPARES)
        found = [_of_sample(sample) for sample in sample_missions(chart).values()]
        if store and isinstance(draft, MissionEditor):
            with store.read_review(draft.me, draft.review.id) as read:
                found += map(_of_record, missions_of(read))
        return found[:_MOST]

    prepare((chart.key, draft.review.uid if isinstance(draft, MissionEditor) else ""), missions)


def _opened(chart: Chart, draft: Draft, kinds: Sequence[str], key: str) -> None:
    if key not in st.session_state:
        try:
            with st.spinner(say("alike.looking")):
                st.session_state[key] = _nearest(chart, draft)
        except NotInstalledError:
            st.info(say("alike.missing"), icon=":material/info:")
            return
    found: _Nearest | None = st.session_state[key]
    if found is None:
        st.info(say("alike.no_agency"), icon=":material/info:")
        return
    st.caption(say("alike.meaning" if found.meaning else "alike.letters", n=f"{found.compared:,}"))
    notice("alike")
    shown = 0
    for place, score in found.likely:
        try:
            with st.container(border=True):
                if place.kind == "sample":
                    _sample(chart, draft, str(place.id), score)
                elif isinstance(draft, MissionEditor):
                    _on_record(chart, draft, int(place.id), score, kinds)
        except StoreError:  # it went, or may be read no more
            continue
        shown += 1
    if not shown:
        st.caption(say("alike.none"))
    if found.more:
        st.caption(say("alike.more", n=f"{found.more:,}", score=f"{found.grouped:g}", shown=shown))
    if found.passed_over:
        st.caption(say("alike.passed_over", n=f"{found.passed_over:,}", most=f"{_MOST:,}"))


def _nearest(chart: Chart, draft: Draft) -> _Nearest | None:
    """The likeliest of this review, the samples and the other reviews that the reader may see; None without agency.

    Raises ``NotInstalledError``.
    """
    here = isinstance(draft, MissionEditor)
    own = _of_record(draft.row) if isinstance(draft, MissionEditor) else _of_sample(draft.mission)
    if not own.comparable:
        return None
    places: list[_Place] = []
    missions: list[Named] = []
    beyond = 0
    if isinstance(draft, MissionEditor):
        _add_review(draft, draft.review.id, places, missions)
    for sample in sample_missions(chart).values():
        if here or sample.id != draft.mission.id:
            places.append(_Place("sample", sample.id))
            missions.append(_of_sample(sample))
    if isinstance(draft, MissionEditor):
        for review in reviews(record(), draft.me):
            if review.id != draft.review.id and len(missions) < _MOST:
                _add_review(draft, review.id, places, missions)
            elif review.id != draft.review.id:
                beyond += _size(draft, review.id)
    beyond += max(0, len(missions) - _MOST)
    del places[_MOST:], missions[_MOST:]
    if installed():
        load(_COMPARES)
    found = likely_duplicates([own, *missions], _TOP, places=[0])
    likely: tuple[Likeness, ...] = found.nearest.get(0, ())
    more = max(0, found.alike.get(0, 0) - len(likely))
    told = tuple((places[each.other - 1], each.score) for each in likely)
    return _Nearest(told, len(missions), found.meaning, more, found.grouped, beyond)


def _size(draft: MissionEditor, review: int) -> int:
    with record().read_review(draft.me, review) as read:
        return len(missions_of(read))


def _add_review(draft: MissionEditor, review: int, places: list[_Place], missions: list[Named]) -> None:
    with record().read_review(draft.me, review) as read:
        for mission in missions_of(read):
            if mission.id != draft.row.id:
                places.append(_Place("record", mission.id))
                missions.append(_of_record(mission))


def _of_record(mission: Mission) -> Named:
    return Named(mission.name_th, mission.ministry, mission.department)


def _of_sample(mission: Sample) -> Named:
    return Named(mission.name_th, mission.ministry_th, mission.department_th)


def _sample(chart: Chart, draft: Draft, sample: str, score: float) -> None:
    mission = sample_missions(chart)[sample]
    decision = decide(chart, sample_answers(chart)[sample])
    _told(chart, draft, mission.name(lang()), mission.owner(lang()), (say("alike.sample"), decision, score))


def _on_record(chart: Chart, here: MissionEditor, number: int, score: float, kinds: Sequence[str]) -> None:
    """A mission of a review as it stands now, and the button that names it as counterpart. Raises ``StoreError``."""
    with record().read_mission(here.me, number) as read:
        mission, review, decision, its_chart = read.mission, read.review, decision_of(read), chart_for(read.review)
        linked = any(here.row.id in (each.mission_id, each.other_id) for each in links_of(read))
    same = review.id == here.review.id
    where = say("alike.here", code=mission.code) if same else say("alike.review", title=review.title(lang()))
    agency = " · ".join(filter(None, mission.agencies(lang())))
    _told(its_chart, here, mission.name(lang()), agency, (where, decision, score))
    if linked:
        st.markdown(f":material/link: {say('alike.linked')}")
    elif same and here.kind == "answer" and here.roles & GROUP and review.status == "open":
        decided = here.decision(chart).disposition
        _name_it(chart, here, number, [kind for kind in kinds if kind == decided] or kinds)


def _name_it(chart: Chart, here: MissionEditor, other: int, kinds: Sequence[str]) -> None:
    def name_it(kind: str) -> None:
        attempt(lambda: link(record(), here.me, here.row.id, other, kind), "alike")

    with st.container(horizontal=True):
        for kind in kinds:
            label = say("alike.link", disposition=localizer(chart).disposition(kind))
            key = f"alike-link-{other}-{kind}"
            st.button(label, key=key, icon=":material/add_link:", on_click=name_it, args=(kind,))


def _told(chart: Chart, draft: Draft, name: str, agency: str, told: tuple[str, Decision, float]) -> None:
    """The name with the words that both have marked, whose it is, where it was found and what becomes of it."""
    where, decision, score = told
    marked = "".join(
        f"<mark>{escape(part)}</mark>" if same else escape(part)
        for part, same in shared(name, draft.mission.name(lang()))
    )
    st.html(f"<div><bdi>{marked}</bdi></div>")
    disposition = decision.disposition
    becomes = localizer(chart).disposition(disposition) if disposition else say("alike.undecided")
    facts = (plain(agency), plain(where), say("alike.disposition", disposition=becomes))
    st.caption(" · ".join([*facts, say("alike.score", score=f"{score:.2f}")]))
