import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from record import store as store_module
from record import words as record_words
from record.answering import answers_of, save_answer
from record.audit import verify
from record.database import store_error
from record.exchange import export_review
from record.members import add_member
from record.reviews import missions_of
from record.row import Row
from record.schema import upgrade
from record.store import OPERATOR, Store
from record.store_error import StoreError
from tests.record.postgres import Cluster
from tests.record.working_group import ADMIN, CHAIR, MALEE, Group, everybody, make_group, of_mission, of_review
from text.words import LANGS

Opened = Callable[..., Store]


def said(error: pytest.ExceptionInfo[StoreError]) -> str:
    """What the user reads; in both languages, without a word of the database's own."""
    sentences = [error.value.sentence(lang) for lang in LANGS]
    assert all(len(sentence) > 10 for sentence in sentences)
    assert not any(word in sentence.lower() for sentence in sentences for word in ("sqlalchemy", "psycopg", "errno"))
    assert error.value.__cause__ is None
    return error.value.code


def test_an_empty_database_gets_the_shape_of_the_models(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
        assert sa.inspect(connection).get_table_names()
    assert verify(store).sound


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_a_record_of_before_is_brought_up_to_date_and_still_sound(group: Group, tmp_path: Path, revision: str) -> None:
    before = export_review(group.store, OPERATOR, group.review.uid)
    assert b"dissent" not in before, "what came later is not told while there is none"
    old = f"sqlite:///{tmp_path / 'old.db'}"
    engine = sa.create_engine(old)
    with engine.begin() as connection, group.store.engine.connect() as now:
        upgrade(connection, revision)
        connection.exec_driver_sql("DELETE FROM head")
        shape = sa.inspect(connection)
        for table in Row.metadata.sorted_tables:
            if shape.has_table(table.name):
                names = {column["name"] for column in shape.get_columns(table.name)}
                columns = [column for column in table.columns if column.name in names]
                if rows := [dict(row) for row in now.execute(sa.select(*columns)).mappings()]:
                    connection.execute(sa.insert(table), rows)
    engine.dispose()
    store = Store(old)
    assert verify(store).sound
    assert export_review(store, OPERATOR, group.review.uid) == before
    store.close()


def test_opening_again_changes_nothing(opened: Opened) -> None:
    group = make_group(opened())
    again = opened()
    assert [m.code for m in of_review(missions_of, again, group.review.id)] == ["M1", "M2", "M3"]


def test_eight_may_open_an_empty_database_at_once(url: str) -> None:
    start = threading.Barrier(8)
    found: list[object] = []

    def open_it() -> None:
        start.wait()
        try:
            store = Store(url, wait_seconds=60)
            found.append(verify(store).sound)
            store.close()
        except StoreError as error:
            found.append(error.code)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_sqlite_writes_ahead_and_to_the_disk(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new' / 'record.db'}")
    add_member(store, ADMIN, ADMIN, "A")
    assert (tmp_path / "new" / "record.db-wal").exists()
    with store.engine.connect() as connection:
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS]
    assert settings == ["wal", 2, 1, 15_000]
    store.close()


SETTINGS = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")


def test_postgres_commits_to_the_disk(store: Store) -> None:
    if store.dialect == "postgresql":
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_a_newer_database_is_refused_and_not_touched(url: str, opened: Opened) -> None:
    store = opened()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = _fingerprint(url, store)
    with pytest.raises(StoreError) as error:
        Store(url)
    assert said(error) == "newer"
    assert _fingerprint(url, store) == before


def _fingerprint(url: str, store: Store) -> object:
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.db")}
    with store.engine.connect() as connection:
        tables = sorted(sa.inspect(connection).get_table_names())
        return [(t, connection.execute(sa.select(sa.table(t, sa.column("xmin")).c.xmin)).all()) for t in tables]


def test_a_locked_database_says_busy(group: Group, opened: Opened) -> None:
    impatient = opened(wait_seconds=0.2)
    with group.store.mission(CHAIR, group.m1, frozenset({"chair"})), pytest.raises(StoreError) as error:
        save_answer(impatient, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert said(error) == "busy"
    save_answer(impatient, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert group.sound()


def test_reading_goes_on_while_someone_writes(group: Group, opened: Opened) -> None:
    impatient = opened(wait_seconds=0.2)
    with group.store.mission(CHAIR, group.m1, frozenset({"chair"})):
        assert len(of_review(missions_of, impatient, group.review.id)) == 3


def test_a_read_only_database_can_be_read(url: str, group: Group) -> None:
    if url.startswith("sqlite"):
        url = url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    else:
        with group.store.engine.begin() as connection:
            name = sa.make_url(url).database
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = Store(url)
    assert len(of_review(missions_of, store, group.review.id)) == 3
    with pytest.raises(StoreError) as error:
        save_answer(store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert said(error) == "read_only"
    store.close()


def test_a_full_disk_loses_nothing_saved(tmp_path: Path) -> None:
    group = make_group(Store(f"sqlite:///{tmp_path / 'record.db'}"))
    store = group.store
    save_answer(store, MALEE, group.m1, "necessary", "yes", "kept", expected_version=0)
    store.close()
    for engine in store.engines:
        sa.event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count=1"))  # that is: no page more
    with pytest.raises(StoreError) as error:
        _write_on(group, 20, "x" * 19_000)
    assert said(error) == "full"
    assert verify(store).sound
    assert of_mission(answers_of, store, group.m1)["necessary"].version >= 1
    store.close()


def _write_on(group: Group, saves: int, reason: str) -> None:
    for number in range(saves):
        version = of_mission(answers_of, group.store, group.m1)["necessary"].version
        save_answer(group.store, MALEE, group.m1, "necessary", "no", f"{reason}{number}", expected_version=version)


def test_a_full_disk_under_postgres(cluster: Cluster) -> None:
    group = make_group(Store(cluster.url()))
    store = group.store
    try:
        with cluster.tiny_disk() as disk:
            _fill(group, disk)
    except OSError:
        pytest.skip("a disk that can be filled needs the right to mount one")
    finally:
        store.close()


def _fill(group: Group, disk: Path) -> None:
    store = group.store
    outside = store.engine.execution_options(isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.exec_driver_sql(f"CREATE TABLESPACE tiny LOCATION '{disk}'")
        connection.exec_driver_sql("ALTER TABLE change SET TABLESPACE tiny")
    save_answer(store, MALEE, group.m1, "necessary", "yes", "kept", expected_version=0)
    with pytest.raises(StoreError) as error:
        _write_on(group, 500, os.urandom(9_000).hex())  # nothing that could be compressed
    assert said(error) == "full"
    assert of_mission(answers_of, store, group.m1)["necessary"].version > 1
    assert verify(store).sound
    with outside.connect() as connection:
        connection.exec_driver_sql("DROP TABLE change")
        connection.exec_driver_sql("DROP TABLESPACE tiny")


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record.db").write_bytes(b"%PDF-1.7 this is not a database at all" * 100)
    with pytest.raises(StoreError) as error:
        Store(f"sqlite:///{tmp_path / 'record.db'}")
    assert said(error) == "damaged"


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for url in (f"sqlite:///{tmp_path / 'file' / 'x.db'}", f"postgresql://nobody@/none?host={tmp_path}"):
        with pytest.raises(StoreError) as error:
            Store(url)
        assert said(error) == "unavailable"


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "x://"])
def test_an_address_of_no_known_kind(url: str) -> None:
    with pytest.raises(StoreError) as error:
        Store(url)
    assert said(error) == "bad_url"
    assert "secret" not in str(error.value)


def test_one_store_in_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_opened", {})
    monkeypatch.setattr(store_module, "DEFAULT_FILE", tmp_path / "data" / "blueprint.db")
    monkeypatch.delenv("BLUEPRINT_DATABASE_URL", raising=False)
    first = Store.from_environment()
    assert Store.from_environment() is first
    assert (tmp_path / "data" / "blueprint.db").exists()
    monkeypatch.setenv("BLUEPRINT_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    assert Store.from_environment() is not first
    for store in (first, Store.from_environment()):
        store.close()


_FORKED = """
import os, sys
from record.members import add_member, members
from record.store import OPERATOR, Store
def count():
    with store.read(OPERATOR) as read:
        return len(members(read))
store = Store(sys.argv[1])
add_member(store, "a@example.org", "a@example.org", "A")
child = os.fork()
if child == 0:
    add_member(store, "a@example.org", "child@example.org", "B")
    os._exit(count())
status = os.waitpid(child, 0)[1]
assert os.waitstatus_to_exitcode(status) >= 2
add_member(store, "a@example.org", "parent@example.org", "C")
print(count())
"""


def test_a_forked_process_has_connections_of_its_own(url: str) -> None:
    done = subprocess.run([sys.executable, "-c", _FORKED, url], capture_output=True, text=True, env=_env(), check=False)
    assert done.stdout.strip() == "3", done.stderr


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_nothing_personal_is_logged_or_shown(
    group: Group, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    with group.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE answer")
    with pytest.raises(StoreError) as error:
        save_answer(group.store, MALEE, group.m1, "necessary", "yes", "a private reason", expected_version=0)
    assert said(error) == "failed"
    assert MALEE in {member.email for member in everybody(group.store)}
    out = "".join(capfd.readouterr()) + caplog.text + repr(error.value)
    assert "private" not in out
    assert "malee" not in out


def test_every_code_has_a_sentence() -> None:
    codes = {"busy", "read_only", "full", "newer", "unavailable", "damaged", "failed", "not_allowed", "not_found"}
    assert all(f"store.{code}" in record_words.words for code in codes)


@pytest.mark.parametrize(
    ("state", "code"),
    [("53100", "full"), ("57P01", "unavailable"), ("40P01", "busy"), ("XX001", "damaged"), ("1", "failed")],
)
def test_what_postgres_says_is_put_plainly(state: str, code: str) -> None:
    original = Exception()
    original.sqlstate = state  # type: ignore[attr-defined]
    assert store_error(sa.exc.OperationalError("", None, original)).code == code
