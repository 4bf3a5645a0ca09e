import base64
import json
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowchart import charts
from flowchart.chart import Chart
from missions.files.rows import MissionRow
from record.answering import edit_mission, save_answer, save_draft
from record.attachments import add_file, add_link, add_reference, file_of, remove_evidence
from record.audit import verify
from record.chain import START, append, hash_of, new_tip
from record.exchange import export_review, import_review, rows_by_key
from record.links import link, unlink
from record.members import add_member, set_role
from record.mission_status import mission_statuses
from record.models import Change, Mission
from record.opinions import give_opinion, mission_opinions, settle
from record.reviews import create_review, missions_of
from record.signing import sign_off
from record.store import OPERATOR, Store
from record.store_error import StoreError
from tests.record.postgres import Cluster, memory
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    SECRETARY,
    Group,
    make_group,
    of_mission,
    of_review,
    signed_state,
    without_the_import,
)
from text.words import LANGS

PDF = b"%PDF-1.7\n\x00\xff\x80 not text"


@pytest.fixture
def other() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        store = Store(f"sqlite:///{folder}/other.db")
        yield store
        store.close()


def live_in(group: Group) -> None:
    """Use everything that a review keeps."""
    store = group.store
    for who, value in ((MALEE, "yes"), (PRASERT, "no"), (CHAIR, "yes")):
        give_opinion(store, who, group.m1, "necessary", value, f"<b>{who}</b> 🇹🇭", expected_version=0)
    settle(store, CHAIR, group.m1, "necessary", "yes", "ยุติ")
    save_answer(store, MALEE, group.m1, "duplicated", "yes", "ซ้ำ", "ม. 5", expected_version=0)
    save_answer(store, MALEE, group.m1, "consolidation", "merge", expected_version=0)
    give_opinion(store, MALEE, group.m2, "necessary", "", expected_version=0)
    save_draft(store, PRASERT, group.m2, "core", None, "พิมพ์ค้างไว้")
    add_reference(store, MALEE, group.m1, "duplicated", "พ.ร.บ.\nม. 5")
    add_link(store, MALEE, group.m1, "duplicated", "https://www.opdc.go.th/?a=1&b=2")
    gone = add_file(store, MALEE, group.m1, "duplicated", "ลบแล้ว.pdf", PDF)
    add_file(store, MALEE, group.m1, "duplicated", "คำสั่ง.pdf", PDF, "คำสั่ง")
    remove_evidence(store, CHAIR, group.m1, gone.uid)
    link(store, MALEE, group.m1, group.m2, "merge")
    edit_mission(store, ADMIN, group.m2, 1, {"assignee": PRASERT})
    sign_off(
        store,
        CHAIR,
        [group.m1, group.m3],
        {s.mission.id: s.answers_hash for s in of_review(mission_statuses, store, group.review.id)},
    )
    save_answer(store, CHAIR, group.m3, "necessary", "yes", "เปลี่ยน", expected_version=1)
    set_role(store, ADMIN, group.review.id, PRASERT, None)


def test_a_review_moves_to_the_other_database_and_back(
    group: Group, other: Store, cluster_or_none: Cluster | None
) -> None:
    live_in(group)
    data = export_review(group.store, SECRETARY, group.review.uid)
    target = Store(cluster_or_none.url()) if cluster_or_none and group.store.dialect == "sqlite" else other
    add_member(target, OPERATOR, ADMIN, "ผู้ดูแลอีกแห่ง")
    review = import_review(target, ADMIN, data)
    again = export_review(target, OPERATOR, review.uid)
    assert without_the_import(again) == json.loads(data)
    assert verify(target).sound
    m1, m2, m3 = (mission.id for mission in of_review(missions_of, target, review.id))
    assert (signed_state(target, m1), signed_state(target, m3)) == ("signed", "reopened")
    here, there = of_mission(mission_opinions, target, m1), of_mission(mission_opinions, group.store, group.m1)
    assert here.state == there.state
    uid = next(e["uid"] for e in json.loads(data)["missions"][0]["evidence"] if e["kind"] == "file")
    assert of_mission(lambda read: file_of(read, uid), target, m1).content == PDF
    save_answer(target, MALEE, m2, "core", "no", "ทำต่อได้", expected_version=0)
    assert verify(target).sound
    with pytest.raises(StoreError, match="review_exists"):
        import_review(target, ADMIN, again)
    target.close()


def test_missions_come_in_one_order_from_either_database(group: Group) -> None:
    rows = [MissionRow(code, {"name_th": "ก"}) for code in ("B-2", "a-1", "_3")]
    words = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": date(2026, 1, 1)}
    review = create_review(group.store, ADMIN, chart=charts.default(), rows=rows, **words)  # type: ignore[arg-type]
    told = json.loads(export_review(group.store, OPERATOR, review.uid))
    assert [mission["code"] for mission in told["missions"]] == ["B-2", "_3", "a-1"]


@pytest.fixture
def cluster_or_none(request: pytest.FixtureRequest) -> Cluster | None:
    """The server when the test's own half runs without it but it is there."""
    if "sqlite" not in request.node.name:
        return None
    try:
        found: Cluster = request.getfixturevalue("cluster")
    except pytest.skip.Exception:
        return None
    return found


def _chain_of_one_less(read: dict[str, Any]) -> None:
    """Leave out the last change, and write a new end that fits."""
    read["changes"].pop()
    last = read["changes"][-1]
    read["head"].update(seq=last["seq"], hash=last["hash"])


def _chain_anew(read: dict[str, Any]) -> None:
    """Alter a reason and write the whole chain anew, but not the row."""
    head = new_tip(read["review"]["uid"])
    for number, entry in enumerate(read["changes"]):
        change = Change.from_json(entry)
        if change.kind == "answer":
            change.after = dict(change.after or {}, reason="forged")
        read["changes"][number] = append(change, head).as_json()
    read["head"] = head.as_json()


def _before(before: Any) -> Callable[[dict[str, Any]], None]:
    """Say of a change that this stood there before it."""
    return lambda read: next(c for c in read["changes"] if c["kind"] == "answer").update(before=before)


def _fitting(read: dict[str, Any]) -> None:
    """Let the chain tell of the rows as they are in the copy, and write it anew."""
    last = {(c["kind"], c["mission"] or "", c["subject"]): c for c in read["changes"]}
    for key, row in rows_by_key(read).items():
        last[key]["after"] = row
    previous = START
    for change in read["changes"]:
        change.update(previous=previous, chain=read["review"]["uid"])
        previous = change["hash"] = hash_of(change)
    read["head"].update(chain=read["review"]["uid"], hash=previous)


def _mission(read: dict[str, Any], name: str) -> dict[str, Any]:
    """The first row of a list of a mission."""
    found: dict[str, Any] = next(mission[name][0] for mission in read["missions"] if mission[name])
    return found


_END_OF_TIME = "9999-12-31T23:59:59+00:00"
FORGERIES: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "version true": ("export_version", lambda r: r.update(version=True)),
    "review uid": ("export_form", lambda r: r["review"].update(uid="../../x")),
    "no title": ("missing", lambda r: r["review"].update(title_th=" ")),
    "a member without a name": ("missing", lambda r: r["members"][0].update(name="")),
    "a mission without a name": ("missing", lambda r: r["missions"][0].update(name_th="")),
    "more money than there is": ("number", lambda r: r["missions"][0].update(budget_satang=2**53 - 1)),
    "details a list": ("export_form", lambda r: r["missions"][0].update(details=[])),
    "assigned to nobody": ("export_form", lambda r: r["missions"][0].update(assignee="no@body.example")),
    "a role of nobody": (
        "export_form",
        lambda r: r.update(members=[each for each in r["members"] if each["email"] != SECRETARY]),
    ),
    "a mission twice": ("export_form", lambda r: r["missions"].append(r["missions"][0])),
    "a role twice": ("export_form", lambda r: r["memberships"].append(r["memberships"][0])),
    "a view of the minority without a name": (
        "export_form",
        lambda r: _mission(r, "settlements").update(minority=[{}]),
    ),
    "a minority that is a number": ("export_form", lambda r: _mission(r, "settlements").update(minority=7)),
    "a signature of a list": ("export_form", lambda r: _mission(r, "sign_offs").update(decision=[])),
    "evidence of the end of time": ("export_form", lambda r: _mission(r, "evidence").update(at=_END_OF_TIME)),
    "a change at the end of time": ("export_form", lambda r: r["changes"][4].update(at=_END_OF_TIME)),
    "an answer before it that is a list": ("export_form", _before(["x"])),
    "an answer before it that lacks its words": ("export_form", _before({"value": "yes"})),
    "an answer before it that is a number": ("export_form", _before({"value": 5})),
    "a web page as evidence": ("file_type", lambda r: _file(r).update(file_name="a.html", media_type="text/html")),
    "a web page called a PDF": ("export_form", lambda r: _file(r).update(media_type="text/html")),
    "a file in another folder": ("export_form", lambda r: _file(r).update(file_name="../../a.pdf")),
}


TAMPERINGS: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "version": ("export_version", lambda r: r.update(version=2)),
    "version a word": ("export_version", lambda r: r.update(version="1")),
    "format": ("export_form", lambda r: r.update(format="x")),
    "no missions": ("export_form", lambda r: r.pop("missions")),
    "missions a word": ("export_form", lambda r: r.update(missions="x")),
    "number in a name": ("export_form", lambda r: r["review"].update(title_th=5)),
    "chart": ("carried_chart", lambda r: r["review"].update(chart_version="2.0.0")),
    "no chart": ("chart", lambda r: (r["review"].update(chart_version="2.0.0"), r.pop("chart"))),
    "review uid": ("export_form", lambda r: r["review"].update(uid="office")),
    "status": ("choice", lambda r: r["review"].update(status="x")),
    "answer": ("tampered", lambda r: r["missions"][0]["answers"][0].update(value="no")),
    "answer gone": ("tampered", lambda r: r["missions"][0]["answers"].pop()),
    "opinion gone": ("tampered", lambda r: r["missions"][0]["opinions"].pop()),
    "minority gone": ("tampered", lambda r: r["missions"][0]["settlements"][0].update(minority=[])),
    "sign-off gone": ("tampered", lambda r: r["missions"][0]["sign_offs"].pop()),
    "mission gone": ("tampered", lambda r: r["missions"].pop()),
    "role": ("tampered", lambda r: r["memberships"][0].update(role="member")),
    "link": ("tampered", lambda r: r["links"][0].update(kind="transfer")),
    "file": ("tampered", lambda r: _file(r).update(content=base64.b64encode(PDF + b"!").decode())),
    "file not base64": ("export_form", lambda r: _file(r).update(content="*")),
    "no file": ("tampered", lambda r: _file(r).update(content=None)),
    "change": ("tampered", lambda r: r["changes"][4].update(by="x@y")),
    "change gone": ("tampered", lambda r: r["changes"].pop(4)),
    "end cut off": ("tampered", lambda r: r["changes"].pop()),
    "end cut off neatly": ("tampered", _chain_of_one_less),
    "moved": ("tampered", lambda r: r["changes"].insert(3, r["changes"].pop(5))),
    "written anew": ("tampered", _chain_anew),
    "draft of nobody": ("export_form", lambda r: r["missions"][1]["drafts"][0].update(by="no@body")),
    "member no address": ("email", lambda r: r["members"][0].update(email="x")),
    "endless number": ("export_form", lambda r: r["head"].update(seq=10**40)),
    "head of another": ("export_form", lambda r: r["head"].update(chain="x")),
}


def _file(read: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(e for e in read["missions"][0]["evidence"] if e["kind"] == "file")
    return found


@pytest.fixture(scope="module")
def exported() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        group = make_group(Store(f"sqlite:///{folder}/record.db"))
        live_in(group)
        yield export_review(group.store, SECRETARY, group.review.uid)
        group.store.close()


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_was_tampered_with_is_not_imported(exported: bytes, other: Store, name: str) -> None:
    code, act = TAMPERINGS[name]
    read = json.loads(exported)
    act(read)
    with pytest.raises(StoreError) as error:
        import_review(other, OPERATOR, json.dumps(read).encode())
    assert error.value.code == code
    assert all(error.value.sentence(lang) for lang in LANGS)
    verdict = verify(other)
    assert (verdict.sound, verdict.changes) == (True, 0)


@pytest.mark.parametrize("name", FORGERIES)
def test_what_was_forged_as_a_whole_breaks_nothing_later(exported: bytes, other: Store, name: str) -> None:
    # Its chain fits, so nothing shows that it is forged; pages and documents failed on what it held.
    code, act = FORGERIES[name]
    read = json.loads(exported)
    act(read)
    _fitting(read)
    with pytest.raises(StoreError) as error:
        import_review(other, OPERATOR, json.dumps(read).encode())
    assert error.value.code == code
    assert all(error.value.sentence(lang) for lang in LANGS)
    assert verify(other).changes == 0


def test_a_mission_is_not_its_own_counterpart(exported: bytes, other: Store) -> None:
    read = json.loads(exported)
    link = read["links"][0]
    change = next(c for c in reversed(read["changes"]) if c["kind"] == "link" and c["after"])
    link["other"] = change["subject"] = link["mission"]
    _fitting(read)
    with pytest.raises(StoreError, match="export_form"):
        import_review(other, OPERATOR, json.dumps(read).encode())


def test_a_whole_copy_that_was_only_written_anew_is_taken(exported: bytes, other: Store) -> None:
    read = json.loads(exported)
    _fitting(read)
    assert import_review(other, OPERATOR, json.dumps(read).encode()).vouched is False


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff", b"PK\x03\x04", b"[" * 100_000, b'{"format": NaN}']
)
def test_what_is_no_review_is_not_imported(other: Store, data: bytes) -> None:
    with pytest.raises(StoreError, match="export_form"):
        import_review(other, OPERATOR, data)


@pytest.mark.parametrize("kind", ["opinion", "draft", "evidence"])
def test_what_speaks_of_no_question_of_the_chart_is_not_imported(group: Group, other: Store, kind: str) -> None:
    if kind == "opinion":
        give_opinion(group.store, MALEE, group.m1, "core", "yes", expected_version=0)
    elif kind == "draft":
        save_draft(group.store, MALEE, group.m1, "core", None, "พิมพ์ค้างไว้")
    else:
        add_reference(group.store, MALEE, group.m1, "core", "ม. 5")
    data = export_review(group.store, SECRETARY, group.review.uid)
    read = json.loads(data.replace(b'"core', b'"bogus'))
    head = new_tip(read["review"]["uid"])
    read["changes"] = [append(Change.from_json(change), head).as_json() for change in read["changes"]]
    read["head"] = head.as_json()
    with pytest.raises(StoreError, match="export_form"):
        import_review(other, OPERATOR, json.dumps(read).encode())


def test_a_review_that_is_not_there(group: Group) -> None:
    with pytest.raises(StoreError, match="no_review"):
        export_review(group.store, ADMIN, "0" * 32)


_CHART = charts.default()
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_CHOICES = [(q.id, value) for q in _CHART.questions.values() for value in ("", *q.answers)]
_WRITE = st.tuples(
    st.sampled_from(["answer", "opinion", "draft", "reference", "edit", "link", "unlink", "settle", "sign", "file"]),
    st.sampled_from([MALEE, CHAIR]),
    st.integers(0, 2),
    st.sampled_from(_CHOICES),
    _TEXT,
)


@settings(max_examples=15)
@given(names=st.lists(_TEXT.filter(str.strip), min_size=3, max_size=3), writes=st.lists(_WRITE, max_size=12))
def test_whatever_was_written_comes_back(
    names: list[str], writes: list[tuple[str, str, int, tuple[str, str], str]]
) -> None:
    with tempfile.TemporaryDirectory(dir=memory()) as folder:
        store, target = (Store(f"sqlite:///{Path(folder) / name}") for name in ("a.db", "b.db"))
        try:
            _write_and_move(store, target, names, writes)
        finally:
            store.close()
            target.close()


def _write_and_move(store: Store, target: Store, names: list[str], writes: list[Any]) -> None:
    for email in (ADMIN, CHAIR, MALEE):
        add_member(store, OPERATOR, email, email)
    rows = [MissionRow(f"{n}", {"name_th": name, "description": name}) for n, name in enumerate(names)]
    words = {"ministry": names[0], "title_th": names[1], "title_en": names[2], "started": date(2026, 1, 31)}
    review = create_review(store, ADMIN, chart=charts.default(), **words, rows=rows)  # type: ignore[arg-type]
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    set_role(store, ADMIN, review.id, MALEE, "member")
    missions = of_review(missions_of, store, review.id)
    refused: set[str] = set()
    for kind, by, at, (question, value), text in writes:
        try:
            _write_one(store, missions, kind, by, at, question, value, text)
        except StoreError as error:
            refused.add(error.code)
    assert refused <= {"conflict", "outdated", "missing", "undecided", "not_allowed"}
    data = export_review(store, OPERATOR, review.uid)
    import_review(target, OPERATOR, data)
    assert without_the_import(export_review(target, OPERATOR, review.uid)) == json.loads(data)
    assert verify(store).sound
    assert verify(target).sound


def _write_one(
    store: Store, missions: list[Mission], kind: str, by: str, at: int, question: str, value: str, text: str
) -> None:
    here, there = missions[at].id, missions[(at + 1) % 3].id
    if kind == "answer":
        save_answer(store, by, here, question, value, text, text, expected_version=at)
    elif kind == "opinion":
        give_opinion(store, by, here, question, value, text, expected_version=at)
    elif kind == "draft":
        save_draft(store, by, here, question, value or None, text, text)
    elif kind == "reference":
        add_reference(store, by, here, question, text)
    elif kind == "file":
        add_file(store, by, here, question, "a.png", b"\x89PNG\r\n\x1a\n" + text.encode())
    elif kind == "edit":
        edit_mission(store, CHAIR, here, at + 1, {"name_en": text, "budget_satang": len(text) * 10**12})
    elif kind == "link":
        link(store, by, here, there, "merge")
    elif kind == "unlink":
        unlink(store, by, there, here)
    elif kind == "settle":
        settle(store, by, here, question, value, text)
    else:
        hashes = {s.mission.id: s.answers_hash for s in of_review(mission_statuses, store, missions[0].review_id)}
        sign_off(store, by, [here], hashes)


@pytest.mark.parametrize(
    ("bomb", "code"),
    [
        (b"[" + b"[]," * 6_000_000 + b"[]]", "export_costly"),
        (b'{"a":' * 1_000_000, "export_form"),
        (b"[" * 10_000_000, "export_form"),
        (b"1" * 10_000_000, "export_form"),
    ],
)
def test_a_copy_that_would_fill_the_memory_is_read_apart_and_refused(store: Store, bomb: bytes, code: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(StoreError, match=code):
        import_review(store, OPERATOR, bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kB of this process"


def test_an_export_carries_the_chart_that_decided_it(exported: bytes) -> None:
    read = json.loads(exported)
    chart = charts.named(f"{read['review']['chart_id']}@{read['review']['chart_version']}")
    assert Chart.model_validate(read["chart"]) == chart
    assert read["review"]["chart_hash"] == chart.hash
