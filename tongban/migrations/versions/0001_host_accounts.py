"""People, places, rules, calendar."""

import sqlalchemy as sa
from alembic import op

from tongban.db import IdType, JsonDoc, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "app_user",
        sa.Column("id", IdType, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("password_changed_at", UtcDateTime(), nullable=False),
        sa.Column("password_is_initial", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("login", name=op.f("uq_app_user_login")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("id", IdType, nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.Column("imported_by", sa.String(length=100), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_calendar_year_version_positive")),
        sa.CheckConstraint("year BETWEEN 1900 AND 2999", name=op.f("ck_calendar_year_year_plausible")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_year")),
        sa.UniqueConstraint(
            "region_code", "year", "version", name=op.f("uq_calendar_year_region_code_year_version")
        ),
    )
    op.create_table(
        "known_seal_key",
        sa.Column("key_id", sa.String(length=8), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_known_seal_key")),
    )
    op.create_table(
        "number_series",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "region", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", IdType, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("legal_representative", sa.String(length=64), nullable=True),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('enterprise', 'individual_business', 'agency', 'institution', 'social', 'person')",
            name=op.f("ck_organisation_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organisation_uscc")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_legal_representative", ["legal_representative"], unique=False)

    op.create_table(
        "practice_time",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_us", sa.BigInteger(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_practice_time_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_time")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("parent_code", sa.String(length=16), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("also_county", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "level IN ('nation', 'province', 'city', 'county', 'zone')", name=op.f("ck_region_level")
        ),
        sa.CheckConstraint("origin IN ('table', 'zone', 'rules')", name=op.f("ck_region_origin")),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index("ix_region_name", ["name"], unique=False)
        batch_op.create_index("ix_region_parent_code", ["parent_code"], unique=False)

    op.create_table(
        "rule_pack",
        sa.Column("id", IdType, nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", JsonDoc, nullable=False),
        sa.Column("effective_from", UtcDateTime(), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('toml', 'python')", name=op.f("ck_rule_pack_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_pack")),
        sa.UniqueConstraint("number", name=op.f("uq_rule_pack_number")),
        sa.UniqueConstraint("region", "source", "version", name=op.f("uq_rule_pack_region_source_version")),
    )
    with op.batch_alter_table("rule_pack", schema=None) as batch_op:
        batch_op.create_index("ix_rule_pack_region", ["region"], unique=False)

    op.create_table(
        "rule_snapshot",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", JsonDoc, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_rule_snapshot")),
    )
    op.create_table(
        "rules_epoch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_rules_epoch_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules_epoch")),
    )
    op.create_table(
        "sent_form",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=512), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sent_form")),
    )
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.create_index("ix_sent_form_sent_at", ["sent_at"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", IdType, nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_key", ["key_digest", "at"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("id", IdType, nullable=False),
        sa.Column("year_id", IdType, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("why", sa.String(length=60), nullable=False),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.CheckConstraint("kind IN ('off', 'work')", name=op.f("ck_calendar_day_kind_known")),
        sa.ForeignKeyConstraint(["year_id"], ["calendar_year.id"], name=op.f("fk_calendar_day_year_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("year_id", "date", name=op.f("uq_calendar_day_year_id_date")),
    )
    op.create_table(
        "membership",
        sa.Column("id", IdType, nullable=False),
        sa.Column("user_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_membership_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "org_id", "role", "region", name=op.f("uq_membership_user_id_org_id_role_region")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_org", ["org_id"], unique=False)

    op.create_table(
        "region_name",
        sa.Column("id", IdType, nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("former_code", sa.String(length=16), nullable=True),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "source IN ('background', 'official', 'renamed')", name=op.f("ck_region_name_source")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_name_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_name")),
        sa.UniqueConstraint("region_code", "name", name=op.f("uq_region_name_region_code_name")),
    )
    with op.batch_alter_table("region_name", schema=None) as batch_op:
        batch_op.create_index("ix_region_name_former_code", ["former_code"], unique=False)
        batch_op.create_index("ix_region_name_name", ["name"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("last_seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_web_session_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_web_session_user_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index("ix_web_session_user", ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index("ix_web_session_user")

    op.drop_table("web_session")
    with op.batch_alter_table("region_name", schema=None) as batch_op:
        batch_op.drop_index("ix_region_name_name")
        batch_op.drop_index("ix_region_name_former_code")

    op.drop_table("region_name")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_org")

    op.drop_table("membership")
    op.drop_table("calendar_day")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_key")

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("sent_form", schema=None) as batch_op:
        batch_op.drop_index("ix_sent_form_sent_at")

    op.drop_table("sent_form")
    op.drop_table("rules_epoch")
    op.drop_table("rule_snapshot")
    with op.batch_alter_table("rule_pack", schema=None) as batch_op:
        batch_op.drop_index("ix_rule_pack_region")

    op.drop_table("rule_pack")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index("ix_region_parent_code")
        batch_op.drop_index("ix_region_name")

    op.drop_table("region")
    op.drop_table("practice_time")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_legal_representative")

    op.drop_table("organisation")
    op.drop_table("number_series")
    op.drop_table("known_seal_key")
    op.drop_table("calendar_year")
    op.drop_table("app_user")
