"""Charts, decisions and files over HTTP: the same as from the command line, and problems in the caller's language."""

import csv
import io
import json
import re
import resource
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from engine.rules import decide
from engine.whatif import what_if
from flowchart import charts
from flowchart.chart import Chart
from flowchart.paths import paths_of
from missions.bulk.classify import OUTPUT_COLUMNS
from missions.mission import sample_file
from tests.api.conftest import Door

ENGLISH = {"accept-language": "en-GB, th;q=0.5"}


@pytest.fixture(params=[chart.key for chart in charts.all_charts()])
def chart(request: pytest.FixtureRequest) -> Chart:
    return charts.named(request.param)


def test_every_path_is_decided_as_the_rules_decide_it(door: Door, chart: Chart) -> None:
    for path in paths_of(chart):
        answers = {step.question: step.answer for step in path.steps}
        told = door.client.post("/v1/decide", json={"chart": chart.key, "answers": answers}).json()
        assert told == json.loads(json.dumps(asdict(decide(chart, answers))))


def test_what_would_change_a_decision_is_told_as_the_engine_finds_it(door: Door, chart: Chart) -> None:
    for path in paths_of(chart):
        answers = {step.question: step.answer for step in path.steps}
        told = door.client.post("/v1/whatif", json={"chart": chart.key, "answers": answers}).json()
        found = what_if(chart, answers)
        assert told["decision"]["path"] == [asdict(step) for step in path.steps]
        assert [flip["disposition"] for flip in told["flips"]] == [flip.disposition for flip in found.flips]
        assert [flip["changes"] for flip in told["flips"]] == [list(map(asdict, f.changes)) for f in found.flips]
        assert [each["question"] for each in told["narrowing"]] == [each.question for each in found.narrowing]
    assert door.client.post("/v1/whatif", json={"answers": {"nothing": "yes"}}).status_code == 422


def test_a_decision_explains_itself_in_the_callers_language(door: Door) -> None:
    start = charts.default().start
    asked = {"answers": {start.id: "no"}, "explain": True}
    thai, english = (
        door.client.post("/v1/decide", json=asked, headers=headers).json()["sentences"] for headers in ({}, ENGLISH)
    )
    assert thai != english
    assert any("Cancel" in sentence for sentence in english)


def test_the_charts_are_told(door: Door, chart: Chart) -> None:
    assert chart.hash in {told["hash"] for told in door.client.get("/v1/charts").json()}
    whole = door.client.get(f"/v1/charts/{chart.id}/{chart.version}").json()
    assert set(whole["questions"]) == set(chart.questions)
    assert whole["hash"] == chart.hash


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "code"),
    [
        ("POST", "/v1/decide", {"answers": {"nothing": "yes"}}, 422, "answer"),
        ("POST", "/v1/decide", {"answers": 1}, 422, "malformed"),
        ("POST", "/v1/decide", {"answers": {}, "chart": "none"}, 404, "chart"),
        ("GET", "/v1/charts/blueprint/77.0.0", None, 404, "chart"),
        ("GET", "/v1/decide", None, 405, "http_405"),
        ("GET", "/v2", None, 404, "http_404"),
        ("GET", "/v1/reviews", None, 401, "token"),
        ("POST", "/v1/classify", {}, 415, "media_type"),
    ],
)
def test_what_goes_wrong_is_told_as_problem_details_in_both_languages(
    door: Door, method: str, path: str, sent: object, status: int, code: str
) -> None:
    thai, english = (door.client.request(method, path, json=sent, headers=headers) for headers in ({}, ENGLISH))
    for answer, lang in ((thai, "th"), (english, "en")):
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.headers["content-language"] == lang
        told = answer.json()
        assert (told["status"], told["code"], told["type"]) == (status, code, "about:blank")
    assert thai.json()["detail"] != english.json()["detail"]
    assert not re.search("[ก-๙]", english.json()["detail"])


@pytest.mark.parametrize(
    ("sent", "th", "en"),
    [
        ('{"answers": {"a": 5}}', "“answers.a” ต้องเป็นข้อความ", "“answers.a” must be a text"),
        ('{"answers": []}', "“answers” ต้องเป็นออบเจ็กต์ของชื่อและค่า", "“answers” must be an object of names and values"),
        (
            '{"answer": {}}',
            "“answers” ขาดไป; “answer” ไม่มีในแบบ",
            "“answers” is missing; “answer” is not part of the form",
        ),
        ('{"answers": {}, "explain": "x"}', "“explain” ต้องเป็น true หรือ false", "“explain” must be true or false"),
        ('{"answers": {', "เนื้อหาไม่เป็น JSON ตั้งแต่อักขระที่ 14", "the body is not JSON from character 14 on"),
        ("", "เนื้อหาต้องเป็นออบเจ็กต์ JSON", "the body must be a JSON object"),
        ("[]", "เนื้อหาต้องเป็นออบเจ็กต์ JSON", "the body must be a JSON object"),
        (
            json.dumps({"answers": {f"q{n}": "" for n in range(101)}}),
            "“answers” ต้องมีไม่เกิน 100 รายการ",
            "“answers” must have at most 100 entries",
        ),
        (
            json.dumps({"answers": {}, "chart": "c" * 101}),
            "“chart” ต้องยาวไม่เกิน 100 ตัวอักษร",
            "“chart” must have at most 100 characters",
        ),
    ],
)
def test_what_is_malformed_is_told_with_where_it_is_and_what_is_allowed_there(
    door: Door, sent: str, th: str, en: str
) -> None:
    headers = {"content-type": "application/json"}
    thai = door.client.post("/v1/decide", content=sent, headers=headers).json()
    assert th in thai["detail"]
    english = door.client.post("/v1/decide", content=sent, headers=headers | ENGLISH).json()
    assert en in english["detail"]
    assert (thai["code"], english["status"]) == ("malformed", 422)


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/decide"), ("POST", "/v1/whatif"), ("PUT", "/v1/reviews/1/missions/M1/answers/necessary")],
)
def test_more_than_can_be_meant_is_refused_and_not_kept_in_memory(door: Door, method: str, path: str) -> None:
    def sent() -> Iterator[bytes]:
        yield b'{"answers":{"'
        for _ in range(2_000):
            yield b"a" * 100_000
        yield b'":"yes"}}'

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    headers = {"content-type": "application/json", "authorization": "Bearer none"}
    answer = door.client.request(method, path, content=sent(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "http_413")
    assert "1 เมกะไบต์" in answer.json()["detail"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_file_comes_back_with_the_columns_of_the_command(door: Door, chart: Chart) -> None:
    sample = sample_file(chart)
    assert sample is not None
    answer = door.client.post(
        f"/v1/classify?chart={chart.key}", content=sample.read_bytes(), headers={"content-type": "text/csv"}
    )
    rows, given = rows_of(answer.content), rows_of(sample.read_bytes())
    assert [row["id"] for row in rows] == [row["id"] for row in given]
    assert list(rows[0])[-len(OUTPUT_COLUMNS) :] == list(OUTPUT_COLUMNS)
    for row, before in zip(rows, given, strict=True):
        answers = {question: before[question] for question in chart.questions}
        assert row["disposition"] == (decide(chart, answers).disposition or "")


def test_json_lines_come_back_as_json_lines(door: Door) -> None:
    chart = charts.default()
    lines = [
        {"id": "=A1", chart.start.id: "no"},
        {"id": "B\nB", chart.start.id: None},
        {"id": "ค", chart.start.id: "ใช่"},
    ]
    answer = door.client.post(
        "/v1/classify",
        content="\n".join(map(json.dumps, lines)),
        headers={"content-type": "application/x-ndjson", **ENGLISH},
    )
    assert answer.headers["content-type"] == "application/x-ndjson"
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["id"] for row in told] == ["=A1", "B\nB", "ค"]
    assert [row["status"] for row in told] == ["decided", "incomplete", "incomplete"]
    assert told[0]["disposition_label"] == "Cancel"
    assert list(told[0])[-len(OUTPUT_COLUMNS) :] == list(OUTPUT_COLUMNS)


@pytest.mark.parametrize(
    "body", [b"", b"[1]\n", b"{\n", b'{"a": 1}\n{"b": 1}\n', b"\xff\xfe{", b'{"id": "x"}', b"[" * 90_000]
)
def test_lines_that_are_no_missions_are_refused(door: Door, body: bytes) -> None:
    answer = door.client.post("/v1/classify", content=body, headers={"content-type": "application/x-ndjson"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "file"


def test_where_people_sign_in_a_file_needs_a_token(door: Door) -> None:
    door.signing_in = True
    try:
        answer = door.client.post("/v1/classify", content=b"id\n", headers={"content-type": "text/csv"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="api"')
    finally:
        door.signing_in = False


def test_the_page_of_the_description_needs_nothing_from_elsewhere(door: Door) -> None:
    for headers, word in (({}, "ช่องทางสำหรับโปรแกรม"), (ENGLISH, "The machine's door")):
        page = door.client.get("/docs", headers=headers).text.replace("&#x27;", "'")
        assert word in page
        for path in door.client.get("/openapi.json").json()["paths"]:
            assert path in page
        assert not any(part in page for part in ("<script", "http://", "https://", "<link", "src="))
