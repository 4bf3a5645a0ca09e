"""The theme of the pages, which no page can change, is worked out once and not at each run."""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_work_out = app_session._populate_theme_msg


def keep_theme() -> None:
    """Have Streamlit keep the theme.

    It goes through its whole configuration six times a run (1.67.0), for 0.8 ms of the processor.
    """
    app_session._populate_theme_msg = _fill


def _fill(msg: CustomThemeConfig, section: str = "theme") -> None:
    kept = _worked_out(section)
    if kept.ByteSize():  # a section that says nothing stays away
        msg.MergeFrom(kept)


@cache
def _worked_out(section: str) -> CustomThemeConfig:
    made = CustomThemeConfig()
    _work_out(made, section)
    return made
