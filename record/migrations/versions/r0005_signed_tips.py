"""Signed ends of the log, imports told from reviews begun here, order by number, and sign-ins on the server."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_SUBJECTS = {"settlement": "{question}/{at}", "sign_off": "{at}"}
"""What named such a row in its change."""


def upgrade() -> None:
    """Add the tables and columns, and number what is there by its changes."""
    op.create_table(
        "signed_tip",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=44), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(length=88), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", "key", name=op.f("pk_signed_tip")),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_identity_email")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_email"), "identity", ["email"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(["email"], ["member.email"], name=op.f("fk_sign_in_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_email"), "sign_in", ["email"], unique=False)
    op.add_column("review", sa.Column("vouched", sa.Boolean(), nullable=True))
    _mark_imports()
    for name, subject in _SUBJECTS.items():
        op.add_column(name, sa.Column("seq", sa.Integer(), nullable=False, server_default="0"))
        _number(name, subject)
        with op.batch_alter_table(name) as table:
            table.alter_column("seq", server_default=None)


def _mark_imports() -> None:
    """Nobody vouched for a copy that an older program imported; such a program noted the end of the copy's log."""
    connection = op.get_bind()
    noted = connection.execute(
        sa.text("SELECT subject FROM change WHERE chain = 'office' AND kind = 'review' AND after LIKE '%\"head\":%'")
    )
    for uid in noted.scalars().all():
        connection.execute(
            sa.text("UPDATE review SET vouched = :vouched WHERE uid = :uid"), {"vouched": False, "uid": uid}
        )


def _number(name: str, subject: str) -> None:
    connection = op.get_bind()
    by = sa.DateTime(timezone=True)
    rows = sa.table(name, *map(sa.column, ("mission_id", "question") if "question" in subject else ("mission_id",)))
    at, seq = sa.Column("at", by), sa.Column("seq", sa.Integer())
    rows.append_column(at)
    rows.append_column(seq)
    missions = sa.table("mission", sa.column("id"), sa.column("code"), sa.column("review_id"))
    reviews = sa.table("review", sa.column("id"), sa.column("uid"))
    found = connection.execute(
        sa.select(rows, missions.c.code, reviews.c.uid)
        .join(missions, missions.c.id == rows.c.mission_id)
        .join(reviews, reviews.c.id == missions.c.review_id)
    )
    for row in found.mappings().all():
        moment = row["at"].isoformat() if row["at"].tzinfo else f"{row['at'].isoformat()}+00:00"
        number = connection.scalar(
            sa.text(
                "SELECT seq FROM change WHERE chain = :chain AND kind = :kind AND mission = :code AND subject = :key"
            ),
            {
                "chain": row["uid"],
                "kind": name,
                "code": row["code"],
                "key": subject.format(question=row.get("question"), at=moment),
            },
        )
        named = [rows.c[column] == row[column] for column in ("mission_id", "question", "at") if column in row]
        connection.execute(sa.update(rows).where(*named).values(seq=number or 0))
