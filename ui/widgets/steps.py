"""The main questions of a chart in a row: those answered lead back to them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

_HERE = Path(__file__).parent
_KEY = "steps_row"
_mount = st.components.v2.component(
    "steps", html='<div class="steps"></div>', js=(_HERE / "steps.js").read_text(encoding="utf-8"), isolate_styles=False
)


@dataclass(frozen=True)
class Step:
    """A main question: its number, what it is called, and whether it is answered, on the page, or still open."""

    question: str
    number: int
    name: str
    state: Literal["done", "here", "open"]


def steps(all_: Sequence[Step], question: str, on_press: Callable[[str], None]) -> None:
    """Show the steps, and tell the keys which question is on the page. One element, for each costs at every click.

    After going on to another question its first answer takes the focus.
    """

    def pressed() -> None:
        state: Any = st.session_state.get(_KEY)
        value = state.get("pressed") if state else None
        if any(step.question == value and step.state != "open" for step in all_):  # it comes from the browser
            on_press(str(value))

    _mount(
        data={"steps": [asdict(step) for step in all_], "question": question},
        key=_KEY,
        on_pressed_change=pressed,
        width="content",
    )
