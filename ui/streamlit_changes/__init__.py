"""What is changed of Streamlit 1.67.0 while it runs, each for the reason that its module gives.

Each uses parts that Streamlit may rename: look at all of them when the pin in ``requirements.txt`` moves.
"""

from ui.streamlit_changes.batches import hand_over_in_batches
from ui.streamlit_changes.cursor_copies import copy_cursors_plainly
from ui.streamlit_changes.outermost_frame import look_at_outermost_frame
from ui.streamlit_changes.thai_before_emojis import look_at_first_letter
from ui.streamlit_changes.theme_once import keep_theme
from ui.streamlit_changes.upload_answers import keep_upload_answers


def change_streamlit() -> None:
    """Make all changes. Call it once a process."""
    keep_upload_answers()
    keep_theme()
    hand_over_in_batches()
    copy_cursors_plainly()
    look_at_first_letter()
    look_at_outermost_frame()
