"""The chart page: the picture, every question with its sources, how certain each edge is, where the law is."""

from contextlib import suppress

import streamlit as st

from flowchart import charts, picture
from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.reviews import reviews
from record.store_error import StoreError
from text.words import Lang
from ui import chart_file
from ui.admission import known
from ui.language import lang, localizer, plain, say
from ui.routes import link
from ui.walk.question import evidence_line, source_line
from ui.walk.result import duties
from ui.who import record
from ui.widgets.chart_choice import choose_chart
from ui.widgets.flow import flow


def page() -> None:
    """The chart and its sources."""
    code = lang()
    st.title(say("page.chart"), anchor=False)
    for defect in charts.defects():
        st.error(plain(defect.sentence(code)))
    if chart_file.offered():
        link("chart-file", say("page.chart_file"), icon=":material/edit_document:")
    chart = choose_chart(_imported())
    if not charts.has_own(chart):
        st.info(say("about.imported"), icon=":material/inventory_2:")
        for defect in charts.defects_of(chart):
            st.warning(plain(defect.sentence(code)), icon=":material/lock:")
    st.markdown(f"**{chart.title[code]}**  \n{say('about.intro')}")
    if chart.caution:
        st.warning(f"**{say('about.caution')}** {chart.caution[code]}", icon=":material/help:")
    _picture(chart, code)
    st.header(say("about.questions"), anchor=False)
    for question in chart.questions.values():
        with st.expander(localizer(chart).question(question.id), key=f"question_open-{chart.key}-{question.id}"):
            st.markdown(f"**{question.text[code]}**")
            if question.guidance:
                st.markdown(question.guidance[code])
            if question.source:
                st.caption(source_line(chart, question.source))
            for item in chart.evidence.get(question.id, ()):
                st.markdown(evidence_line(chart, question, item, code))
    _edges(chart, code)
    st.header(say("about.dispositions"), anchor=False)
    for disposition in chart.dispositions.values():
        with st.expander(disposition.label[code], key=f"disposition_open-{chart.key}-{disposition.id}"):
            st.markdown(disposition.meaning[code])
            duties(chart, disposition)
    st.header(say("about.documents"), anchor=False)
    st.markdown("".join(f"\n- {document.title[code]}" for document in chart.documents.values()))
    st.caption(say("about.version", stamp=chart.stamp))


def _imported() -> list[Chart]:
    """The charts that are here only because they came with a review that whoever is at this page may read."""
    me = known()
    found: dict[str, Chart] = {}
    for review in reviews(record(), me.email) if me else ():
        with suppress(StoreError):
            chart = chart_for(review)
            found[chart.key] = chart
    return [chart for chart in found.values() if not charts.has_own(chart)]


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
    with st.expander(say("about.as_text"), key="as_text_open"):
        st.text(picture.text(chart, code))


def _edges(chart: Chart, code: Lang) -> None:
    st.header(say("about.edges"), anchor=False)
    rows = [
        {
            say("about.edge_question"): plain(localizer(chart).question(edge.question)),
            say("about.edge_answer"): chart.questions[edge.question].answers[edge.answer].label[code],
            say("about.edge_to"): plain(localizer(chart).question(edge.to))
            if edge.to in chart.questions
            else f"**{chart.dispositions[edge.to].label[code]}**",
            say("about.edge_reading"): localizer(chart).provenance(edge),
            say("about.edge_note"): localizer(chart).note(edge),
        }
        for edge in chart.edges
    ]
    with st.container(key="edges"):
        st.table(rows, hide_index=True)
