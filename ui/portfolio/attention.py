"""What a working group has to talk about: where opinions differ, how far people agree, counterparts that do not fit."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from record.agreement import FEWEST_SUBJECTS, Agreement, ReviewAgreement
from record.links import LinkProblem
from record.mission_status import MissionStatus
from record.models import Mission
from record.opinions import QuestionOpinions, visible_opinions
from ui.language import lang, localizer, plain, say
from ui.routes import go, link
from ui.who import record

_MOST = 20
"""Missions, and problems, that are listed at once."""
_KAPPA = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
"""How a kappa up to a value is called: J. R. Landis and G. G. Koch, Biometrics 33 (1977) 159-174."""


def show(
    chart: Chart, me: str, shown: Sequence[MissionStatus], agreement: ReviewAgreement, problems: Sequence[LinkProblem]
) -> None:
    """All that asks for a discussion among the missions shown. Raises ``StoreError``."""
    _differences(chart, me, shown)
    _contradicted(shown)
    _problems(problems, {row.mission.code: row.mission for row in shown})
    _agreement(chart, agreement)


def _differences(chart: Chart, me: str, shown: Sequence[MissionStatus]) -> None:
    differing = [(row, row.disagreement) for row in shown if row.disagreement]
    st.header(say("portfolio.differ", n=f"{len(differing):,}"), anchor=False)
    if not differing:
        given = sum(row.opinions.state != "none" for row in shown)
        st.caption(say("portfolio.no_difference" if given else "portfolio.no_opinion", n=f"{given:,}"))
    if len(differing) > _MOST:
        st.caption(say("portfolio.first_of", n=_MOST, all=f"{len(differing):,}"))
    for row, parting in differing[:_MOST]:
        name = f"**{plain(row.mission.code)} {plain(row.mission.name(lang())[:300])}**"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown("  \n".join([name, *_parting(chart, me, row.mission.id, parting)]), width="stretch")
            link("settle", say("group.to_settle"), mission=row.mission.id, question=parting.question)


def _contradicted(shown: Sequence[MissionStatus]) -> None:
    """The missions whose answers contradict opinions without the chair having settled it so."""
    found = [row for row in shown if row.opinions.unsettled]
    if not found:
        return
    st.header(say("portfolio.contradicted_missions", n=f"{len(found):,}"), anchor=False)
    st.caption(say("portfolio.contradicted_help"))
    for row in found[:_MOST]:
        n = sum(len(each.contrary) for each in row.opinions.unsettled)
        name = f"**{plain(row.mission.code)} {plain(row.mission.name(lang())[:300])}**"
        text = f"{name}  \n{say('portfolio.contradicted_by', n=n)}"
        _to_open(row.mission, text, f"portfolio_against_{row.mission.id}")


def _parting(chart: Chart, me: str, mission: int, parting: QuestionOpinions) -> list[str]:
    """Where the paths part, and the sides for those who may see them."""
    at = say("portfolio.parts_at", question=localizer(chart).question(parting.question))
    with record().read_mission(me, mission) as read:
        visible = {opinion.question for opinion in visible_opinions(read)}
    if parting.question not in visible:
        return [at, f":small[{say('portfolio.own_first')}]"]
    question = chart.questions[parting.question]
    sides = [
        say("portfolio.side", answer=localizer(chart).answer(question.id, s.value), n=len(s.opinions))
        for s in parting.sides
    ]
    return [at, " · ".join(sides)]


def _problems(problems: Sequence[LinkProblem], missions: Mapping[str, Mission]) -> None:
    st.header(say("portfolio.links", n=f"{len(problems):,}"), anchor=False)
    if not problems:
        st.caption(say("portfolio.no_links"))
    if len(problems) > _MOST:
        st.caption(say("portfolio.links_more", n=_MOST, all=f"{len(problems):,}"))
    for n, problem in enumerate(problems[:_MOST]):
        _to_open(missions[problem.mission], plain(problem.sentence(lang())), f"portfolio_link_{n}")


def _to_open(mission: Mission, text: str, key: str) -> None:
    """Something about a mission, and the way to it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(text, width="stretch")
        if st.button(say("portfolio.open"), key=key, help=say("portfolio.open_code", code=plain(mission.code))):
            go("walk", mission=mission.id)


def _agreement(chart: Chart, found: ReviewAgreement) -> None:
    """On how many missions all who gave an opinion agree, and kappa where there are enough missions for it."""
    st.header(say("portfolio.agree"), anchor=False)
    subjects = {say("portfolio.agree_disposition"): found.dispositions}
    subjects |= {localizer(chart).question(question): found.questions[question] for question in chart.order}
    counted = {name: each for name, each in subjects.items() if each.subjects}
    st.caption(say("portfolio.agree_all"))
    if not counted:
        st.markdown(say("portfolio.agree_none"))
        return
    table = {
        say("portfolio.agree_about"): [plain(name) for name in counted],
        say("portfolio.agree_subjects"): [f"{each.subjects:,}" for each in counted.values()],
        say("portfolio.agree_alike"): [f"{each.alike:,}" for each in counted.values()],
    }
    with_kappa = max(each.subjects for each in counted.values()) >= FEWEST_SUBJECTS
    if with_kappa:
        table[say("portfolio.kappa")] = [_kappa(each) for each in counted.values()]
        table[say("portfolio.kappa_words")] = [kappa_words(each) for each in counted.values()]
    with st.container(key="numbers_in_words" if with_kappa else "numbers_attention_1"):
        st.table(pd.DataFrame(table), hide_index=True, alt=say("portfolio.agree"))
    st.caption(say("portfolio.kappa_help") if with_kappa else say("portfolio.kappa_few", n=FEWEST_SUBJECTS))


def _kappa(of: Agreement) -> str:
    return say("portfolio.kappa_none") if of.kappa is None else f"{of.kappa:.2f}".replace("-", "−")


def kappa_words(of: Agreement) -> str:
    """A kappa in plain words."""
    if of.subjects < FEWEST_SUBJECTS:
        return ""
    if of.kappa is None:
        return say("portfolio.kappa_same")
    if of.kappa < 0:
        return say("portfolio.kappa_below")
    return say("portfolio.kappa_" + next((name for most, name in _KAPPA if of.kappa <= most), "almost"))
