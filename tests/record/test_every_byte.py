# ruff: noqa: S608 -- going behind the program's back is the point here
"""Each value of each table changed, each row taken away or put in twice: what the audit finds, and what it may not.

Whatever table or column is added later is tried too, and must be found unless it is named here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from record.answering import answers_of, assign, save_answer, save_draft
from record.attachments import add_file, add_link, add_reference
from record.audit import verify
from record.chart_versions import chart_for
from record.exchange import import_review
from record.links import link, link_kinds
from record.models import JobRow, Presence
from record.opinions import give_opinion, settle
from record.outbox import choose
from record.proposals import propose
from record.row import Row
from record.saved_views import save_view
from record.sign_in import SignInRules, admit
from record.signed import answers_hash
from record.signed_tips import lines_of, read_lines
from record.signing import sign_off
from record.signing_key import KEY_VARIABLE, new_key
from record.store import Store
from record.talk import comment
from record.tokens import make_token
from tests.record.keep_released import RELEASED, VERSIONS
from tests.record.test_signed_tips import tips_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, make_group, of_mission
from text.words import LANGS

NOT_OF_THE_LOG = {"draft", "job", "notice", "notice_choice", "presence", "saved_view", "sign_in"}
"""Tables that hold nothing of what a group decided: what is typed, waits, or is one reader's own."""


def make_everything(url: str) -> None:
    """A record with rows in every table, twice where it can be."""
    store = Store(url)
    group = make_group(store)
    m1, m2, m3 = group.m1, group.m2, group.m3
    for version in range(2):
        save_answer(store, MALEE, m1, "core", "yes", f"เหตุผล {version}", expected_version=version)
    for by, value in ((MALEE, "yes"), (PRASERT, "no")):
        give_opinion(store, by, m1, "necessary", value, "ความเห็น", expected_version=0)
    for value in ("yes", "no", "yes"):
        settle(store, CHAIR, m1, "necessary", value, f"ยุติ {value}")
    for _ in range(2):
        answers = of_mission(answers_of, store, m3)
        sign_off(store, CHAIR, [m3], {m3: answers_hash(answers.values())})
        version = answers["necessary"].version
        save_answer(store, CHAIR, m3, "necessary", "no", f"แก้ครั้งที่ {version}", expected_version=version)
    answers = of_mission(answers_of, store, m3)
    sign_off(store, CHAIR, [m3], {m3: answers_hash(answers.values())})
    propose(store, MALEE, m3, "necessary", "yes", "ขอแก้")
    add_reference(store, MALEE, m1, "core", "พ.ร.บ. ๒๕๒๒")
    add_link(store, MALEE, m1, "core", "https://example.go.th/1")
    add_file(store, MALEE, m1, "core", "a.pdf", b"%PDF-1.7 as it was", "สำเนา")
    link(store, MALEE, m1, m2, link_kinds(chart_for(group.review))[0])
    assign(store, CHAIR, group.review.id, [m2], MALEE)
    first = comment(store, MALEE, m1, "core", "ขอความเห็น", to=[PRASERT])
    comment(store, PRASERT, m1, "core", "ตอบ", reply_to=first.uid)
    save_draft(store, MALEE, m2, "core", "yes", "ร่าง", base=0)
    make_token(store, ADMIN, "registry", {group.review.id: "member"})
    claims = {"iss": "https://login.example.go.th", "sub": "1", "email": MALEE, "email_verified": True, "nonce": "n"}
    admit(store, claims, SignInRules())
    save_view(store, MALEE, group.review.id, "ของฉัน", {"status": "signed"})
    choose(store, MALEE, digest=True, at_once=False, lang="th")
    with store.unlogged() as session:
        session.add(Presence(process="p", mission_id=m1, email=MALEE, seen=datetime.now(UTC)))
        session.add(JobRow(id="j", owner=MALEE, name="a.csv", size=1, changed=datetime.now(UTC), state="chosen"))
    import_review(store, ADMIN, (RELEASED / f"{VERSIONS[-1]}.json").read_bytes())
    store.sign_tips()
    store.close()


IDS = {"evidence": ["id"]}
"""Columns that say nothing, and that nothing refers to."""
TABLES = sorted(Row.metadata.tables)
COVERED = [name for name in TABLES if name not in NOT_OF_THE_LOG]
KEY = new_key()


@dataclass(frozen=True)
class Whole:
    """A sound record, and the ends of its log as they were kept elsewhere."""

    path: Path
    store: Store
    tips: list[dict[str, Any]]

    def rows(self, table: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.path)) as opened:
            opened.row_factory = sqlite3.Row
            return [dict(row) for row in opened.execute(f'SELECT rowid AS this_row, * FROM "{table}"')]

    def is_sound_after(self, table: str, statement: str, *values: Any) -> bool:
        """Whether the audit finds nothing after a statement that went behind its back; then all is as it was."""
        with closing(sqlite3.connect(self.path)) as opened:
            try:
                done = opened.execute(statement, values).rowcount
            except sqlite3.IntegrityError:
                return False  # the database keeps it out
            opened.commit()
            assert done
            try:
                verdict = verify(self.store, self.tips)
                assert all(sentence for lang in LANGS for sentence in verdict.sentences(lang))
                return verdict.sound
            finally:
                opened.execute("ATTACH ? AS former", [str(self.path.with_name("former.db"))])
                opened.execute(f'DELETE FROM "{table}"')
                opened.execute(f'INSERT INTO "{table}" SELECT * FROM former."{table}"')
                opened.commit()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, KEY)
        path = tmp_path_factory.mktemp("whole") / "record.db"
        url = f"sqlite:///{path}"
        make_everything(url)
        store = Store(url)
        found = Whole(path, store, read_lines(lines_of(tips_of(store))))
        with closing(sqlite3.connect(path)) as opened:
            opened.execute("VACUUM INTO ?", [str(path.with_name("former.db"))])
        assert verify(store, found.tips).sound
        assert {table for table in TABLES if not found.rows(table)} <= NOT_OF_THE_LOG, "each table is to be tried"
        yield found
        store.close()


def altered(value: Any) -> Iterator[Any]:
    """A value with the least changes that somebody could make: a letter, a bit, one more, or nothing at all."""
    if isinstance(value, int):
        yield value + 1 if value not in (0, 1) else 1 - value
        if value not in (0, 1):
            yield "x"
    elif isinstance(value, bytes):
        yield value[:-1] + bytes([value[-1] ^ 1])
    elif isinstance(value, str) and value:
        for at in {len(value) // 2, len(value) - 1}:
            yield value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1 :]
    else:
        yield "1"
    if value is not None:
        yield None


@pytest.mark.parametrize("table", COVERED)
def test_a_value_that_was_changed_is_found(whole: Whole, table: str) -> None:
    unseen = set()
    for row in whole.rows(table)[-1:]:
        for column in row.keys() - {"this_row", *IDS.get(table, ())}:
            for value in altered(row[column]):
                statement = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'
                if whole.is_sound_after(table, statement, value, row["this_row"]):
                    unseen.add((column, str(row[column])[:60], str(value)[:60]))
    assert not unseen


@pytest.mark.parametrize("table", [name for name in COVERED if name != "signed_tip"])
def test_a_row_that_was_taken_away_is_found(whole: Whole, table: str) -> None:
    rows = whole.rows(table)
    for row in rows[:: len(rows) // 4 + 1]:
        assert not whole.is_sound_after(table, f'DELETE FROM "{table}" WHERE rowid = ?', row["this_row"]), row


def test_a_chain_whose_signed_tips_were_all_taken_away_is_found(whole: Whole) -> None:
    chains = {row["chain"] for row in whole.rows("signed_tip")}
    assert len(chains) > 1
    for chain in chains:
        assert not whole.is_sound_after("signed_tip", "DELETE FROM signed_tip WHERE chain = ?", chain), chain
