"""What a run has to say reaches the event loop whole and in its order, in few batches."""

import asyncio
from functools import partial
from threading import Thread, get_ident

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent

from ui.streamlit_changes.batches import hand_over_in_batches


class _Session(AppSession):
    """One that nothing but its event loop belongs to."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._event_loop = loop

    def __del__(self) -> None:
        """There is nothing to close."""


@pytest.fixture(autouse=True)
def _put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "_call_soon_on_event_loop", AppSession._call_soon_on_event_loop)
    monkeypatch.setattr(AppSession, "_create_scriptrunner", AppSession._create_scriptrunner)
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", AppSession._on_scriptrunner_event)


def test_all_arrive_in_their_order_though_one_fails_and_wake_the_loop_seldom() -> None:
    woken, came, failed = list[object](), list[int](), list[object]()

    class Loop(asyncio.SelectorEventLoop):
        def call_soon_threadsafe(self, *given: object, **named: object) -> asyncio.Handle:
            woken.append(given)
            return super().call_soon_threadsafe(*given, **named)  # type: ignore[arg-type]

    loop = Loop()
    loop.set_exception_handler(lambda _, context: failed.append(context["exception"]))
    session = _Session(loop)

    def come(n: int) -> None:
        assert get_ident() == running.ident
        came.append(n)
        if n == 999:
            loop.stop()
        assert n != 500

    hand_over_in_batches()
    running = Thread(target=loop.run_forever)
    running.start()
    for n in range(1000):
        session._call_soon_on_event_loop(partial(come, n))
    running.join()
    loop.close()
    assert came == list(range(1000))
    assert len(failed) == 1
    assert 1 <= len(woken) < 200


def test_what_a_run_said_is_handled_before_the_next_run_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    came, there_at_the_next = list[int](), list[list[int]]()
    monkeypatch.setattr(AppSession, "_create_scriptrunner", lambda *_: there_at_the_next.append([*came]))
    hand_over_in_batches()
    loop = asyncio.new_event_loop()
    session = _Session(loop)

    def run_and_begin_the_next() -> None:
        for n in range(3):
            session._call_soon_on_event_loop(partial(came.append, n))
        session._create_scriptrunner(RerunData())
        session._call_soon_on_event_loop(loop.stop)

    loop.call_soon_threadsafe(run_and_begin_the_next)
    running = Thread(target=loop.run_forever)
    running.start()
    running.join()
    loop.close()
    assert there_at_the_next == [[0, 1, 2]]
    assert came == [0, 1, 2]


def test_the_end_of_a_run_waits_for_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    came, alone = list[ScriptRunnerEvent](), list[int]()
    start, say = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
    end = ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS

    class Loop(asyncio.SelectorEventLoop):
        """One whose clock stands still: what waits for a time would wait for ever."""

        def time(self) -> float:
            return 0.0

    loop = Loop()

    def handle(_session: AppSession, _sender: ScriptRunner, event: ScriptRunnerEvent, *_: object) -> None:
        came.append(event)
        if event == start:
            loop.call_soon(lambda: alone.append(len(came)))  # comes to its turn after all that came together
        if event == end:
            loop.call_soon(loop.stop)

    monkeypatch.setattr(AppSession, "_handle_scriptrunner_event_on_event_loop", handle)
    hand_over_in_batches()
    session = _Session(loop)
    running = Thread(target=loop.run_forever, daemon=True)
    running.start()
    session._on_scriptrunner_event(None, start, fragment_ids_this_run=["work"])
    for _ in range(30):
        session._on_scriptrunner_event(None, say)
    session._on_scriptrunner_event(None, end)
    running.join(300)
    assert came == [start, *[say] * 30, end]
    assert alone == [32]
    loop.close()
