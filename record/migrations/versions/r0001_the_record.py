"""The record as it was first kept: reviews, missions, answers, opinions, evidence, sign-offs and the log of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table in an empty database, and the empty log of changes that belong to no review."""
    op.create_table(
        "change",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mission", sa.String(length=100), nullable=True),
        sa.Column("subject", sa.String(length=355), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_change")),
    )
    op.create_table(
        "head",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_head")),
    )
    op.create_table(
        "member",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_member")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("ministry", sa.String(length=1000), nullable=False),
        sa.Column("title_th", sa.String(length=1000), nullable=False),
        sa.Column("title_en", sa.String(length=1000), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("chart_id", sa.String(length=40), nullable=False),
        sa.Column("chart_version", sa.String(length=40), nullable=False),
        sa.Column("chart_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("uid", name=op.f("uq_review_uid")),
    )
    op.create_table(
        "membership",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_membership_email")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_membership_review_id")),
        sa.PrimaryKeyConstraint("review_id", "email", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_email"), "membership", ["email"], unique=False)
    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("ministry", sa.String(length=1000), nullable=False),
        sa.Column("department", sa.String(length=1000), nullable=False),
        sa.Column("name_th", sa.String(length=1000), nullable=False),
        sa.Column("name_en", sa.String(length=1000), nullable=False),
        sa.Column("description", sa.String(length=20000), nullable=False),
        sa.Column("legal_basis", sa.String(length=20000), nullable=False),
        sa.Column("budget_satang", sa.BigInteger(), nullable=True),
        sa.Column("positions", sa.Integer(), nullable=True),
        sa.Column("other_agency", sa.String(length=1000), nullable=False),
        sa.Column("assignee", sa.String(length=254), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["member.email"], name=op.f("fk_mission_assignee")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_mission_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("review_id", "code", name=op.f("uq_mission_review_id")),
    )
    op.create_table(
        "answer",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("evidence", sa.String(length=20000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_answer_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "question", name=op.f("pk_answer")),
    )
    op.create_table(
        "draft",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=True),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("evidence", sa.String(length=20000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.email"], name=op.f("fk_draft_by")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_draft_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "question", "by", "kind", name=op.f("pk_draft")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("file_name", sa.String(length=1000), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_evidence_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("uid", name=op.f("uq_evidence_uid")),
    )
    op.create_index(op.f("ix_evidence_mission_id"), "evidence", ["mission_id"], unique=False)
    op.create_table(
        "link",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_link_mission_id")),
        sa.ForeignKeyConstraint(["other_id"], ["mission.id"], name=op.f("fk_link_other_id")),
        sa.PrimaryKeyConstraint("mission_id", "other_id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_other_id"), "link", ["other_id"], unique=False)
    op.create_table(
        "opinion",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.email"], name=op.f("fk_opinion_by")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_opinion_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "question", "by", name=op.f("pk_opinion")),
    )
    op.create_table(
        "settlement",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20000), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_settlement_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "question", "at", name=op.f("pk_settlement")),
    )
    op.create_table(
        "sign_off",
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("answers_hash", sa.String(length=64), nullable=False),
        sa.Column("chart", sa.String(length=100), nullable=False),
        sa.Column("chart_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_sign_off_mission_id")),
        sa.PrimaryKeyConstraint("mission_id", "at", name=op.f("pk_sign_off")),
    )
    head = sa.table("head", sa.column("chain"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"chain": "office", "seq": 0, "hash": "0" * 64}])
