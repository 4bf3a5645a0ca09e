"""What a mission's change takes and rests on: needs, opinions asked for, plans, delegations, as one JSON."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("mission", sa.Column("details", sa.Text(), nullable=True))
