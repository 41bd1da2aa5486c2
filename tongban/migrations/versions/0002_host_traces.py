"""Audit chains, outbox, arrivals, files, notices."""

import sqlalchemy as sa
from alembic import op

from tongban.db import IdType, JsonDoc, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrival_process",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("beat_at", UtcDateTime(), nullable=False),
        sa.Column("caught_up_to", UtcDateTime(), nullable=False),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_process")),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("moved", JsonDoc, nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_checkpoint")),
        sa.UniqueConstraint("region", "seq", name=op.f("uq_audit_checkpoint_region_seq")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", IdType, nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_user_id", IdType, nullable=True),
        sa.Column("actor_org_id", IdType, nullable=True),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("after", sa.String(length=32), nullable=True),
        sa.Column("public", JsonDoc, nullable=False),
        sa.Column("private_digest", sa.String(length=64), nullable=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint(
            "thing_kind", "thing_id", "seq", name=op.f("uq_audit_event_thing_kind_thing_id_seq")
        ),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_actor", ["actor_user_id"], unique=False)
        batch_op.create_index("ix_audit_event_at", ["at"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", IdType, nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("checkpoint_seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("thing_kind", "thing_id", name=op.f("uq_audit_head_thing_kind_thing_id")),
    )
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.create_index("ix_audit_head_region", ["region"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("next_due", UtcDateTime(), nullable=False),
        sa.Column("last_started", UtcDateTime(), nullable=True),
        sa.Column("last_success", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", IdType, nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.Column("payload", JsonDoc, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("leased_by", sa.String(length=64), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'done', 'parked')", name=op.f("ck_outbox_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_claim", ["status", "not_before"], unique=False)
        batch_op.create_index("ix_outbox_order", ["handler", "thing_kind", "thing_id", "id"], unique=False)

    op.create_table(
        "timer",
        sa.Column("id", IdType, nullable=False),
        sa.Column("handler", sa.String(length=64), nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "handler",
            "thing_kind",
            "thing_id",
            "due_at",
            name=op.f("uq_timer_handler_thing_kind_thing_id_due_at"),
        ),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index("ix_timer_due", ["done_at", "not_before"], unique=False)

    op.create_table(
        "arrival_ticket",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("site_at", UtcDateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("process_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name=op.f("ck_arrival_ticket_settled_has_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["arrival_process.id"], name=op.f("fk_arrival_ticket_process_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrival_ticket")),
    )
    with op.batch_alter_table("arrival_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrival_ticket_process_id"), ["process_id"], unique=False)
        batch_op.create_index("ix_arrival_ticket_subject", ["subject", "settled_at", "site_at"], unique=False)

    op.create_table(
        "audit_private",
        sa.Column("event_id", IdType, autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("content", JsonDoc, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["audit_event.id"], name=op.f("fk_audit_private_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_audit_private")),
    )
    op.create_table(
        "notice",
        sa.Column("id", IdType, nullable=False),
        sa.Column("user_id", IdType, nullable=False),
        sa.Column("org_id", IdType, nullable=True),
        sa.Column("region", sa.String(length=16), nullable=False),
        sa.Column("dedupe", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("mailed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organisation.id"], name=op.f("fk_notice_org_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_notice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("user_id", "dedupe", name=op.f("uq_notice_user_id_dedupe")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_inbox", ["user_id", "id"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", IdType, nullable=False),
        sa.Column("key", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", IdType, nullable=True),
        sa.Column("uploaded_at", UtcDateTime(), nullable=False),
        sa.Column("thing_kind", sa.String(length=32), nullable=False),
        sa.Column("thing_id", IdType, nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size_positive")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["app_user.id"], name=op.f("fk_stored_file_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_sha256", ["sha256"], unique=False)
        batch_op.create_index("ix_stored_file_thing", ["thing_kind", "thing_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_file_thing")
        batch_op.drop_index("ix_stored_file_sha256")

    op.drop_table("stored_file")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_inbox")

    op.drop_table("notice")
    op.drop_table("audit_private")
    with op.batch_alter_table("arrival_ticket", schema=None) as batch_op:
        batch_op.drop_index("ix_arrival_ticket_subject")
        batch_op.drop_index(batch_op.f("ix_arrival_ticket_process_id"))

    op.drop_table("arrival_ticket")
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.drop_index("ix_timer_due")

    op.drop_table("timer")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_order")
        batch_op.drop_index("ix_outbox_claim")

    op.drop_table("outbox")
    op.drop_table("job_run")
    with op.batch_alter_table("audit_head", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_head_region")

    op.drop_table("audit_head")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_at")
        batch_op.drop_index("ix_audit_event_actor")

    op.drop_table("audit_event")
    op.drop_table("audit_checkpoint")
    op.drop_table("arrival_process")
