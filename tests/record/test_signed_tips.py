"""What shows that a log was cut, rewritten, rolled back or swapped, and that an import is nobody's word."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from record import store as store_module
from record.answering import answers_of, save_answer
from record.audit import history, verify
from record.chain import Tampering, append, new_tip
from record.exchange import export_review, import_review
from record.models import Change, SignedTip
from record.opinions import give_opinion, settle
from record.signed import answers_hash
from record.signed_tips import lines_of, read_lines
from record.signing import sign_off
from record.signing_key import FILE_VARIABLE, KEY_VARIABLE, TRUSTED_VARIABLE, new_key, own_key, public_of
from record.store import OPERATOR, Store
from record.store_error import StoreError
from tests.record.postgres import Cluster
from tests.record.reading import settlements_of
from tests.record.working_group import CHAIR, MALEE, PRASERT, Group, make_group, of_mission, of_review, signed_state
from text.words import LANGS

GRANTS = Path(store_module.__file__).with_name("grants.sql")


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    """The public half of the key that this installation signs with."""
    text = new_key()
    monkeypatch.setenv(KEY_VARIABLE, text)
    return public_of(text)


def sign(group: Group, mission: int) -> None:
    answers = of_mission(answers_of, group.store, mission)
    sign_off(group.store, CHAIR, [mission], {mission: answers_hash(answers.values())})


def tips_of(store: Store) -> list[SignedTip]:
    with store.read(OPERATOR) as read:
        return list(read.session.scalars(sa.select(SignedTip).order_by(SignedTip.chain, SignedTip.seq)))


def faults(store: Store, expected: list[dict[str, Any]] | None = None) -> set[str]:
    verdict = verify(store, expected or [])
    assert all(sentence for lang in LANGS for sentence in verdict.sentences(lang))
    return {tampering.fault for tampering in verdict.tamperings}


def behind(store: Store, *statements: str, **values: object) -> None:
    with store.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement), values)


def cut(group: Group) -> None:
    """Take the last change off, with the row it left and its signed tips, and move the end back."""
    uid = group.review.uid
    behind(
        group.store,
        "DELETE FROM sign_off",
        "DELETE FROM change WHERE chain = :chain AND kind = 'sign_off'",
        "DELETE FROM signed_tip WHERE seq > (SELECT max(seq) FROM change WHERE change.chain = signed_tip.chain)",
        "UPDATE head SET seq = (SELECT max(seq) FROM change WHERE chain = :chain) WHERE chain = :chain",
        "UPDATE head SET hash = (SELECT hash FROM change WHERE chain = :chain AND seq = head.seq) WHERE chain = :chain",
        chain=uid,
    )


def test_each_signature_of_the_chair_signs_the_end_of_the_log(group: Group, key: str) -> None:
    sign(group, group.m3)
    last = tips_of(group.store)[-1]
    assert (last.chain, last.key) == (group.review.uid, key)
    assert last.seq == verify(group.store).tips[group.review.uid][0]
    assert faults(group.store) <= {"unsigned"}, "the office had no key when it was prepared"
    group.store.sign_tips()
    assert verify(group.store).sound


def test_a_log_that_is_written_to_is_signed_once_a_day(
    key: str, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group(opened())
    assert {tip.key for tip in tips_of(group.store)} == {key}
    before = len(tips_of(group.store))
    save_answer(group.store, MALEE, group.m1, "core", "yes", expected_version=0)
    assert len(tips_of(group.store)) == before
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return tomorrow.astimezone(tz)

    monkeypatch.setattr(store_module, "datetime", Clock)
    save_answer(group.store, MALEE, group.m1, "core", "no", expected_version=1)
    assert len(tips_of(group.store)) == before + 1
    monkeypatch.undo()
    assert verify(group.store).sound or not own_key()


@pytest.mark.usefixtures("key")
def test_a_tail_that_was_cut_shows_by_tips_kept_elsewhere(opened: Callable[..., Store]) -> None:
    group = make_group(opened())
    sign(group, group.m3)
    kept = read_lines(lines_of(group.store.tips()))
    assert faults(group.store, kept) == set()
    cut(group)
    assert faults(group.store, kept) == {"cut"}
    with group.store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM signed_tip"))
    assert "unsigned" in faults(group.store)


@pytest.mark.usefixtures("key")
def test_a_log_that_was_written_anew_does_not_hold_its_signed_tips(opened: Callable[..., Store]) -> None:
    group = make_group(opened())
    sign(group, group.m3)
    rewrite(group.store, group.review.uid)
    assert "rewritten" in faults(group.store)


def rewrite(store: Store, chain: str) -> None:
    """The whole chain anew, with another name in each change."""
    with sa.orm.Session(store.engine) as session, session.begin():
        tip = new_tip(chain)
        for change in session.scalars(sa.select(Change).where(Change.chain == chain).order_by(Change.seq)).all():
            change.by = "forger@example.go.th"
            append(change, tip)
        session.execute(
            sa.text("UPDATE head SET hash = :hash WHERE chain = :chain"), {"hash": tip.hash, "chain": chain}
        )


@pytest.mark.usefixtures("key")
def test_a_tip_signed_with_an_unknown_key_or_altered_is_found(
    opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group(opened())
    behind(group.store, "UPDATE signed_tip SET hash = :hash WHERE chain = 'office'", hash="0" * 64)
    assert faults(group.store) == {"forged_tip", "unsigned"}
    monkeypatch.setenv(KEY_VARIABLE, new_key())
    assert "forged_tip" in faults(group.store)


def test_a_former_key_stays_known(group: Group, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group.store.sign_tips()
    monkeypatch.setenv(KEY_VARIABLE, new_key())
    assert not verify(group.store).sound
    (tmp_path / "keys").write_text(f"# keys\n{key} กุญแจเดิม\n", encoding="utf-8")
    monkeypatch.setenv(TRUSTED_VARIABLE, str(tmp_path / "keys"))
    assert verify(group.store).sound


def test_a_database_of_another_day_put_in_its_place_shows(group: Group, key: str) -> None:
    group.store.sign_tips()
    kept = [{"chain": tip.chain, "seq": tip.seq + 1, "hash": tip.hash} for tip in tips_of(group.store)]
    assert key
    assert faults(group.store, kept) == {"cut"}
    altered = [tip.as_json() | {"seq": tip.seq + 1} for tip in tips_of(group.store)]
    assert faults(group.store, altered) == {"cut", "forged_tip"}, "nor does its signature fit"


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    file.write_text(new_key(), encoding="ascii")
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    file.chmod(0o644)
    with pytest.raises(StoreError, match="key_open"):
        own_key()
    file.chmod(0o600)
    assert own_key()
    file.write_text("no key", encoding="ascii")
    with pytest.raises(StoreError, match="key_unreadable"):
        own_key()


def test_an_import_is_vouched_for_only_by_a_known_key(
    opened: Callable[..., Store], key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = make_group(opened())
    sign(group, group.m3)
    copy = export_review(group.store, OPERATOR, group.review.uid)
    here, there, elsewhere = (Store(f"sqlite:///{tmp_path}/{name}.db") for name in ("here", "there", "elsewhere"))
    assert import_review(here, OPERATOR, copy).vouched is True
    assert verify(here).sound
    forged = json.loads(copy)
    forged["members"][0]["name"] = "ผู้อื่น"
    assert import_review(there, OPERATOR, json.dumps(forged).encode()).vouched is False
    monkeypatch.setenv(KEY_VARIABLE, new_key())
    review = import_review(elsewhere, OPERATOR, copy)
    assert review.vouched is False, "the key is not known here"
    mission = of_review(lambda read: read.review.id, elsewhere, review.id, OPERATOR)
    first = of_mission(history, elsewhere, mission, OPERATOR)[0]
    assert (first.kind, first.after and first.after["vouched"]) == ("import", False)
    behind(elsewhere, "UPDATE review SET vouched = true")
    assert "differs" in faults(elsewhere)
    again = export_review(elsewhere, OPERATOR, review.uid)
    fifth = Store(f"sqlite:///{tmp_path}/fifth.db")
    assert import_review(fifth, OPERATOR, again).vouched is False, "who passes on what nobody vouched for does not"
    for store in (here, there, elsewhere, fifth):
        store.close()
    assert key


@pytest.fixture
def hour_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sets the clock of the record back by an hour."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)

    return lambda: monkeypatch.setattr(store_module, "datetime", Clock)


def test_signing_ends_also_when_the_clock_was_set_back(group: Group, hour_back: Callable[[], None]) -> None:
    sign(group, group.m3)
    save_answer(group.store, CHAIR, group.m3, "necessary", "no", "ใหม่", expected_version=1)
    assert signed_state(group.store, group.m3) == "reopened"
    hour_back()
    sign(group, group.m3)
    assert signed_state(group.store, group.m3) == "signed"
    assert group.sound()


def test_two_settlements_of_one_microsecond_keep_their_order(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    still = datetime.now(UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return still.astimezone(tz)

    monkeypatch.setattr(store_module, "datetime", Clock)
    for who, value in ((MALEE, "yes"), (PRASERT, "no")):
        give_opinion(group.store, who, group.m1, "necessary", value, expected_version=0)
    for value in ("yes", "no"):
        settle(group.store, CHAIR, group.m1, "necessary", value, "ยุติ")
    assert [each.value for each in of_mission(settlements_of, group.store, group.m1)] == ["yes", "no"]
    assert group.sound()


DAMAGE = {
    "JSON of a change": "UPDATE change SET after = '{\"x\": ' WHERE chain = :chain AND seq = 3",
    "JSON of another form": "UPDATE change SET after = '[1' WHERE chain = :chain AND seq = 3",
    "a date": "UPDATE change SET at = 'yesterday' WHERE chain = :chain AND seq = 3",
    "UTF-8": "UPDATE change SET subject = CAST(x'ff' AS TEXT) WHERE chain = :chain AND seq = 3",
    "UTF-8 of a row": "UPDATE answer SET reason = CAST(x'ff' AS TEXT)",
    "the date of a row": "UPDATE answer SET at = 'x'",
    "a link to nothing": "INSERT INTO link (mission_id, other_id, kind) VALUES (1, 999, 'merge')",
    "an answer of nothing": "INSERT INTO answer (mission_id, question, value, reason, evidence, version, 'by', at)"
    " VALUES (999, 'core', 'yes', '', '', 1, 'x', '2026-01-01 00:00:00')",
    "a trigger": "CREATE TRIGGER quietly AFTER INSERT ON answer BEGIN UPDATE answer SET reason = ''; END",
    "a draft of nobody": "INSERT INTO draft VALUES (1, 'core', 'x@x', 'answer', 0, NULL, '', '', '2026-01-01 00:00')",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_said(tmp_path: Path, damage: str) -> None:
    group = make_group(Store(f"sqlite:///{tmp_path}/r.db"))
    assert group.sound()
    with group.store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = off")
        connection.exec_driver_sql("BEGIN")
        connection.execute(sa.text(DAMAGE[damage]), {"chain": group.review.uid} if ":chain" in DAMAGE[damage] else {})
        connection.commit()
    verdict = verify(group.store)
    assert not verdict.sound
    assert all(isinstance(tampering, Tampering) for tampering in verdict.tamperings)
    assert all(sentence for lang in LANGS for sentence in verdict.sentences(lang))
    group.store.close()


def test_a_backup_on_a_medium_that_only_reads_is_checked(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(medium)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this needs the right to mount")
    try:
        group = make_group(Store(f"sqlite:///{medium}/r.db"))
        with group.store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        group.store.close()
        subprocess.run(["mount", "-o", "remount,ro", str(medium)], check=True)
        store = Store(f"sqlite:///{medium}/r.db")
        assert verify(store).sound
        with pytest.raises(StoreError, match="read_only"):
            save_answer(store, MALEE, group.m1, "core", "yes", expected_version=0)
        store.close()
        with pytest.raises(StoreError, match="unavailable"):
            Store(f"sqlite:///{medium}/nothing/r.db")
    finally:
        subprocess.run(["umount", "--lazy", str(medium)], check=True)


def test_with_postgresql_the_log_can_only_be_added_to(cluster: Cluster) -> None:
    url = cluster.url()
    Store(url).close()
    owner = sa.create_engine(url, poolclass=sa.NullPool)
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS blueprint_app")
        connection.exec_driver_sql("CREATE ROLE blueprint_app LOGIN")
        connection.exec_driver_sql(GRANTS.read_text(encoding="utf-8"))
    store = Store(url.replace("postgres@", "blueprint_app@"))
    group = make_group(store)
    sign(group, group.m3)
    save_answer(store, CHAIR, group.m1, "core", "yes", expected_version=0)
    assert verify(store).sound
    for statement in ("UPDATE change SET seq = 1", "DELETE FROM change", "TRUNCATE change", "DELETE FROM signed_tip"):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), store.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    store.close()
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP OWNED BY blueprint_app")
        connection.exec_driver_sql("DROP ROLE blueprint_app")
