"""The figures that Prometheus reads: a click is counted once it is done, and takes its statements with it."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from record.store import Store
from tests.servers import ROOT
from ui.metering import Visit, figures, serve_figures


def value(name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", figures(), re.MULTILINE)
    assert found
    return float(found[1])


def asking(*, by_itself: bool = False) -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = "mission=1"
    message.rerun_script.is_auto_rerun = by_itself
    return message


def told() -> bytes:
    return bytes(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString())


def test_a_click_waits_until_the_page_is_done_and_is_then_counted() -> None:
    clicks, visit = value("blueprint_click_seconds_count"), Visit()
    assert value("blueprint_sessions") == 1
    visit.asks(asking())
    assert value("blueprint_queue") == 1
    assert value("blueprint_click_seconds_count") == clicks
    visit.told(told())
    assert value("blueprint_queue") == 0
    assert value("blueprint_click_seconds_count") == clicks + 1
    visit.leaves()
    assert value("blueprint_sessions") == 0


def test_what_a_page_does_by_itself_is_no_click() -> None:
    clicks, visit = value("blueprint_click_seconds_count"), Visit()
    visit.asks(asking(by_itself=True))
    visit.told(told())
    visit.leaves()
    assert value("blueprint_click_seconds_count") == clicks


def test_the_alarms_of_the_document_hang_on_figures_that_there_are() -> None:
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    alarms = re.findall(r"^\| `([^`]*\bblueprint_[^`]*)` \|", document, re.MULTILINE)
    assert len(alarms) >= 5
    there = set(re.findall(r"^(blueprint_\w+)", figures(), re.MULTILINE))
    for alarm in alarms:
        named = set(re.findall(r"blueprint_\w+", alarm))
        assert named
        assert named <= there, alarm
        assert not any(("rate(" in alarm) != (name.endswith(("_total", "_bucket"))) for name in named), alarm


def test_a_page_that_is_closed_waits_no_more() -> None:
    visit = Visit()
    visit.asks(asking())
    visit.leaves()
    assert value("blueprint_queue") == 0


def test_the_figures_are_on_a_port_of_their_own_and_count_statements(tmp_path: Path) -> None:
    server = serve_figures(0)
    address = f"http://127.0.0.1:{server.server_port}"
    before = value("blueprint_statements_total")
    Store(f"sqlite:///{tmp_path}/record.db").close()
    with urllib.request.urlopen(f"{address}/metrics", timeout=300) as answer:  # noqa: S310  (our own address)
        assert "blueprint_click_seconds_bucket" in answer.read().decode()
    assert value("blueprint_statements_total") > before
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/", timeout=300)  # noqa: S310
    server.shutdown()
    server.server_close()
