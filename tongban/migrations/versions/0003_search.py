"""The search documents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tongban.db import JsonDoc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("region_chain", sa.String(length=120), nullable=False),
        sa.Column("visibility", sa.String(length=8), nullable=False),
        sa.Column("org_ids", JsonDoc, nullable=False),
        sa.Column("public_us", sa.BigInteger(), nullable=True),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'org', 'staff')", name=op.f("ck_search_document_visibility")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_document")),
    )
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.create_index("ix_search_document_newest", ["updated_us", "key"], unique=False)
        batch_op.create_index("ix_search_document_terms", ["terms"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.drop_index("ix_search_document_terms", postgresql_using="gin")
        batch_op.drop_index("ix_search_document_newest")

    op.drop_table("search_document")
