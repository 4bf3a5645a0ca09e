"""Streamlit finds the same emojis at the start of a text, and finds none in Thai without the pattern of all."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import string_util

from ui.streamlit_changes import change_streamlit
from ui.streamlit_changes.thai_before_emojis import look_at_first_letter

ROOT = Path(__file__).parents[2]
_RUN = """
import sys
from streamlit.string_util import extract_leading_icon
from ui.streamlit_changes.thai_before_emojis import look_at_first_letter
look_at_first_letter()
print(extract_leading_icon("ไทย") == ("", "ไทย"), "streamlit.emojis" in sys.modules)
"""


def test_a_choice_in_thai_is_shown_without_the_pattern_of_all_emojis() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _RUN], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout.split() == ["True", "False"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ไทย", ("", "ไทย")),
        ("🚨 เตือน", ("🚨", "เตือน")),
        ("ℹ️_ข้อมูล", ("ℹ️", "ข้อมูล")),
        ("👩‍⚕️-แพทย์", ("👩‍⚕️", "แพทย์")),
        ("“ไทย”", ("", "“ไทย”")),
        ("ไทย 🚨", ("", "ไทย 🚨")),
        ("", ("", "")),
    ],
)
def test_an_emoji_in_front_is_found_as_before(text: str, found: tuple[str, str]) -> None:
    look_at_first_letter()
    assert string_util.extract_leading_icon(text) == found


def test_the_pages_have_this_change() -> None:
    change_streamlit()
    assert string_util.extract_leading_emoji.__module__ == "ui.streamlit_changes.thai_before_emojis"
