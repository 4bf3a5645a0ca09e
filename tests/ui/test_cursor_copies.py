"""A copied cursor is where the one that it was copied from is, and goes its own way from there."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RUN = """
from copy import deepcopy
from streamlit.cursor import LockedCursor, RunningCursor
from streamlit.proto.Element_pb2 import Element
from ui.streamlit_changes.cursor_copies import copy_cursors_plainly

def told(value):
    parts = vars(value).items()
    return {name: dict(part.items()) if name == "_transient_elements" else part for name, part in parts}

running = RunningCursor(root_container=0, parent_path=(0, 6))
running.lock_element()
loading = RunningCursor(root_container=1)
loading.get_transient_cursor()
loading.transient_elements[0] = Element()
cursors = [running, loading, LockedCursor(root_container=0, parent_path=(1,), index=3)]
plainly = [told(deepcopy(each)) for each in cursors]
copy_cursors_plainly()
copies = deepcopy({n: each for n, each in enumerate(cursors)})
assert [told(each) for each in copies.values()] == plainly, (copies, plainly)
assert [type(each) for each in copies.values()] == [type(each) for each in cursors]
copies[0].lock_element()
copies[0].transient_elements[5] = Element()
copies[1].transient_elements[0].markdown.body = "changed"
assert [told(each) for each in cursors] == plainly
shared = deepcopy([running, running])
assert shared[0] is shared[1]
"""


def test_copied_cursors_are_those_that_streamlit_would_make() -> None:
    subprocess.run([sys.executable, "-c", _RUN], cwd=ROOT, check=True, timeout=300)
