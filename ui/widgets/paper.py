"""Files for a meeting on paper, made when they are asked for: sheets, worksheets and the workbook to fill in."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import streamlit as st

from engine.rules import decide
from flowchart.chart import Chart
from reports import KINDS, MEDIA_TYPES, Digits, FileKind, Name, ReviewedMission, SummaryInput, blank, write_apart
from reports.template import template_bytes
from reports.writing import Content
from text.words import Lang
from ui.language import lang, say

_KINDS: tuple[FileKind, ...] = ("pdf", "docx")


def offer_paper(
    make: Callable[[Content], SummaryInput], contents: Iterable[Content], name: str, key: str, about: str = ""
) -> None:
    """Downloads of what ``make`` gives for each content, as PDF and for Word; ``about`` tells of which missions."""
    with st.popover(say("paper.title"), icon=":material/print:", key=f"paper-{key}"):
        st.caption(" ".join(filter(None, (about, say("paper.about")))))
        for content in contents:
            st.markdown(f"**{say(f'paper.{content}')}**")
            with st.container(horizontal=True):
                for kind in _KINDS:
                    st.download_button(
                        say(f"paper.get_{kind}"),
                        partial(_written, make, content, kind, lang()),
                        file_name=f"{content}-{name}.{kind}",
                        mime=MEDIA_TYPES[kind],
                        icon=":material/download:",
                        on_click="ignore",
                        key=f"paper-{key}-{content}-{kind}",
                        help=say(f"paper.{content}"),
                    )


def _written(make: Callable[[Content], SummaryInput], content: Content, kind: FileKind, code: Lang) -> bytes:
    digits: Digits = "thai" if code == "th" else "arabic"
    return write_apart(make(content), (kind,), code, digits=digits, content=content)[kind]


def without_answers(chart: Chart, missions: Sequence[tuple[str, Name, Name, Name]]) -> SummaryInput:
    """Missions by code, name, ministry and department, with nothing answered: what worksheets are made from."""
    nothing = decide(chart, {})
    listed = tuple(ReviewedMission(*mission, {}, nothing) for mission in missions)
    return blank(chart, listed)


def offer_template(chart: Chart) -> None:
    """The workbook to fill in, and a worksheet for any mission."""
    st.download_button(
        say("paper.template"),
        partial(template_bytes, chart, lang()),
        file_name=f"missions-{chart.id}-{lang()}.xlsx",
        mime=MEDIA_TYPES[KINDS[-1]],
        icon=":material/table_view:",
        on_click="ignore",
        key="paper-template",
        help=say("paper.template_help"),
    )
