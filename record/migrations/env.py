"""Where Alembic starts, on the connection that ``record.schema`` hands over, inside its transaction."""

from alembic import context

from record.models import Member

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Member.metadata, transactional_ddl=True
)
context.run_migrations()
