"""A link's kind is the id of a disposition of the review's chart, which may be longer than the two words of before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the column."""
    with op.batch_alter_table("link") as table:
        table.alter_column("kind", existing_type=sa.String(20), type_=sa.String(40), existing_nullable=False)
