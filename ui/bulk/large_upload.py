"""Choosing a file that is too large for Streamlit: sent straight to the disk, with its progress, to be cancelled."""

from pathlib import Path
from typing import Any

import streamlit as st

from missions.bulk.stream import Reading
from record import jobs
from record.store_error import StoreError
from ui.bulk.job import open_job
from ui.language import lang, say
from ui.notices import refuse
from ui.uploads import LARGEST, SMALL, ticket
from ui.who import job_owner, record
from ui.widgets.file_reading import SUFFIXES, correct

_HERE = Path(__file__).parent
_KEY = "large_upload"
_mount = st.components.v2.component(
    _KEY,
    html='<div class="large-upload"><button type="button"></button><progress max="100" value="0" hidden></progress>'
    '<button type="button" hidden></button><p role="status"></p></div>',
    css=(_HERE / "large_upload.css").read_text(encoding="utf-8"),
    js=(_HERE / "large_upload.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_MB = 2**20
_STATUSES = ("403", "408", "413", "429", "503", "507")


def large_upload() -> bool:
    """Offer it, where this server has such a way in; whether it does. What arrived is a job. Raises ``StoreError``."""
    mine = ticket()
    if mine is None:
        return False
    largest = {"mb": LARGEST // _MB}
    data = {
        "ticket": mine,
        "largest": LARGEST,
        "suffixes": ",".join(f".{suffix}" for suffix in SUFFIXES),
        "words": {
            "stop": say("upload.stop"),
            "stopped": say("upload.stopped"),
            "failed": say("upload.failed"),
            "choose": say("upload.choose", small=SMALL, **largest),
            "sending": say("upload.sending", percent="{percent}", name="{name}"),
            "status": {status: say(f"upload.status_{status}", **largest) for status in _STATUSES},
        },
    }
    with st.container(key="large_upload_box"):
        _mount(data=data, key=_KEY, on_arrived_change=_arrived)
    return True


def _arrived() -> None:
    """Open the job that the file became. What the browser says is looked up: it may say anything."""
    told: Any = getattr(st.session_state.get(_KEY), "arrived", None)
    try:
        job = jobs.find(record(), job_owner(), told)
    except StoreError as error:
        refuse(error.sentence(lang()))
        return
    if job:
        correct(Reading())
        open_job(job.id)
