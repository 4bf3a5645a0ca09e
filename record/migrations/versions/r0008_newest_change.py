"""Find the last change of a mission without looking at all changes of its review: pages ask every few seconds."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_change_mission", "change", ["chain", "mission", "seq"], unique=False)
