"""What docs/operations.md tells an operator to type: setting up, backup, upgrade and new keys, on both databases."""

import http.client
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from flowchart import charts
from missions.vectors import VECTORS_VARIABLE
from record.answering import answers_of, save_answer
from record.exchange import import_review
from record.jobs import JOBS_VARIABLE
from record.members import add_member, set_role
from record.reviews import create_review, missions_of, reviews
from record.sign_in import SignInRefused, SignInRules, admit
from record.store import OPERATOR, URL_VARIABLE, Store
from record.store_error import StoreError
from record.tokens import bearer
from tests.record.keep_released import RELEASED, VERSIONS, newest, restore
from tests.record.postgres import Cluster, running_cluster
from tests.record.working_group import ADMIN, MALEE, ROWS, make_group, of_mission, of_review
from tests.servers import ROOT, UVICORN, started

FIRST = "somchai@example.go.th"
"""The administrator that the document makes."""
TITLE = "การทบทวนภารกิจ ๒๕๖๙"
SQLITE = "sqlite:///state/blueprint.db"


@dataclass
class Operator:
    """Somebody who types the commands of the document as the program's user, in ``folder`` for /opt/blueprint."""

    folder: Path
    environment: dict[str, str]

    def types(self, drill: str, **environment: str) -> str:
        """The commands of a drill, one after another: what they print."""
        document = (ROOT / "docs" / "operations.md").read_text("utf-8")
        [commands] = re.findall(rf"^```sh drill {drill}\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
        for written, here in (
            ("/etc/blueprint", str(self.folder / "etc")),
            ("/var/lib/blueprint", str(self.folder / "state")),
            ("@localhost/", "@/"),
        ):
            commands = commands.replace(written, here)
        done = subprocess.run(
            ["bash", "-euc", commands],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def settings(self) -> dict[str, str]:
        """What /etc/blueprint/environment says."""
        lines = (self.folder / "etc" / "environment").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    """The program in place, the folder of its settings, and ``python`` as the document has it."""
    for name in ("etc", "bin", "state"):
        (tmp_path / name).mkdir()
    for name in ("cli.py", "record"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    # With "peer", as Debian sets PostgreSQL up, the user of the system is the one of the database.
    (tmp_path / "bin" / "runuser").write_text('#!/bin/sh\nPGUSER="$2"; export PGUSER; shift 3; exec "$@"\n', "utf-8")
    for path in (tmp_path / "bin").iterdir():
        path.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BLUEPRINT_", "PG"))}
    return Operator(tmp_path, kept | {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"})


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture
def on_postgres(operator: Operator, server: Cluster) -> Iterator[Operator]:
    """The operator, on a server of PostgreSQL that has nothing yet."""
    host = str(server.data.parent)
    operator.environment |= {
        "PATH": f"{operator.folder}/bin:{server.programs}:{os.environ['PATH']}",
        "PGHOST": host,
        "PGUSER": "blueprint",
    }
    yield operator
    owner = sa.create_engine(server.url(), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        for statement in (
            "DROP DATABASE IF EXISTS blueprint WITH (FORCE)",
            "DROP DATABASE IF EXISTS blueprint_restored WITH (FORCE)",
            "DROP ROLE IF EXISTS blueprint_app",
            "DROP ROLE IF EXISTS blueprint",
        ):
            connection.exec_driver_sql(statement)


def url_of(server: Cluster, user: str, name: str = "blueprint") -> str:
    return f"postgresql://{user}@/{name}?host={server.data.parent}"


def has_group(url: str) -> int:
    """A review at work in the record; the first of its missions."""
    store = Store(url)
    with suppress(StoreError):  # the document's commands have made it
        add_member(store, OPERATOR, FIRST, "สมชาย ใจดี", administrator=True)
    add_member(store, FIRST, MALEE, "มาลี")
    words = {"ministry": "กระทรวงคมนาคม", "title_th": TITLE, "title_en": ""}
    started_at = date(2026, 8, 31)
    review = create_review(store, FIRST, chart=charts.default(), rows=ROWS, started=started_at, **words)
    set_role(store, FIRST, review.id, MALEE, "member")
    mission = of_review(missions_of, store, review.id, MALEE)[0].id
    save_answer(store, MALEE, mission, "core", "yes", "ก่อนสำรอง", expected_version=0)
    store.close()
    return mission


def goes_on(url: str, mission: int) -> None:
    """The record at ``url`` holds what was answered, and more can be answered."""
    store = Store(url)
    assert of_mission(answers_of, store, mission, MALEE)["core"].reason == "ก่อนสำรอง"
    save_answer(store, MALEE, mission, "core", "no", "หลังกู้คืน", expected_version=1)
    assert [review.title_th for review in reviews(store, MALEE)] == [TITLE]
    store.close()


def test_a_backup_of_sqlite_is_restored(operator: Operator) -> None:
    url = f"sqlite:///{operator.folder}/state/blueprint.db"
    mission = has_group(url)
    for _ in range(2):  # each quarter
        assert TITLE in operator.types("backup-sqlite")
    goes_on(url.replace("blueprint.db", "restored.db"), mission)
    goes_on(url, mission)


def test_a_token_is_made_and_revoked_and_a_review_is_archived(operator: Operator) -> None:
    url = f"sqlite:///{operator.folder}/state/blueprint.db"
    has_group(url)
    operator.types("first-key")
    settings = operator.settings() | {URL_VARIABLE: SQLITE}
    secret = operator.types("token", **settings).split()[0]
    store = Store(url)
    assert bearer(store, secret) is None
    store.close()
    operator.types("archive", **settings)
    [copy] = (operator.folder / "state").glob("*.json")
    elsewhere = Store(f"sqlite:///{operator.folder}/state/elsewhere.db")
    assert import_review(elsewhere, OPERATOR, copy.read_bytes()).title_th == TITLE
    elsewhere.close()


def test_nothing_of_what_the_program_writes_goes_to_its_own_folder() -> None:
    """Where the unit and the image let it write, the files of jobs and of vectors have their places too."""
    for name, place in (("blueprint@.service", "/var/lib/blueprint/"), ("Containerfile", "/data/")):
        text = (ROOT / "deploy" / name).read_text("utf-8")
        for variable in (JOBS_VARIABLE, VECTORS_VARIABLE):
            assert f"{variable}={place}" in text, name


def test_postgresql_is_set_up_served_backed_up_and_restored(
    on_postgres: Operator, server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_postgres.types("first-key")
    on_postgres.types("first-database", **on_postgres.settings())
    settings = on_postgres.settings()
    assert stat.S_IMODE(Path(settings["BLUEPRINT_SIGNING_KEY_FILE"]).stat().st_mode) == 0o600
    for name in ("BLUEPRINT_SIGNING_KEY_FILE", "BLUEPRINT_TRUSTED_KEYS"):
        monkeypatch.setenv(name, settings[name])
    served = settings[URL_VARIABLE].replace("@/blueprint", f"@/blueprint?host={server.data.parent}")
    mission = has_group(served)
    store = Store(served)
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM change")
    store.close()
    for _ in range(2):  # each quarter
        assert TITLE in on_postgres.types("backup-postgresql", **settings)
    goes_on(url_of(server, "blueprint_app", "blueprint_restored"), mission)


def upgraded(url: str) -> None:
    """The record at ``url`` has the shape of the newest program, everything that it had, and takes answers."""
    store = Store(url)
    with store.engine.connect() as connection:
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert f"r{revision}" == newest()
    first, second, _ = (each.id for each in of_review(missions_of, store, reviews(store, ADMIN)[0].id))
    assert of_mission(answers_of, store, first)["duplicated"].evidence == "ม. 5"
    save_answer(store, MALEE, second, "core", "no", "หลังปรับรุ่น", expected_version=0)
    store.close()


def test_the_oldest_database_of_sqlite_is_upgraded(operator: Operator) -> None:
    url = f"sqlite:///{operator.folder}/state/blueprint.db"
    restore(url, RELEASED / f"{VERSIONS[0]}.sqlite.sql")
    operator.types("upgrade-sqlite", **{URL_VARIABLE: SQLITE})
    upgraded(url)


def test_the_oldest_database_of_postgresql_is_upgraded_and_served(on_postgres: Operator, server: Cluster) -> None:
    create = ["createuser --createdb blueprint", "createuser blueprint_app", "createdb -O blueprint blueprint"]
    for command in create:
        subprocess.run(command.split(), env=on_postgres.environment | {"PGUSER": "postgres"}, check=True)
    script = RELEASED / f"{VERSIONS[0]}.postgresql.sql"
    restore(url_of(server, "blueprint").replace("postgresql:", "postgresql+psycopg:"), script)
    on_postgres.types("upgrade-postgresql")
    upgraded(url_of(server, "blueprint_app"))


def test_after_a_new_signing_key_all_that_was_signed_still_holds(operator: Operator) -> None:
    operator.types("first-key")
    settings = operator.settings() | {URL_VARIABLE: SQLITE}
    command = ["python", "cli.py", "member", "add", ADMIN, "ผู้ดูแล", "--administrator"]
    subprocess.run(
        command, cwd=operator.folder, env=operator.environment | settings, check=True, capture_output=True, timeout=300
    )
    public = operator.folder / "etc" / "signing.pub"
    before = public.read_text("utf-8").strip()
    operator.types("signing-key", **settings)
    after = public.read_text("utf-8").strip()
    assert after != before
    store = Store(f"sqlite:///{operator.folder}/state/blueprint.db")
    with store.engine.connect() as connection:
        keys = list(connection.exec_driver_sql("SELECT key FROM signed_tip ORDER BY at, seq").scalars())
    store.close()
    assert keys[0] == before
    assert keys[-1] == after
    forgotten = {**settings, "BLUEPRINT_TRUSTED_KEYS": str(operator.folder / "etc" / "none.keys")}
    (operator.folder / "etc" / "none.keys").touch()
    told = subprocess.run(
        ["python", "cli.py", "audit", "verify"],
        cwd=operator.folder,
        env=operator.environment | forgotten,
        check=False,
        capture_output=True,
        timeout=300,
    )
    assert told.returncode == 1, "without the line of the old key what it signed is nobody's"


def test_an_account_is_released_when_the_provider_was_replaced(operator: Operator) -> None:
    url = f"sqlite:///{operator.folder}/state/blueprint.db"
    has_group(url)
    told = {"iss": "https://a.example", "sub": "1", "email": FIRST, "email_verified": True, "nonce": "n"}
    later = told | {"iss": "https://b.example", "nonce": "m"}
    store = Store(url)
    admit(store, told, SignInRules())
    with pytest.raises(SignInRefused, match="other_identity"):
        admit(store, later, SignInRules())
    assert FIRST in operator.types("release-account", **{URL_VARIABLE: SQLITE})
    assert admit(store, later, SignInRules()).email == FIRST
    store.close()


SECRETS = """
[auth]
redirect_uri = "http://localhost/oauth2callback"
cookie_secret = "of the tests, and of nothing else at all"
client_id = "tests"
client_secret = "tests"
server_metadata_url = "http://localhost/none"
"""


def comes_in(address: str, secret: str) -> bool:
    """Whether the server takes a cookie of a member that was signed with ``secret``."""
    told = {"iss": "x", "sub": "1", "email": MALEE, "email_verified": True, "is_logged_in": True, "nonce": "n"}
    cookie = create_signed_value(secret, USER_COOKIE_NAME, json.dumps(told)).decode()
    host, port = address.removeprefix("http://").split(":")
    with closing(http.client.HTTPConnection(host, int(port), timeout=300)) as line:
        line.request("GET", "/media/0123.pdf", headers={"Cookie": f"{USER_COOKIE_NAME}={cookie}"})
        status = line.getresponse().status
    assert status in (403, 404)
    return status == 404


def test_after_a_new_secret_of_the_cookies_no_old_one_counts(operator: Operator) -> None:
    file = operator.folder / ".streamlit" / "secrets.toml"
    file.parent.mkdir()
    file.write_text(SECRETS, "utf-8")
    file.chmod(0o600)

    def secret() -> str:
        [found] = re.findall('^cookie_secret = "(.*)"$', file.read_text("utf-8"), re.MULTILINE)
        return str(found)

    url, before = f"sqlite:///{operator.folder}/state/blueprint.db", secret()
    make_group(Store(url))
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(operator.folder)) as address:
        assert comes_in(address, before)
    operator.types("cookie-secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text("utf-8").replace(secret(), before) == SECRETS
    with started(UVICORN, BLUEPRINT_DATABASE_URL=url, HOME=str(operator.folder)) as address:
        assert comes_in(address, secret())
        assert not comes_in(address, before)
