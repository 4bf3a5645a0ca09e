"""A database of each released version, kept as SQL, is brought up to date without losing or altering anything."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from record.answering import answers_of, save_answer
from record.attachments import evidence_of, file_of
from record.audit import history, verify
from record.exchange import export_review, import_review
from record.members import add_member
from record.models import Review
from record.reviews import missions_of, reviews
from record.row import Row
from record.store import OPERATOR, Store
from tests.record.keep_released import RELEASED, VERSIONS, newest, restore
from tests.record.reading import drafts_of
from tests.record.working_group import ADMIN, MALEE, PRASERT, everybody, of_mission, of_review, signed_state


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_is_a_database_of_the_newest_revision() -> None:
    assert VERSIONS[-1] == newest(), "run: python -m tests.record.keep_released"
    for kind in ("sqlite", "postgresql"):
        assert (RELEASED / f"{newest()}.{kind}.sql").is_file()


def test_a_database_of_a_released_version_is_upgraded_whole(
    url: str, opened: Callable[..., Store], version: str
) -> None:
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    restore(url, RELEASED / f"{version}.{kind}.sql")
    store = opened()
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    verdict = verify(store)
    assert verdict.sound, verdict.sentences("en")
    review = reviews(store, ADMIN)[0]
    first, second, third = (mission.id for mission in of_review(missions_of, store, review.id))
    assert len(everybody(store)) == 6
    assert (signed_state(store, first), signed_state(store, third)) == ("signed", "reopened")
    assert of_mission(answers_of, store, first)["duplicated"].evidence == "ม. 5"
    uid = next(each.uid for each in of_mission(evidence_of, store, first) if each.kind == "file")
    assert (of_mission(lambda read: file_of(read, uid), store, first).content or b"").startswith(b"%PDF-")
    assert of_mission(drafts_of, store, second, ADMIN) == {}
    assert len(of_mission(history, store, first)) > 10
    save_answer(store, MALEE, second, "core", "no", "หลังปรับรุ่น", expected_version=0)
    assert verify(store).sound
    exported: dict[str, Any] = json.loads(export_review(store, OPERATOR, review.uid))
    assert exported["missions"][1]["drafts"][0]["by"] == PRASERT


def test_an_export_of_a_released_version_is_imported_whole(store: Store, version: str) -> None:
    data = (RELEASED / f"{version}.json").read_bytes()
    add_member(store, OPERATOR, ADMIN, "ผู้ดูแล")
    review: Review = import_review(store, ADMIN, data)
    assert verify(store).sound
    exported, given = json.loads(export_review(store, OPERATOR, review.uid)), json.loads(data)
    for now, then in zip(exported["missions"], given["missions"], strict=True):
        assert {name: now[name] for name in then} == then
    assert exported["changes"][: len(given["changes"])] == given["changes"]
