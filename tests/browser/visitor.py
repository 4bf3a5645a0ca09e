"""A user without a browser: speaks the pages' own protocol, so that many of them can be at work at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

_PATIENCE = 20.0
"""Seconds to wait for the page."""


@contextmanager
def visiting(address: str, query: str, cookie: str = "") -> Iterator["Visitor"]:
    """A window on the page at ``address`` with what follows the ``?``."""
    stream = f"ws://{address.removeprefix('http://')}/_stcore/stream"
    protocol, sent = [Subprotocol("streamlit")], {"Cookie": cookie} if cookie else {}
    with connect(stream, subprotocols=protocol, open_timeout=_PATIENCE, max_size=None, additional_headers=sent) as line:
        yield Visitor(line, query)


class Visitor:
    """One window on a page. After each step ``widgets`` holds the page's widgets by label, ``texts`` what it says.

    Each step raises ``OSError`` or ``websockets.exceptions.WebSocketException`` when the server is gone.
    """

    def __init__(self, line: ClientConnection, query: str) -> None:
        self._line, self._query = line, query
        self._values: dict[str, WidgetState] = {}
        self.widgets: dict[str, Any] = {}
        self.texts: list[str] = []
        self._run()

    def write(self, label: str, words: str) -> None:
        """Type into a text area and leave it."""
        self._set(label, string_value=words)
        self._run()

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a radio or a select box by its name."""
        self._set(label, string_value=option)
        self._run()

    def press(self, label: str) -> None:
        """Press a button."""
        state = WidgetState(id=self.widgets[label].id, trigger_value=True)
        self._run(state)

    def says(self, words: str) -> bool:
        """Whether the page shows ``words``."""
        return any(words in text for text in self.texts)

    def _set(self, label: str, **value: Any) -> None:
        widget = self.widgets[label].id
        self._values[widget] = WidgetState(id=widget, **value)

    def _run(self, *pressed: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self._query
        message.rerun_script.widget_states.widgets.extend([*self._values.values(), *pressed])
        self._line.send(message.SerializeToString())
        widgets: dict[str, Any] = {}
        texts: list[str] = []
        while True:
            data = self._line.recv(timeout=_PATIENCE)
            told = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = told.WhichOneof("type")
            if kind == "new_session":  # what came before was of a run that this one replaced
                widgets, texts = {}, []
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                here: Any = getattr(element, str(element.WhichOneof("type")))
                for text in (getattr(here, "body", ""), getattr(here, "label", "")):
                    if isinstance(text, str) and text:
                        texts.append(text)
                if getattr(here, "id", "") and getattr(here, "label", ""):
                    widgets[here.label] = here
            elif kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                break
        self.widgets, self.texts = widgets, texts
        here_now = {widget.id for widget in widgets.values()}
        self._values = {id_: value for id_, value in self._values.items() if id_ in here_now}  # as a browser forgets
