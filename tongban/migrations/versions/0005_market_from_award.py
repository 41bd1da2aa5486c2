"""The market, from award to rating."""

import sqlalchemy as sa
from alembic import op

from tongban.db import Fen, IdType, JsonDoc, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due_date",
        sa.Column("id", IdType, nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("calendar_version", sa.String(length=64), nullable=False),
        sa.CheckConstraint("unit IN ('wd', 'cd')", name=op.f("ck_due_date_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_date")),
        sa.UniqueConstraint(
            "thing_kind", "thing_id", "name", name=op.f("uq_due_date_thing_kind_thing_id_name")
        ),
    )
    op.create_table(
        "credit_entry",
        sa.Column("id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", IdType, nullable=False),
        sa.Column("decided_by", IdType, nullable=True),
        sa.Column("effective_from", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("reversal_of", IdType, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["app_user.id"], name=op.f("fk_credit_entry_decided_by")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_credit_entry_org_id")),
        sa.ForeignKeyConstraint(
            ["reversal_of"], ["credit_entry.id"], name=op.f("fk_credit_entry_reversal_of")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entry")),
        sa.UniqueConstraint(
            "org_id",
            "reason_code",
            "source_kind",
            "source_id",
            name=op.f("uq_credit_entry_org_id_reason_code_source_kind_source_id"),
        ),
        sa.UniqueConstraint("reversal_of", name=op.f("uq_credit_entry_reversal_of")),
    )
    with op.batch_alter_table("credit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_credit_entry_org", ["org_id", "effective_from", "id"], unique=False)

    op.create_table(
        "award",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("entry_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("amount_fen", Fen(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("notice_number", sa.String(length=80), nullable=True),
        sa.Column("notice_until", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("letter_number", sa.String(length=80), nullable=True),
        sa.Column("letter_at", UtcDateTime(), nullable=True),
        sa.Column("letter_file_id", IdType, nullable=True),
        sa.Column("contract_due", UtcDateTime(), nullable=True),
        sa.Column("declined_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_award_entry_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_award_need_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_award_org_id")),
        sa.ForeignKeyConstraint(["owner_org_id"], ["organisation.id"], name=op.f("fk_award_owner_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("need_id", "entry_id", name=op.f("uq_award_need_id_entry_id")),
        sa.UniqueConstraint("number", name=op.f("uq_award_number")),
        sa.UniqueConstraint("region", "letter_number", name=op.f("uq_award_region_letter_number")),
        sa.UniqueConstraint("region", "notice_number", name=op.f("uq_award_region_notice_number")),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.create_index("ix_award_list", ["region", "proposed_at", "id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("award_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_fen", Fen(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("service_days", sa.Integer(), nullable=False),
        sa.Column("service_days_unit", sa.String(length=2), nullable=False),
        sa.Column("file_id", IdType, nullable=False),
        sa.Column("uploaded_by_org_id", IdType, nullable=False),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("file_due", UtcDateTime(), nullable=False),
        sa.Column("filing_number", sa.String(length=80), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("service_days > 0", name=op.f("ck_contract_service_days_positive")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_contract_award_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_contract_org_id")),
        sa.ForeignKeyConstraint(["owner_org_id"], ["organisation.id"], name=op.f("fk_contract_owner_org_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_org_id"], ["organisation.id"], name=op.f("fk_contract_uploaded_by_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("award_id", name=op.f("uq_contract_award_id")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
        sa.UniqueConstraint("region", "filing_number", name=op.f("uq_contract_region_filing_number")),
    )
    op.create_table(
        "deliverable",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("contract_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("file_id", IdType, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("receipt_number", sa.String(length=80), nullable=True),
        sa.Column("acceptance_due", UtcDateTime(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_deliverable_contract_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_deliverable_org_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_deliverable_owner_org_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_deliverable_contract_id")),
        sa.UniqueConstraint("number", name=op.f("uq_deliverable_number")),
        sa.UniqueConstraint("region", "receipt_number", name=op.f("uq_deliverable_region_receipt_number")),
    )
    op.create_table(
        "evaluation",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("contract_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("scores", JsonDoc, nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", UtcDateTime(), nullable=True),
        sa.Column("rated_by", IdType, nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_evaluation_contract_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_evaluation_org_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_evaluation_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["rated_by"], ["app_user.id"], name=op.f("fk_evaluation_rated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_evaluation_contract_id")),
        sa.UniqueConstraint("number", name=op.f("uq_evaluation_number")),
    )
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.create_index("ix_evaluation_org", ["org_id", "rated_at", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evaluation", schema=None) as batch_op:
        batch_op.drop_index("ix_evaluation_org")

    op.drop_table("evaluation")
    op.drop_table("deliverable")
    op.drop_table("contract")
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_index("ix_award_list")

    op.drop_table("award")
    with op.batch_alter_table("credit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_credit_entry_org")

    op.drop_table("credit_entry")
    op.drop_table("due_date")
