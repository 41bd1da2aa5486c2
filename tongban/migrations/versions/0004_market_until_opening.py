"""The market, from catalogue to opening."""

import sqlalchemy as sa
from alembic import op

from tongban.db import Fen, IdType, JsonDoc, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("data", JsonDoc, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
        sa.UniqueConstraint("region", "code", name=op.f("uq_service_item_region_code")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("service_codes", JsonDoc, nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("check_due", UtcDateTime(), nullable=True),
        sa.Column("activated_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("barred_until", sa.Date(), nullable=True),
        sa.Column("publicity_until", UtcDateTime(), nullable=True),
        sa.Column("explanations", JsonDoc, nullable=False),
        sa.Column("proposed_services", JsonDoc, nullable=False),
        sa.Column("change_submitted_at", UtcDateTime(), nullable=True),
        sa.Column("change_due", UtcDateTime(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_enrolment_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("number", name=op.f("uq_enrolment_number")),
        sa.UniqueConstraint("org_id", name=op.f("uq_enrolment_org_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_state", ["state", "id"], unique=False)

    op.create_table(
        "need",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("created_by", IdType, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("service_code", sa.String(length=32), nullable=False),
        sa.Column("service", JsonDoc, nullable=False),
        sa.Column("project_name", sa.String(length=120), nullable=False),
        sa.Column("project_code", sa.String(length=32), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("facts", JsonDoc, nullable=False),
        sa.Column("requirement", JsonDoc, nullable=False),
        sa.Column("service_days", sa.Integer(), nullable=False),
        sa.Column("service_days_unit", sa.String(length=2), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("ceiling_fen", Fen(), nullable=True),
        sa.Column("price_basis", JsonDoc, nullable=False),
        sa.Column("fund_source", sa.String(length=16), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("params", JsonDoc, nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("signing_expected", sa.Date(), nullable=True),
        sa.Column("recusal", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=False),
        sa.Column("contact_phone", sa.String(length=32), nullable=False),
        sa.Column("complaint_phone", sa.String(length=32), nullable=True),
        sa.Column("parent_need_id", IdType, nullable=True),
        sa.Column("run_no", sa.Integer(), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("check_due", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("failure", sa.String(length=24), nullable=True),
        sa.Column("notice_number", sa.String(length=80), nullable=True),
        sa.Column("failed_number", sa.String(length=80), nullable=True),
        sa.Column("commit", sa.String(length=64), nullable=True),
        sa.Column("sealed_secret", sa.Text(), nullable=True),
        sa.CheckConstraint("ceiling_fen IS NULL OR ceiling_fen > 0", name=op.f("ck_need_ceiling_positive")),
        sa.ForeignKeyConstraint(["created_by"], ["app_user.id"], name=op.f("fk_need_created_by")),
        sa.ForeignKeyConstraint(["owner_org_id"], ["organisation.id"], name=op.f("fk_need_owner_org_id")),
        sa.ForeignKeyConstraint(["parent_need_id"], ["need.id"], name=op.f("fk_need_parent_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("number", name=op.f("uq_need_number")),
        sa.UniqueConstraint("region", "failed_number", name=op.f("uq_need_region_failed_number")),
        sa.UniqueConstraint("region", "notice_number", name=op.f("uq_need_region_notice_number")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index("ix_need_list", ["region", "state", "published_at", "id"], unique=False)
        batch_op.create_index("ix_need_owner", ["owner_org_id", "id"], unique=False)
        batch_op.create_index("ix_need_published", ["published_at", "id"], unique=False)

    op.create_table(
        "need_correction",
        sa.Column("id", IdType, nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", IdType, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("old_ends_at", UtcDateTime(), nullable=False),
        sa.Column("new_ends_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("new_ends_at > old_ends_at", name=op.f("ck_need_correction_later")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_need_correction_made_by")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_correction_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_correction")),
        sa.UniqueConstraint("region", "number", name=op.f("uq_need_correction_region_number")),
    )
    with op.batch_alter_table("need_correction", schema=None) as batch_op:
        batch_op.create_index("ix_need_correction_need", ["need_id", "id"], unique=False)

    op.create_table(
        "practitioner",
        sa.Column("id", IdType, nullable=False),
        sa.Column("enrolment_id", IdType, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("certificate_kind", sa.String(length=64), nullable=False),
        sa.Column("certificate_number", sa.String(length=64), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("left_key", IdType, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_practitioner_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
        sa.UniqueConstraint(
            "certificate_kind",
            "certificate_number",
            "left_key",
            name=op.f("uq_practitioner_certificate_kind_certificate_number_left_key"),
        ),
    )
    with op.batch_alter_table("practitioner", schema=None) as batch_op:
        batch_op.create_index("ix_practitioner_enrolment_id", ["enrolment_id"], unique=False)

    op.create_table(
        "qualification_record",
        sa.Column("id", IdType, nullable=False),
        sa.Column("enrolment_id", IdType, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("specialties", JsonDoc, nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("certificate_number", sa.String(length=64), nullable=True),
        sa.Column("issuer", sa.String(length=120), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("file_id", IdType, nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("superseded_at", UtcDateTime(), nullable=True),
        sa.Column("extra", JsonDoc, nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_qualification_record_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_record")),
    )
    with op.batch_alter_table("qualification_record", schema=None) as batch_op:
        batch_op.create_index("ix_qualification_record_enrolment_id", ["enrolment_id"], unique=False)

    op.create_table(
        "refused_entry",
        sa.Column("id", IdType, nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_refused_entry_need_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_refused_entry_org_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_entry")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_refused_entry_receipt_number")),
    )
    with op.batch_alter_table("refused_entry", schema=None) as batch_op:
        batch_op.create_index("ix_refused_entry_need", ["need_id"], unique=False)

    op.create_table(
        "selection_result",
        sa.Column("id", IdType, nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("closing_root", sa.String(length=64), nullable=False),
        sa.Column("closing_leaves", JsonDoc, nullable=False),
        sa.Column("sealed_padding", sa.Text(), nullable=True),
        sa.Column("padding", JsonDoc, nullable=True),
        sa.Column("record", JsonDoc, nullable=True),
        sa.Column("failure", sa.String(length=24), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_selection_result_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_result")),
        sa.UniqueConstraint("need_id", name=op.f("uq_selection_result_need_id")),
    )
    op.create_table(
        "entry",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("practitioner_id", IdType, nullable=True),
        sa.Column("registered_at", UtcDateTime(), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("value_fen", Fen(), nullable=True),
        sa.Column("credit", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_entry_need_id")),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_entry_org_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_entry_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("need_id", "label", name=op.f("uq_entry_need_id_label")),
        sa.UniqueConstraint("need_id", "org_id", name=op.f("uq_entry_need_id_org_id")),
        sa.UniqueConstraint("number", name=op.f("uq_entry_number")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_org", ["org_id", "id"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", IdType, nullable=False),
        sa.Column("entry_id", IdType, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=36), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.CheckConstraint("length(commitment) = 64", name=op.f("ck_quote_commitment_length")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_quote_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("entry_id", "seq", name=op.f("uq_quote_entry_id_seq")),
        sa.UniqueConstraint("form_key", name=op.f("uq_quote_form_key")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_quote_receipt_number")),
    )
    op.create_table(
        "relation_flag",
        sa.Column("id", IdType, nullable=False),
        sa.Column("need_id", IdType, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("first_entry_id", IdType, nullable=False),
        sa.Column("second_entry_id", IdType, nullable=False),
        sa.Column("evidence", JsonDoc, nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_entry_id"], ["entry.id"], name=op.f("fk_relation_flag_first_entry_id")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_relation_flag_need_id")),
        sa.ForeignKeyConstraint(
            ["second_entry_id"], ["entry.id"], name=op.f("fk_relation_flag_second_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation_flag")),
        sa.UniqueConstraint(
            "need_id",
            "kind",
            "first_entry_id",
            "second_entry_id",
            name=op.f("uq_relation_flag_need_id_kind_first_entry_id_second_entry_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("relation_flag")
    op.drop_table("quote")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_org")

    op.drop_table("entry")
    op.drop_table("selection_result")
    with op.batch_alter_table("refused_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_refused_entry_need")

    op.drop_table("refused_entry")
    with op.batch_alter_table("qualification_record", schema=None) as batch_op:
        batch_op.drop_index("ix_qualification_record_enrolment_id")

    op.drop_table("qualification_record")
    with op.batch_alter_table("practitioner", schema=None) as batch_op:
        batch_op.drop_index("ix_practitioner_enrolment_id")

    op.drop_table("practitioner")
    with op.batch_alter_table("need_correction", schema=None) as batch_op:
        batch_op.drop_index("ix_need_correction_need")

    op.drop_table("need_correction")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index("ix_need_published")
        batch_op.drop_index("ix_need_owner")
        batch_op.drop_index("ix_need_list")

    op.drop_table("need")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolment_state")

    op.drop_table("enrolment")
    op.drop_table("service_item")
