"""What files say of a mission and was dropped: its offices in English, who settled it, the view not followed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty."""
    for name, length in (("ministry_en", 1000), ("department_en", 1000), ("settled_by", 1000), ("dissent", 20000)):
        op.add_column("mission", sa.Column(name, sa.String(length), nullable=True))
