"""Streamlit knows a prompt from a program as before, without looking through every module."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_ASKED = """
import sys
sys.path.insert(0, {root!r})
from streamlit import env_util
before = env_util.is_repl
from ui.streamlit_changes import change_streamlit
change_streamlit()
assert env_util.is_repl is not before
print(before(), (lambda: env_util.is_repl())())
"""


@pytest.mark.parametrize("way", ["file", "-c", "-"])
def test_a_prompt_is_known_as_before(way: str, tmp_path: Path) -> None:
    text = _ASKED.format(root=str(ROOT))
    script = tmp_path / "script.py"
    script.write_text(text, encoding="utf-8")
    arguments = {"file": [str(script)], "-c": ["-c", text], "-": ["-"]}[way]
    given = text if way == "-" else None
    done = subprocess.run(
        [sys.executable, *arguments], input=given, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split() == ["False" if way == "file" else "True"] * 2
