"""Signed receipts."""

import sqlalchemy as sa
from alembic import op

from tongban.db import IdType, JsonDoc, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("of", JsonDoc, nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_receipt_commitment_length")),
        sa.CheckConstraint("length(signature) = 128", name=op.f("ck_receipt_signature_length")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_receipt_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_receipt_kind_subject_id")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_org", ["org_id", "id"], unique=False)
        batch_op.create_index("ix_receipt_key", ["key", "issued_at"], unique=False)


def downgrade() -> None:
    op.drop_table("receipt")
