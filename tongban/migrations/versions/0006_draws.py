"""Draws: the beacon, and what is known of a draw before it; the number of an abort notice;
one certificate once."""

import sqlalchemy as sa
from alembic import op

from tongban.db import IdType, JsonDoc, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draw_beacon",
        sa.Column("id", IdType, nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("user_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("snapshot", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_draw_beacon_need_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_draw_beacon_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_draw_beacon_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_beacon")),
        sa.UniqueConstraint("need_id", name=op.f("uq_draw_beacon_need_id")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("beacon_named", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("beacon_due", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("abort_number", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_need_region_abort_number"), ["region", "abort_number"])
    with op.batch_alter_table("qualification_record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("certificate_claim", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(
            op.f("uq_qualification_record_enrolment_id_certificate_claim"),
            ["enrolment_id", "certificate_claim"],
        )
    with op.batch_alter_table("selection_result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listing", JsonDoc, nullable=True))
        batch_op.add_column(sa.Column("snapshot", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("qualification_record", schema=None) as batch_op:
        batch_op.drop_constraint(
            op.f("uq_qualification_record_enrolment_id_certificate_claim"), type_="unique"
        )
        batch_op.drop_column("certificate_claim")
    with op.batch_alter_table("selection_result", schema=None) as batch_op:
        batch_op.drop_column("snapshot")
        batch_op.drop_column("listing")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_need_region_abort_number"), type_="unique")
        batch_op.drop_column("abort_number")
        batch_op.drop_column("beacon_due")
        batch_op.drop_column("beacon_named")
    op.drop_table("draw_beacon")
