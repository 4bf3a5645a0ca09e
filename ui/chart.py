"""The chart page: the picture, every question with its sources, how certain each edge is, where the law is."""

import streamlit as st

from engine.explain import question_name
from flowchart import picture
from flowchart.chart import Chart, blueprint, provenance_name
from text.words import Lang
from ui.language import lang, plain, say
from ui.walk.question import evidence_line
from ui.walk.result import duty_lines
from ui.widgets.flow import flow


def page() -> None:
    """The chart and its sources."""
    chart, code = blueprint(), lang()
    st.title(say("page.chart"), anchor=False)
    st.markdown(f"**{chart.title[code]}**  \n{say('about.intro')}")
    st.warning(f"**{say('about.caution')}** {chart.caution[code]}", icon=":material/help:")
    _picture(chart, code)
    st.header(say("about.questions"), anchor=False)
    for question in chart.questions.values():
        with st.expander(question_name(chart, question.id, code)):
            st.markdown(f"**{question.text[code]}**")
            st.markdown(question.guidance[code])
            st.caption(say("walk.source", source=question.source[code]))
            for item in chart.evidence.get(question.id, ()):
                st.markdown(evidence_line(chart, question, item, code))
    _edges(chart, code)
    st.header(say("about.dispositions"), anchor=False)
    for disposition in chart.dispositions.values():
        with st.expander(disposition.label[code]):
            st.markdown(disposition.meaning[code])
            st.markdown(f"**{say('result.instruments')}**\n{duty_lines(disposition, 'instruments', None, code)}")
            st.markdown(f"**{say('result.tasks')}**\n{duty_lines(disposition, 'tasks', None, code)}")
    st.header(say("about.documents"), anchor=False)
    for name, document in chart.documents.items():
        st.markdown(say("about.document", name=name, title=document.title[code], file=f"`{document.file}`"))
    st.caption(say("about.version", stamp=chart.stamp))


def _picture(chart: Chart, code: Lang) -> None:
    st.header(say("about.picture"), anchor=False)
    flow(chart, code, key="flow-about")
    with st.container(horizontal=True):
        st.download_button(
            say("about.get_picture"),
            picture.svg(chart, code).encode(),
            file_name=f"{chart.id}-{code}.svg",
            mime="image/svg+xml",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            say("about.get_text"),
            picture.text(chart, code).encode("utf-8-sig"),
            file_name=f"{chart.id}-{code}.txt",
            mime="text/plain",
            icon=":material/download:",
            on_click="ignore",
        )
    with st.expander(say("about.as_text")):
        st.text(picture.text(chart, code))


def _edges(chart: Chart, code: Lang) -> None:
    st.header(say("about.edges"), anchor=False)
    rows = [
        {
            say("about.edge_question"): plain(question_name(chart, edge.question, code)),
            say("about.edge_answer"): chart.questions[edge.question].answers[edge.answer].label[code],
            say("about.edge_to"): plain(question_name(chart, edge.to, code))
            if edge.to in chart.questions
            else f"**{chart.dispositions[edge.to].label[code]}**",
            say("about.edge_reading"): provenance_name(edge.provenance, code),
            say("about.edge_note"): edge.note[code],
        }
        for edge in chart.edges
    ]
    st.table(rows, hide_index=True)
