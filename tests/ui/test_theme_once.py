"""The theme that is kept is the one that Streamlit would work out."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RUN = """
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

def theme():
    made = CustomThemeConfig()
    places = {"theme": made, "theme.light": made.light, "theme.dark": made.dark, "theme.sidebar": made.sidebar}
    places |= {"theme.light.sidebar": made.light.sidebar, "theme.dark.sidebar": made.dark.sidebar}
    for section, place in places.items():
        app_session._populate_theme_msg(place, section)
    return made.SerializeToString(deterministic=True)

before = theme()
from ui.streamlit_changes.theme_once import keep_theme
keep_theme()
assert len(before) > 200, "the theme of .streamlit/config.toml was read"
assert theme() == before and theme() == before
"""


def test_the_kept_theme_says_in_every_run_what_streamlit_says() -> None:
    subprocess.run([sys.executable, "-c", _RUN], cwd=ROOT, check=True, timeout=300)
