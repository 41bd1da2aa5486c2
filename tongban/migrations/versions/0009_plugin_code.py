"""The versions of code that running needs are pinned to."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_code",
        sa.Column("snapshot_hash", sa.String(length=64), nullable=False),
        sa.Column("hook", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.Column("impl_version", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_hash"], ["rule_snapshot.hash"], name=op.f("fk_rule_code_snapshot_hash")
        ),
        sa.PrimaryKeyConstraint("snapshot_hash", "hook", "source", name=op.f("pk_rule_code")),
    )
    with op.batch_alter_table("rule_code", schema=None) as batch_op:
        batch_op.create_index("ix_rule_code_offer", ["source", "impl_version"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rule_code", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_code_offer")

    op.drop_table("rule_code")
