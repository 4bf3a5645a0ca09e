"""A chart while somebody writes it in an editor: picture, errors with lines, cases, and samples decided otherwise."""

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from engine.impact import Outcome, outcome_told
from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import Defect
from missions.chart_file import ChartFile, files_beside, held, read_chart_file
from missions.files.problems import FileError
from missions.files.reading import run_apart
from missions.mission import sample_missions
from text.dates import THAILAND
from ui.admission import known
from ui.language import lang, plain, say
from ui.routes import link
from ui.sign_in import signs_in
from ui.widgets.cases import show_cases
from ui.widgets.flow import flow
from ui.widgets.long_table import long_table

_EVERY = 1.0
"""Seconds between two looks at the file."""
_MOST = 50
"""Errors that are shown at once."""
_SHOWN, _SEEN = "chart_file_shown", "chart_file_seen"


@dataclass
class _Watched:
    """A file as a window knows it: as it is, as it was when it last could be drawn, and as it was at first."""

    path: Path
    hashes: tuple[bytes, ...] = ()
    at: datetime | None = None
    found: ChartFile | None = None
    refused: FileError | None = None
    drawn: ChartFile | None = None
    first: ChartFile | None = None


def offered() -> bool:
    """Whether whoever is at this page may watch the chart files of this server: its administrators."""
    return bool(os.environ.get(charts.OWN_CHARTS)) and (not signs_in() or bool((me := known()) and me.administrator))


def page() -> None:
    """The choice of a file, and what it says now."""
    st.title(say("page.chart_file"), anchor=False)
    link("chart", say("page.chart"), icon=":material/arrow_back:")
    if not os.environ.get(charts.OWN_CHARTS):
        st.info(say("chart_file.no_folder", variable=charts.OWN_CHARTS))
        return
    if not offered():
        st.error(say("chart_file.not_allowed"), icon=":material/lock:")
        return
    path = _choose()
    if path is None:
        return
    watched = _watched(path)
    _look(path)
    _tell(watched)


def _choose() -> Path | None:
    """The file that is watched. One that the folder does not hold is not looked at, whatever the address names."""
    st.markdown(say("chart_file.intro"))
    folder = Path(os.environ[charts.OWN_CHARTS])
    files = {path.relative_to(folder).as_posix(): path for path in charts.own_files()}
    if not files:
        st.info(say("chart_file.no_files", folder=plain(folder.name)))
        return None
    names = list(files)
    asked = st.query_params.get("file")
    if _SHOWN not in st.session_state or st.session_state[_SHOWN] not in names:
        st.session_state[_SHOWN] = asked if asked in names else names[0]
    picked = st.selectbox(say("chart_file.choose"), names, key=_SHOWN)
    st.query_params["file"] = picked
    return files.get(picked)


def _watched(path: Path) -> _Watched:
    """The file, read again where it or what stands beside it was changed since this window read it."""
    watched: _Watched | None = st.session_state.get("chart_file")
    if watched is None or watched.path != path:
        watched = st.session_state["chart_file"] = _Watched(path)
    st.session_state[_SEEN] = _stamps(path)  # before it is read: what is saved meanwhile is seen next time
    hashes = _hashes(path)
    if watched.hashes == hashes:
        return watched
    watched.hashes, watched.at, watched.refused = hashes, datetime.now(UTC), None
    try:
        watched.found = read_chart_file(path, run_apart)
    except FileError as error:
        watched.found, watched.refused = None, error
    if watched.found and watched.found.chart:
        watched.drawn = watched.found
        watched.first = watched.first or watched.found
    return watched


@st.fragment(run_every=_EVERY)
def _look(path: Path) -> None:
    """Run the page again when the file was changed."""
    if _stamps(path) != st.session_state.get(_SEEN):
        st.rerun()


def _stamps(path: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """What shows that the file, or one beside it, was written."""
    found: list[tuple[int, int, int] | None] = []
    for each in files_beside(path):
        try:
            stat = each.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


def _hashes(path: Path) -> tuple[bytes, ...]:
    found = []
    for each in files_beside(path):
        try:
            with each.open("rb") as file:
                found.append(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            found.append(str(error.errno).encode())
    return tuple(found)


def _tell(watched: _Watched) -> None:
    code, found = lang(), watched.found
    if watched.at:
        st.caption(say("chart_file.read_at", time=f"{watched.at.astimezone(THAILAND):%H:%M:%S}"))
    with st.container(key="chart_file_state"):
        if watched.refused:
            st.error(plain(watched.refused.sentence(code)))
        elif found and found.defects:
            st.error(say("chart_file.defects", n=len(found.defects)), icon=":material/error:")
        elif found and found.chart:
            st.success(say("chart_file.sound", stamp=plain(found.chart.stamp)), icon=":material/check_circle:")
            _in_use(found.chart, watched.path)
    for number, (defect, text) in enumerate(found.defects[:_MOST] if found else ()):
        _defect(number, defect, text)
    if found and len(found.defects) > _MOST:
        st.caption(say("chart_file.more", n=len(found.defects) - _MOST))
    drawn = watched.drawn
    if drawn is None or drawn.chart is None:
        st.info(say("chart_file.not_drawn"))
        return
    if drawn is not found:
        st.warning(say("chart_file.former"), icon=":material/history:")
    _moved(watched, drawn, drawn.chart)
    _cases(watched.path, drawn, drawn.chart)
    st.header(say("about.picture"), anchor=False)
    flow(drawn.chart, code, key="flow-chart-file")


def _in_use(chart: Chart, path: Path) -> None:
    """Whether the pages use what the file says: a process reads a chart once."""
    if held(chart, path) != chart:
        st.info(say("chart_file.restart"), icon=":material/restart_alt:")


def _defect(number: int, defect: Defect, text: str) -> None:
    with st.container(border=True, key=f"chart_file_defect_{number}"):
        st.markdown(f"{plain(defect.sentence(lang()))} `{defect.code}`")
        if text:
            st.code(text, language=None, wrap_lines=True)


def _moved(watched: _Watched, now: ChartFile, chart: Chart) -> None:
    """The samples that are decided otherwise than when the page was opened."""
    st.header(say("chart_file.samples"), anchor=False)
    first, names = watched.first or now, sample_missions(chart)
    if not now.decided:
        st.markdown(say("chart_file.no_samples"))
        return

    def anew() -> None:
        watched.first = now

    moved = {code: (first.decided.get(code), after) for code, after in now.decided.items()}
    moved = {code: pair for code, pair in moved.items() if pair[0] != pair[1]}
    with st.container(horizontal=True, vertical_alignment="center", key="chart_file_moved"):
        key = "chart_file.moved" if moved else "chart_file.none_moved"
        st.markdown(say(key, n=len(moved), of=len(now.decided)), width="stretch")
        if moved:
            st.button(say("chart_file.anew"), key="chart_file_anew", on_click=anew)
    if moved:
        table = {
            say("chart_file.mission"): [f"{code} {names[code].name(lang())}" for code in moved],
            say("chart_file.before"): [_told(first.chart, before) for before, _ in moved.values()],
            say("chart_file.after"): [_told(chart, after) for _, after in moved.values()],
        }
        long_table(pd.DataFrame(table), say("chart_file.samples"))


def _told(chart: Chart | None, outcome: Outcome | None) -> str:
    return outcome_told(chart, outcome.disposition, outcome.sub_form, lang()) if chart and outcome else "–"


def _cases(path: Path, found: ChartFile, chart: Chart) -> None:
    """The cases that stand beside the chart."""
    st.header(say("chart_file.cases"), anchor=False)
    if found.refused:
        st.error(plain(found.refused.sentence(lang())))
    elif found.run is None:
        st.markdown(say("chart_file.no_cases", file=plain(files_beside(path)[2].name)))
    else:
        show_cases(chart, found.run, "chart_file.cases_fail")
