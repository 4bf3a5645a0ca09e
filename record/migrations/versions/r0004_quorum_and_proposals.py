"""The quorum that a review asks for, and changes of signed answers that wait for the chair."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; reviews keep the quorum of all."""
    op.add_column("review", sa.Column("quorum", sa.Integer(), nullable=True))
    op.create_table(
        "proposal",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("evidence", sa.String(length=20000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.email"], name=op.f("fk_proposal_by")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_proposal_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "question", "by", name=op.f("pk_proposal")),
    )
