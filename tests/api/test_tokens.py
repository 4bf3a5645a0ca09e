"""Programs with a token read and write what their role allows; what they write stands in the log under their name."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import sqlalchemy as sa

from flowchart import charts
from missions.files.rows import MissionRow
from record.answering import assign
from record.audit import verify
from record.members import add_member, members, members_of, names_of, roles_in
from record.models import PROGRAMS, Role
from record.opinions import mission_opinions
from record.reviews import create_review
from record.store import OPERATOR, Store, find_review
from record.store_error import StoreError
from record.talk import comment
from record.tokens import bearer, make_token, revoke_token, tokens
from tests.api.conftest import Door
from tests.command_line import as_text, run_command
from tests.record.working_group import ADMIN, CHAIR, Group, make_former, make_group


@pytest.fixture(scope="module")
def group(door: Door) -> Group:
    return make_group(door.store)


def program(door: Door, group: Group, name: str, role: Role) -> httpx.Client:
    secret, _ = make_token(door.store, ADMIN, name, {group.review.id: role})
    return httpx.Client(base_url=door.address, headers={"authorization": f"Bearer {secret}"}, timeout=300)


@pytest.fixture(scope="module")
def member(door: Door, group: Group) -> Iterator[httpx.Client]:
    with program(door, group, "registry", "member") as client:
        yield client


def test_a_program_reads_the_review_that_its_token_is_for(group: Group, member: httpx.Client) -> None:
    (review,) = member.get("/v1/reviews").json()
    assert (review["uid"], review["status"]) == (group.review.uid, "open")
    missions = member.get(f"/v1/reviews/{group.review.uid}/missions").json()
    assert [mission["code"] for mission in missions] == ["M1", "M2", "M3"]
    assert [mission["disposition"] for mission in missions] == [None, None, "cancel"]
    one = member.get(f"/v1/reviews/{group.review.uid}/missions/M2").json()
    assert {answer["question"]: answer["value"] for answer in one["answers"]} == {
        "necessary": "yes",
        "duplicated": "no",
    }
    assert member.get(f"/v1/reviews/{group.review.uid}/missions/M9").status_code == 404
    assert member.get("/v1/reviews/none/missions").status_code == 404


def test_what_a_program_writes_stands_in_the_log_under_its_name(door: Door, group: Group, member: httpx.Client) -> None:
    path = f"/v1/reviews/{group.review.uid}/missions/M1"
    sent = {"value": "yes", "reason": "กฎหมายกำหนด", "expected_version": 0}
    answer = member.put(f"{path}/answers/necessary", json=sent)
    assert (answer.status_code, answer.json()["by"]) == (200, f"registry@{PROGRAMS}")
    given = member.put(f"{path}/opinions/duplicated", json={"value": "no", "expected_version": 0})
    assert (given.status_code, given.json()["by"]) == (200, f"registry@{PROGRAMS}")
    assert [opinion["value"] for opinion in member.get(f"{path}/opinions").json()] == ["no"]
    with door.store.read_mission(ADMIN, group.m1) as read:
        opinions = mission_opinions(read)
        assert f"registry@{PROGRAMS}" not in {each.email for each, _ in members_of(read)}
    assert opinions.state == "none", "it is no member's opinion"
    assert f"registry@{PROGRAMS}" not in opinions.questions[0].silent
    assert group.sound()
    again = member.put(f"{path}/answers/necessary", json=sent | {"value": "no"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    wrong = member.put(f"{path}/answers/necessary", json=sent | {"value": "perhaps", "expected_version": 1})
    assert wrong.status_code == 422


def test_a_wrong_answer_or_question_of_a_mission_is_told_with_those_that_the_chart_has(
    group: Group, member: httpx.Client
) -> None:
    start, path = charts.default().start, f"/v1/reviews/{group.review.uid}/missions/M2"
    for kind in ("answers", "opinions"):
        answer = member.put(f"{path}/{kind}/{start.id}", json={"value": "maybe", "expected_version": 0})
        assert (answer.status_code, answer.json()["code"]) == (422, "answer")
        assert f"“maybe” กรุณาใช้คำตอบต่อไปนี้ หรือเว้นว่างไว้เมื่อยังไม่ทราบ: {', '.join(start.answers)}" in answer.json()["detail"]
        answer = member.put(f"{path}/{kind}/none", json={"value": "yes", "expected_version": 0})
        assert (answer.status_code, answer.json()["code"]) == (422, "question")
        assert answer.json()["detail"].endswith(", ".join(charts.default().questions))


def test_a_mission_whose_code_has_a_slash_is_read_and_written_as_others_are(door: Door) -> None:
    review = create_review(
        door.store,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวง",
        title_th="รอบของรหัสที่มีทับ",
        title_en="",
        started=date(2026, 8, 31),
        rows=[MissionRow("กษ 1/2569", {"name_th": "งาน"})],
    )
    secret, _ = make_token(door.store, ADMIN, "slash", {review.id: "chair"})
    with httpx.Client(base_url=door.address, headers={"authorization": f"Bearer {secret}"}) as client:
        path = f"/v1/reviews/{review.uid}/missions/{quote('กษ 1/2569', safe='')}"
        assert client.get(path).json()["code"] == "กษ 1/2569"
        sent = {"value": "yes", "expected_version": 0}
        start = charts.default().start.id
        assert client.put(f"{path}/answers/{start}", json=sent).status_code == 200
        assert client.put(f"{path}/opinions/{start}", json=sent).status_code == 200
        assert [each["value"] for each in client.get(f"{path}/opinions").json()] == ["yes"]
        told = client.patch(path, json={"expected_version": 1, "fields": {"name_th": "งานใหม่"}}).json()
        assert told["fields"]["name_th"] == "งานใหม่"
        assert [answer["value"] for answer in told["answers"]] == ["yes"]


def test_a_program_may_do_what_its_role_allows_and_no_more(door: Door, group: Group, member: httpx.Client) -> None:
    path = f"/v1/reviews/{group.review.uid}/missions/M2"
    fields = {"fields": {"name_en": "Printing the Gazette"}, "expected_version": 1}
    assert member.patch(path, json=fields).status_code == 403
    with program(door, group, "office", "chair") as chair:
        version = chair.get(path).json()["version"]
        changed = chair.patch(path, json=fields | {"expected_version": version})
        assert (changed.status_code, changed.json()["fields"]["name_en"]) == (200, "Printing the Gazette")
        assert chair.patch(path, json={"fields": {"code": "X"}, "expected_version": version + 1}).status_code == 422
    with program(door, group, "reader", "secretariat") as reader:
        assert reader.get(path).status_code == 200
        refused = reader.put(f"{path}/answers/core", json={"value": "yes", "expected_version": 0})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert group.sound()


def test_a_token_that_expired_or_was_revoked_or_never_was_does_not_count(door: Door, group: Group) -> None:
    secret, token = make_token(door.store, ADMIN, "short", {group.review.id: "member"}, days=1)
    assert bearer(door.store, secret) == f"short@{PROGRAMS}"
    assert bearer(door.store, secret, datetime.now(UTC) + timedelta(days=1, seconds=1)) is None
    assert bearer(door.store, secret + "x") is None
    with httpx.Client(base_url=door.address, headers={"authorization": f"Bearer {secret}"}) as client:
        assert client.get("/v1/reviews").status_code == 200
        revoke_token(door.store, ADMIN, "short")
        assert client.get("/v1/reviews").status_code == 401
    with door.store.read_review(ADMIN, group.review.id) as read:
        assert token.email not in {each.email for each, _ in members_of(read)}
    renewed, _ = make_token(door.store, ADMIN, "short", {group.review.id: "member"})
    assert renewed != secret
    assert group.sound()


def test_only_a_hash_of_a_token_is_kept(door: Door, group: Group) -> None:
    secret, token = make_token(door.store, ADMIN, "hashed", {group.review.id: "member"})
    token_hash = token.id.encode()
    # In another process: one that opens and closes the file of its own database loses SQLite's locks on it.
    kept = b"".join(subprocess.run(["cat", path], capture_output=True, check=True).stdout for path in door.files())
    assert token_hash in kept
    assert secret.encode() not in kept
    assert any(token.email == f"hashed@{PROGRAMS}" for token in tokens(door.store, OPERATOR))


def test_only_an_administrator_gives_lists_and_revokes_tokens(door: Door, group: Group) -> None:
    for by in (CHAIR, "nobody@example.go.th"):
        for act in (
            lambda by=by: make_token(door.store, by, "mine", {group.review.id: "chair"}),
            lambda by=by: tokens(door.store, by),
            lambda by=by: revoke_token(door.store, by, "registry"),
        ):
            with pytest.raises(StoreError) as refused:
                act()
            assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [("Big", 9, "token_name"), ("a@b", 9, "token_name"), ("a", 0, "token_days"), ("a", 400, "token_days")],
)
def test_a_token_is_refused_that_has_no_fit_name_or_end(
    door: Door, group: Group, name: str, days: int, code: str
) -> None:
    with pytest.raises(StoreError) as refused:
        make_token(door.store, ADMIN, name, {group.review.id: "member"}, days=days)
    assert refused.value.code == code


def test_a_program_has_one_token_and_for_some_review(door: Door, group: Group, member: httpx.Client) -> None:
    assert member.get("/v1/reviews").status_code == 200
    for roles, name, code in (({group.review.id: "member"}, "registry", "token_exists"), ({}, "new", "token_reviews")):
        with pytest.raises(StoreError) as refused:
            make_token(door.store, ADMIN, name, roles)  # type: ignore[arg-type]
        assert refused.value.code == code
    with pytest.raises(StoreError):
        make_token(door.store, ADMIN, "new", {99_999: "member"})
    assert find_review(door.store, ADMIN, group.review.uid) == group.review.id
    assert verify(door.store).sound


def test_tokens_are_given_listed_and_revoked_at_the_command_line(door: Door, group: Group) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        done = as_text(run_command(["token", *arguments, "--lang", "en"], variables=os.environ))
        return done.returncode, done.stdout, done.stderr

    code, secret, told = run("add", "nightly", "--by", ADMIN, "--review", f"{group.review.uid}:member", "--days", "7")
    assert (code, "not shown again" in told) == (0, True), told
    assert bearer(door.store, secret.strip()) == f"nightly@{PROGRAMS}"
    assert "nightly  valid until" in run("list")[1]
    assert run("add", "other", "--by", ADMIN, "--review", f"{group.review.uid}:king")[0] == 2
    assert run("revoke", "nightly", "--by", CHAIR)[0] == 2
    assert run("revoke", "nightly", "--by", ADMIN)[0] == 0
    assert bearer(door.store, secret.strip()) is None
    assert run("revoke", "nightly", "--by", ADMIN)[0] == 2


def test_a_program_is_nobody_to_whom_a_mission_is_given_and_no_person_has_its_address(door: Door, group: Group) -> None:
    make_token(door.store, ADMIN, "robot", {group.review.id: "chair"})
    robot = f"robot@{PROGRAMS}"
    for write, code in (
        (lambda: assign(door.store, CHAIR, group.review.id, [group.m3], robot), "no_member"),
        (lambda: comment(door.store, CHAIR, group.m3, "necessary", "?", to=[robot]), "no_member"),
        (lambda: add_member(door.store, ADMIN, f"new@{PROGRAMS}", "new"), "program_address"),
    ):
        with pytest.raises(StoreError) as refused:
            write()
        assert refused.value.code == code
    with door.store.read(ADMIN) as read:
        assert robot not in {member.email for member in members(read)}
        assert names_of(read)[robot] == "robot", "what it wrote stands under its name"


def test_a_token_is_made_and_revoked_in_one_transaction_each(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/record.db")
    group = make_group(store)
    former = make_former(store)
    done: list[int] = []
    sa.event.listen(store.engines[1], "commit", lambda _: done.append(1))
    make_token(store, ADMIN, "nightly", {group.review.id: "member", former.id: "secretariat"})
    assert len(done) == 1
    before = verify(store).changes
    with pytest.raises(StoreError):
        make_token(store, ADMIN, "half", {group.review.id: "member", 999: "member"})
    assert verify(store).changes == before, "nothing of it stays"
    done.clear()
    revoke_token(store, ADMIN, "nightly")
    assert len(done) == 1
    assert [roles_in(store, f"nightly@{PROGRAMS}", each.id) for each in (group.review, former)] == [frozenset()] * 2
    assert verify(store).sound
    store.close()
