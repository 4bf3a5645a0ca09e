"""Whether Streamlit is used at a prompt is told by the outermost frame alone."""

import sys

from streamlit import env_util

_PROMPTS = ("<stdin>", "<string>")


def look_at_outermost_frame() -> None:
    """Have Streamlit look at the outermost frame only, for its warning to use ``streamlit run``.

    Before the first element of a process it collects all frames with their source lines (1.67.0), for which Python
    looks for the file of every module: some 50 ms, more the more is loaded.
    """
    env_util.is_repl = _is_repl


def _is_repl() -> bool:
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
    name = frame.f_code.co_filename
    return name in _PROMPTS or name.endswith("bin/ipython")
