"""What a run has to say goes to the event loop a few milliseconds' worth at once, not each element by itself."""

import asyncio
from collections import deque
from collections.abc import Callable

from streamlit.runtime.app_session import AppSession

_TOGETHER = 0.004
"""Seconds for which the first waits for the others; Streamlit itself sends every hundredth of a second."""


class _Batch:
    """What is to be done on the event loop of one session, in its order."""

    def __init__(self) -> None:
        self.waiting: deque[Callable[[], None]] = deque()
        self.called = False

    def hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        """One by one as Streamlit does: what fails keeps no other from its turn."""
        self.called = False  # first: whoever comes from now on calls again
        while self.waiting:
            loop.call_soon(self.waiting.popleft())


def hand_over_in_batches() -> None:
    """Have a session wake the event loop once for what its run says in that time.

    Streamlit (1.67.0) wakes it for every element, some forty times a click, and each time the run loses its turn.
    """
    at_once = AppSession._call_soon_on_event_loop

    def later(session: AppSession, callback: Callable[[], None]) -> None:
        batch: _Batch = session.__dict__.setdefault("blueprint_batch", _Batch())
        batch.waiting.append(callback)
        if not batch.called:
            batch.called = True
            loop = session._event_loop

            def wait() -> None:
                loop.call_later(_TOGETHER, batch.hand_over, loop)

            at_once(session, wait)

    AppSession._call_soon_on_event_loop = later  # type: ignore[assignment, method-assign]
