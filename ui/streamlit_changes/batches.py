"""What a run has to say goes to the event loop a few milliseconds' worth at once, not each element by itself."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent

_TOGETHER = 0.004
"""Seconds for which the first waits for the others; Streamlit itself sends every hundredth of a second."""
_ENDS = (
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
    ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_COMPILE_ERROR,
    ScriptRunnerEvent.SHUTDOWN,
)


class _Batch:
    """What is to be done on the event loop of one session, in its order."""

    def __init__(self) -> None:
        self.waiting: deque[Callable[[], None]] = deque()
        self.called = False

    def do(self, loop: asyncio.AbstractEventLoop) -> None:
        """One by one; what fails is told to the loop, as Streamlit does, and keeps no other from its turn."""
        self.called = False  # first: whoever comes from now on calls again
        while self.waiting:
            callback = self.waiting.popleft()
            try:
                callback()
            except Exception as failed:  # noqa: BLE001 - whatever it is, the loop is told
                loop.call_exception_handler({"message": "a message of a run", "exception": failed})


def _batch(session: AppSession) -> _Batch:
    batch: _Batch = session.__dict__.setdefault("blueprint_batch", _Batch())
    return batch


def hand_over_in_batches() -> None:
    """Have a session wake the event loop once for what its run says in that time, and at the run's end without waiting.

    Streamlit (1.67.0) wakes it for every element, some forty times a click, and each time the run loses its turn.
    It also forgets what a finished run said and was not yet handled when the next begins. When the next is that of a
    part, the end of the page was never shown; so it is handled first.
    """
    at_once, create = AppSession._call_soon_on_event_loop, AppSession._create_scriptrunner
    tell = AppSession._on_scriptrunner_event

    def later(session: AppSession, callback: Callable[[], None]) -> None:
        batch = _batch(session)
        batch.waiting.append(callback)
        if not batch.called:
            batch.called = True
            loop = session._event_loop

            def wait() -> None:
                loop.call_later(_TOGETHER, batch.do, loop)

            at_once(session, wait)

    def told(
        session: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, *more: Any, **named: Any
    ) -> None:
        tell(session, sender, event, *more, **named)
        if event in _ENDS:
            at_once(session, partial(_batch(session).do, session._event_loop))

    def heard(session: AppSession, of_the_next: RerunData) -> None:
        _batch(session).do(session._event_loop)
        create(session, of_the_next)

    AppSession._on_scriptrunner_event = told  # type: ignore[assignment, method-assign]
    AppSession._call_soon_on_event_loop = later  # type: ignore[assignment, method-assign]
    AppSession._create_scriptrunner = heard  # type: ignore[assignment, method-assign]
