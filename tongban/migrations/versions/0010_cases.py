"""Cases of whole-process agency."""

import sqlalchemy as sa
from alembic import op

from tongban.db import IdType, JsonDoc, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_case",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("owner_org_id", IdType, nullable=False),
        sa.Column("created_by", IdType, nullable=False),
        sa.Column("applicant_kind", sa.String(length=16), nullable=False),
        sa.Column("proposed_company", sa.String(length=120), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=False),
        sa.Column("contact_phone", sa.String(length=32), nullable=False),
        sa.Column("project_name", sa.String(length=120), nullable=False),
        sa.Column("project_code", sa.String(length=24), nullable=True),
        sa.Column("open_code", sa.String(length=24), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("facts", JsonDoc, nullable=False),
        sa.Column("stages", JsonDoc, nullable=False),
        sa.Column("query_code", sa.String(length=16), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("screen_due", UtcDateTime(), nullable=True),
        sa.Column("screened_at", UtcDateTime(), nullable=True),
        sa.Column("screened_by", IdType, nullable=True),
        sa.Column("rules_hash", sa.String(length=64), nullable=True),
        sa.Column("assign_due", UtcDateTime(), nullable=True),
        sa.Column("assigned_at", UtcDateTime(), nullable=True),
        sa.Column("agent_id", IdType, nullable=True),
        sa.Column("deputy_id", IdType, nullable=True),
        sa.Column("incoming_id", IdType, nullable=True),
        sa.Column("seal_due", UtcDateTime(), nullable=True),
        sa.Column("agreement_number", sa.String(length=80), nullable=True),
        sa.Column("agreement", JsonDoc, nullable=True),
        sa.Column("drafted_at", UtcDateTime(), nullable=True),
        sa.Column("applicant_seal", JsonDoc, nullable=True),
        sa.Column("applicant_sealed_at", UtcDateTime(), nullable=True),
        sa.Column("centre_seal", JsonDoc, nullable=True),
        sa.Column("active_at", UtcDateTime(), nullable=True),
        sa.Column("draft_file_id", IdType, nullable=True),
        sa.Column("agreement_file_id", IdType, nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "applicant_kind IN ('enterprise', 'founder', 'parent')",
            name=op.f("ck_agency_case_applicant_kind"),
        ),
        sa.CheckConstraint(
            "(agent_id IS NULL AND deputy_id IS NULL) OR (agent_id IS NOT NULL AND deputy_id IS NOT NULL AND agent_id <> deputy_id)",
            name=op.f("ck_agency_case_two_agents"),
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["app_user.id"], name=op.f("fk_agency_case_agent_id")),
        sa.ForeignKeyConstraint(
            ["agreement_file_id"], ["stored_file.id"], name=op.f("fk_agency_case_agreement_file_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["app_user.id"], name=op.f("fk_agency_case_created_by")),
        sa.ForeignKeyConstraint(["deputy_id"], ["app_user.id"], name=op.f("fk_agency_case_deputy_id")),
        sa.ForeignKeyConstraint(
            ["draft_file_id"], ["stored_file.id"], name=op.f("fk_agency_case_draft_file_id")
        ),
        sa.ForeignKeyConstraint(["incoming_id"], ["app_user.id"], name=op.f("fk_agency_case_incoming_id")),
        sa.ForeignKeyConstraint(
            ["owner_org_id"], ["organisation.id"], name=op.f("fk_agency_case_owner_org_id")
        ),
        sa.ForeignKeyConstraint(["screened_by"], ["app_user.id"], name=op.f("fk_agency_case_screened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_case")),
        sa.UniqueConstraint("number", name=op.f("uq_agency_case_number")),
        sa.UniqueConstraint("open_code", name=op.f("uq_agency_case_open_code")),
        sa.UniqueConstraint(
            "region", "agreement_number", name=op.f("uq_agency_case_region_agreement_number")
        ),
    )
    with op.batch_alter_table("agency_case", schema=None) as batch_op:
        batch_op.create_index("ix_agency_case_agent", ["agent_id", "state"], unique=False)
        batch_op.create_index("ix_agency_case_deputy", ["deputy_id", "state"], unique=False)
        batch_op.create_index("ix_agency_case_list", ["region", "state", "id"], unique=False)
        batch_op.create_index("ix_agency_case_owner", ["owner_org_id", "id"], unique=False)

    op.create_table(
        "case_handover",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("case_id", IdType, nullable=False),
        sa.Column("open_case_id", IdType, nullable=True),
        sa.Column("outgoing_id", IdType, nullable=False),
        sa.Column("incoming_id", IdType, nullable=False),
        sa.Column("next_deputy_id", IdType, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("contents", JsonDoc, nullable=False),
        sa.Column("proposed_by", IdType, nullable=True),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outgoing_id <> incoming_id AND incoming_id <> next_deputy_id",
            name=op.f("ck_case_handover_different_people"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["agency_case.id"], name=op.f("fk_case_handover_case_id")),
        sa.ForeignKeyConstraint(["incoming_id"], ["app_user.id"], name=op.f("fk_case_handover_incoming_id")),
        sa.ForeignKeyConstraint(
            ["next_deputy_id"], ["app_user.id"], name=op.f("fk_case_handover_next_deputy_id")
        ),
        sa.ForeignKeyConstraint(
            ["open_case_id"], ["agency_case.id"], name=op.f("fk_case_handover_open_case_id")
        ),
        sa.ForeignKeyConstraint(["outgoing_id"], ["app_user.id"], name=op.f("fk_case_handover_outgoing_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["app_user.id"], name=op.f("fk_case_handover_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handover")),
        sa.UniqueConstraint("number", name=op.f("uq_case_handover_number")),
        sa.UniqueConstraint("open_case_id", name=op.f("uq_case_handover_open_case_id")),
    )
    with op.batch_alter_table("case_handover", schema=None) as batch_op:
        batch_op.create_index("ix_case_handover_case", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_case_handover_incoming", ["incoming_id", "state"], unique=False)

    op.create_table(
        "case_plan",
        sa.Column("id", IdType, nullable=False),
        sa.Column("case_id", IdType, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", IdType, nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("plan", JsonDoc, nullable=False),
        sa.Column("difference", JsonDoc, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["agency_case.id"], name=op.f("fk_case_plan_case_id")),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_case_plan_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_plan")),
        sa.UniqueConstraint("case_id", "edition", name=op.f("uq_case_plan_case_id_edition")),
    )


def downgrade() -> None:
    op.drop_table("case_plan")
    op.drop_table("case_handover")
    op.drop_table("agency_case")
