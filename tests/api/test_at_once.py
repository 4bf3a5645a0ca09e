"""An ordinary decision is answered before the app is asked, and says the same; all else is the app's."""

import json
from collections.abc import Sequence

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import make_app
from api.at_once import PATH, DecideAtOnce
from flowchart import charts
from flowchart.chart import Chart
from flowchart.paths import paths_of
from tests.servers import awaited

JSON = {"content-type": "application/json"}


async def nobody(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the app was asked")


def answer(
    app: ASGIApp, *pieces: bytes, headers: dict[str, str] = JSON, method: str = "POST"
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of the answer to a request that comes in pieces, as a server hands it over."""
    left, told = list(pieces), list[Message]()

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        told.append(message)

    sent: Sequence[tuple[bytes, bytes]] = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope: Scope = {"type": "http", "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80)}
    scope.update(method=method, path=PATH, root_path="", query_string=b"", headers=sent)

    async def asked() -> None:
        await app(scope, receive, send)

    awaited(asked())
    body = b"".join(message.get("body", b"") for message in told[1:])
    return told[0]["status"], dict(told[0]["headers"]), body


@pytest.fixture(scope="module")
def app() -> ASGIApp:
    """The app alone, as it is mounted."""
    return Starlette(routes=[Mount("/api", make_app(lambda: False))])


@pytest.fixture(params=[chart.key for chart in charts.all_charts()])
def chart(request: pytest.FixtureRequest) -> Chart:
    return charts.named(request.param)


def test_every_path_is_answered_as_the_app_answers_it(app: ASGIApp, chart: Chart) -> None:
    for path in paths_of(chart):
        asked = {"chart": chart.key, "answers": {step.question: step.answer for step in path.steps}}
        body = json.dumps(asked).encode()
        here, there = answer(DecideAtOnce(nobody), body), answer(app, body)
        assert here == there
        assert here[0] == 200


def test_the_default_chart_is_answered_at_once_too() -> None:
    start = charts.default().start
    _, _, told = answer(DecideAtOnce(nobody), json.dumps({"answers": {start.id: ""}}).encode())
    assert json.loads(told)["next_question"] == start.id


@pytest.mark.parametrize(
    ("pieces", "headers", "status"),
    [
        ([b""], JSON, 422),
        ([b"{"], JSON, 422),
        ([b'{"answers": {"nothing": "yes"}}'], JSON, 422),
        ([b'{"answers": {}, "chart": "none"}'], JSON, 404),
        ([b'{"answers": {}, "more": 1}'], JSON, 422),
        ([b'{"answers": {}, "explain": true}'], JSON | {"accept-language": "en"}, 200),
        ([b'{"answers": {}}'], {"content-type": "text/plain"}, 422),
        ([b'{"answers": {}}'], {}, 422),
        (['{"answers": {}}'.encode("utf-16")], JSON, 200),
        ([json.dumps({"answers": {f"q{n}": "yes" for n in range(101)}}).encode()], JSON, 422),
        ([b'{"answers"', b": {}}"], JSON, 200),
    ],
)
def test_what_is_out_of_the_ordinary_is_the_apps_to_answer(
    app: ASGIApp, pieces: list[bytes], headers: dict[str, str], status: int
) -> None:
    with pytest.raises(AssertionError, match="the app was asked"):
        answer(DecideAtOnce(nobody), *pieces, headers=headers)
    found = answer(DecideAtOnce(app), *pieces, headers=headers)
    assert found == answer(app, *pieces, headers=headers)
    assert found[0] == status


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD"])
def test_another_method_is_the_apps(app: ASGIApp, method: str) -> None:
    assert answer(DecideAtOnce(app), b"", method=method)[0] == 405
