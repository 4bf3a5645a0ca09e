"""Who said what on a question, in counts before anything else, and how the opinions on a mission stand."""

from collections.abc import Mapping, Sequence

import streamlit as st

from flowchart.chart import Chart
from record.models import Opinion
from record.opinions import MissionOpinions, QuestionOpinions
from ui.language import localizer, plain, say


def state_of(opinions: MissionOpinions) -> str:
    """How the opinions on a mission stand, in a few words with the number that belongs to it."""
    found = opinions.disagreement
    differing = " : ".join(str(len(side.opinions)) for side in found.known) if found else ""
    said = say(f"group.state_{opinions.state}", n=opinions.waiting, sides=differing)
    if against := sum(len(each.contrary) for each in opinions.unsettled):
        said += " · " + say("group.against", n=against)
    elif opinions.dissent and opinions.state != "differ":
        said += " · " + say("group.dissent", n=opinions.dissent)
    return said


def counts(chart: Chart, found: QuestionOpinions, names: Mapping[str, str], *, visible: bool) -> str:
    """How many gave which answer, and who where the reader may see it, as markdown."""
    question = chart.questions[found.question]
    given = sum(len(side.opinions) for side in found.sides)
    if not visible:
        return say("group.given", n=given, all=given + len(found.silent))
    parts = [
        f"**{localizer(chart).answer(question.id, side.value)} {len(side.opinions)}** ({_people(side.opinions, names)})"
        for side in found.sides
    ]
    if found.silent:
        silent = ", ".join(names.get(email, plain(email)) for email in found.silent)
        parts.append(f"**{say('group.silent', n=len(found.silent))}** ({silent})")
    return " · ".join(parts)


def contradictions(chart: Chart, opinions: MissionOpinions) -> None:
    """A warning for each answer of the group that contradicts opinions without the chair having settled it so."""
    for found in opinions.unsettled:
        question = chart.questions[found.question]
        said = say(
            "group.contradicts",
            question=localizer(chart).question(found.question),
            answer=localizer(chart).answer(question.id, found.answer or ""),
            n=len(found.contrary),
        )
        st.warning(said, icon=":material/report:")


def may_see(found: QuestionOpinions, visible: Sequence[Opinion]) -> bool:
    """Whether a reader who sees the opinions ``visible`` sees those on this question."""
    return not found.sides or any(opinion.question == found.question for opinion in visible)


def _people(opinions: Sequence[Opinion], names: Mapping[str, str]) -> str:
    return ", ".join(names.get(opinion.by, plain(opinion.by)) for opinion in opinions)
