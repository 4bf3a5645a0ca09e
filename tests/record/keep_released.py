"""Keeps a database of the newest revision among the released ones: ``python -m tests.record.keep_released``.

It is made from the one kept before, brought up to date: for SQLite, for PostgreSQL, and as a copy of its review.
"""

import sqlite3
import subprocess
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory

import record
from record.exchange import export_review
from record.reviews import reviews
from record.store import OPERATOR, Store
from tests.record.postgres import Cluster
from tests.record.working_group import ADMIN

RELEASED = Path(__file__).with_name("released")
VERSIONS = sorted(path.stem for path in RELEASED.glob("*.json"))


def newest() -> str:
    """The name of the newest revision's files."""
    return f"r{ScriptDirectory(str(Path(record.__file__).parent / 'migrations')).get_current_head()}"


def restore(url: str, script: Path) -> None:
    """Run the statements of a dump."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "sqlite":
            connection.executescript(script.read_text(encoding="utf-8"))
        else:
            connection.cursor().execute(script.read_text(encoding="utf-8"))
        connection.commit()
    finally:
        connection.close()


def main() -> None:
    """Write the three files."""
    name, before = newest(), VERSIONS[-1]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/record.db"
        restore(url, RELEASED / f"{before}.sqlite.sql")
        store = Store(url)
        copy = export_review(store, OPERATOR, reviews(store, ADMIN)[0].uid)
        store.close()
        dump = "\n".join(sqlite3.connect(f"{folder}/record.db").iterdump())
    cluster = Cluster()
    try:
        url = cluster.url()
        restore(url, RELEASED / f"{before}.postgresql.sql")
        Store(url).close()
        command = [str(cluster.programs / "pg_dump"), "--no-owner", "--no-privileges", "--inserts", "-U", "postgres"]
        command += ["-h", str(cluster.data.parent), "postgres"]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    finally:
        cluster.stop()
    said = [line for line in lines if line and not line.startswith(("--", "\\"))]
    (RELEASED / f"{name}.json").write_bytes(copy)
    (RELEASED / f"{name}.sqlite.sql").write_text(dump + "\n", encoding="utf-8")
    (RELEASED / f"{name}.postgresql.sql").write_text("\n".join(said) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
