"""Bringing a database to the shape this program needs, and refusing one that a newer program made."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from record.store_error import StoreError

_MIGRATIONS = Path(__file__).with_name("migrations")


def is_current(connection: Connection) -> bool:
    """Whether the database has this program's shape. Only reads. Raises ``StoreError`` for one of a newer program."""
    scripts = ScriptDirectory(str(_MIGRATIONS))
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if not found <= known:
        raise StoreError("newer")
    return found == set(scripts.get_heads())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the database to this program's shape, or that of an earlier revision, within the transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
