"""Comments; the outbox of notices and who wants which; who is where; views that members keep."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "comment",
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("reply_to", sa.String(length=32), nullable=True),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("mentions", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_by", sa.String(length=254), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.email"], name=op.f("fk_comment_by")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_comment_mission_id")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_mission_id"), "comment", ["mission_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_notice_email")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_notice_mission_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_notice_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("email", "day", name=op.f("uq_notice_email")),
        sa.UniqueConstraint("uid", name=op.f("uq_notice_uid")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_notice_choice_email")),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "presence",
        sa.Column("process", sa.String(length=32), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_presence_email")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_presence_mission_id")),
        sa.PrimaryKeyConstraint("process", "mission_id", "email", name=op.f("pk_presence")),
    )
    op.create_table(
        "saved_view",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_saved_view_email")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_saved_view_review_id")),
        sa.PrimaryKeyConstraint("review_id", "email", "name", name=op.f("pk_saved_view")),
    )
