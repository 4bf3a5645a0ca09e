"""What a working group has to talk about: where opinions differ, how far people agree, counterparts that do not fit."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from record.agreement import Agreement, ReviewAgreement
from record.links import LinkProblem
from record.mission_status import MissionStatus
from record.models import Mission
from record.opinions import Disagreement, visible_opinions
from ui.language import lang, localizer, plain, say
from ui.routes import go
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
    _problems(problems, {row.mission.code: row.mission for row in shown})
    _agreement(chart, agreement)


def _differences(chart: Chart, me: str, shown: Sequence[MissionStatus]) -> None:
    differing = [(row, row.disagreement) for row in shown if row.disagreement]
    st.header(say("portfolio.differ", n=f"{len(differing):,}"), anchor=False)
    if not differing:
        st.caption(say("portfolio.no_difference"))
    if len(differing) > _MOST:
        st.caption(say("portfolio.first_of", n=_MOST, all=f"{len(differing):,}"))
    for row, parting in differing[:_MOST]:
        name = f"**{plain(row.mission.code)} {plain(row.mission.name(lang())[:300])}**"
        text = "  \n".join([name, *_parting(chart, me, row.mission.id, parting)])
        _to_open(row.mission, text, f"portfolio_differ_{row.mission.id}")


def _parting(chart: Chart, me: str, mission: int, parting: Disagreement) -> list[str]:
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
    """The agreement on the decision and on each question, and how to read it."""
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
        say("portfolio.agree_percent"): [f"{each.percent:.0f}" for each in counted.values()],
        say("portfolio.kappa"): [_kappa(each) for each in counted.values()],
        say("portfolio.kappa_words"): [kappa_words(each) for each in counted.values()],
    }
    st.table(pd.DataFrame(table), hide_index=True, alt=say("portfolio.agree"))
    st.caption(say("portfolio.kappa_help"))


def _kappa(of: Agreement) -> str:
    return say("portfolio.kappa_none") if of.kappa is None else f"{of.kappa:.2f}".replace("-", "−")


def kappa_words(of: Agreement) -> str:
    """A kappa in plain words."""
    if of.kappa is None:
        return say("portfolio.kappa_same")
    if of.kappa < 0:
        return say("portfolio.kappa_below")
    return say("portfolio.kappa_" + next((name for most, name in _KAPPA if of.kappa <= most), "almost"))
