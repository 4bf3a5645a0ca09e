"""A user without a browser: speaks the pages' own protocol, so that many of them can be at work at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.TextArea_pb2 import TextArea
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

_PATIENCE = 120.0
"""Seconds to wait for the page."""
_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@contextmanager
def visiting(
    address: str, query: str, *, follows: bool = False, cookie: str = "", name: str = ""
) -> Iterator["Visitor"]:
    """A window on the page at ``address`` with what follows the ``?``; with ``follows`` it changes as pages ask.

    ``cookie`` is that of somebody who signed in; ``name`` is that of the page in the address.
    """
    stream = f"ws://{address.removeprefix('http://')}/_stcore/stream"
    token = generate_xsrf_token_string()
    told = {"Cookie": f"{XSRF_COOKIE_NAME}={token}; {cookie}", "Origin": address} if cookie else {}
    spoken = [Subprotocol("streamlit"), *([Subprotocol(token)] if cookie else [])]
    opening = connect(stream, subprotocols=spoken, additional_headers=told, open_timeout=_PATIENCE, max_size=None)
    with opening as line:
        yield Visitor(line, query, follows=follows, name=name)


class Visitor:
    """One window on a page. After each step ``widgets`` holds the page's widgets by label, ``texts`` what it says.

    ``drawn`` are the widgets and texts that the last step drew, by where they are on the page; ``sent_to`` is where the
    page sent the browser, to sign in or out.
    Each step raises ``OSError`` or ``websockets.exceptions.WebSocketException`` when the server is gone.
    """

    def __init__(self, line: ClientConnection, query: str, *, follows: bool, name: str = "") -> None:
        self._line, self._query, self._follows, self._name = line, query, follows, name
        self._values: dict[str, WidgetState] = {}
        self._shown: dict[tuple[int, ...], Any] = {}
        self._parts: dict[str, str] = {}
        self._clock, self.sent_to = "", ""
        self.drawn: dict[tuple[int, ...], Any] = {}
        self.widgets: dict[str, Any] = {}
        self.texts: list[str] = []
        self._run()

    def write(self, label: str, words: str) -> None:
        """Type into a text area and leave it."""
        self._set(label, string_value=words)
        self._run(part=self._part(label))

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a radio or a select box by its name."""
        self._set(label, string_value=option)
        self._run(part=self._part(label))

    def press(self, label: str) -> None:
        """Press a button."""
        state = WidgetState(id=self.widgets[label].id, trigger_value=True)
        self._run(state, part=self._part(label))

    def says(self, words: str) -> bool:
        """Whether the page shows ``words``."""
        return any(words in text for text in self.texts)

    def again(self) -> None:
        """Have the whole page run once more."""
        self._run()

    def look(self) -> None:
        """Have the part run that the page asked to be run every few seconds."""
        self._run(part=self._clock)

    def shown(self, label: str) -> str:
        """The words that a text area shows."""
        widget = self.widgets[label]
        kept = self._values.get(widget.id)
        return str(kept.string_value if kept else widget.default)

    def _set(self, label: str, **value: Any) -> None:
        widget = self.widgets[label].id
        self._values[widget] = WidgetState(id=widget, **value)

    def _part(self, label: str) -> str:
        """The part of the page that a widget is in, which a browser asks to run; "" for the page itself."""
        return self._parts[self.widgets[label].id]

    def _run(self, *pressed: WidgetState, part: str = "") -> None:
        message = BackMsg()
        message.rerun_script.fragment_id = part
        message.rerun_script.query_string = self._query
        message.rerun_script.page_name = self._name
        message.rerun_script.widget_states.widgets.extend([*self._values.values(), *pressed])
        self._line.send(message.SerializeToString())
        shown: dict[tuple[int, ...], Any] = {}
        place: tuple[int, ...] = ()
        while True:
            data = self._line.recv(timeout=_PATIENCE)
            told = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind, path = told.WhichOneof("type"), tuple(told.metadata.delta_path)
            if kind == "new_session":  # what came before was of a run that this one replaced
                shown, place = {}, ()
            elif kind == "auth_redirect":
                self.sent_to = told.auth_redirect.url
            elif kind == "auto_rerun":
                self._clock = told.auto_rerun.fragment_id
            elif kind == "page_info_changed" and self._follows:
                self._query = told.page_info_changed.query_string
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                shown[path] = here = getattr(element, str(element.WhichOneof("type")))
                self._parts[getattr(here, "id", "")] = told.delta.fragment_id
            elif kind == "delta":
                place = place or path
            elif kind == "script_finished" and told.script_finished in _FINISHED:
                break
        self.drawn = shown
        if told.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:  # the rest of the page stays
            shown = shown | {path: old for path, old in self._shown.items() if path[: len(place)] != place}
        self._shown = {path: shown[path] for path in sorted(shown)}
        self.widgets, self.texts = {}, []
        for here in self._shown.values():
            said = (getattr(here, "body", ""), getattr(here, "label", ""))
            self.texts += [text for text in said if isinstance(text, str) and text]
            if getattr(here, "id", "") and getattr(here, "label", ""):
                self.widgets[here.label] = here
        here_now = {widget.id for widget in self.widgets.values()}
        self._values = {id_: value for id_, value in self._values.items() if id_ in here_now}  # as a browser forgets
        for widget in self.drawn.values():
            if isinstance(widget, TextArea) and widget.set_value:
                self._values[widget.id] = WidgetState(id=widget.id, string_value=widget.value)
