"""A need (需求): one purchase of an intermediary service, from draft to rating."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.needs.lifecycle import NEED
from tongban.accounts.models import Organisation
from tongban.db import Base, Fen, IdType, JsonDoc, UtcDateTime


class Need(Base):
    """What is bought, on what terms, and where it stands."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("ceiling_fen IS NULL OR ceiling_fen > 0", name="ceiling_positive"),
        UniqueConstraint("region", "notice_number"),
        UniqueConstraint("region", "failed_number"),
        UniqueConstraint("region", "abort_number"),
        Index("ix_need_list", "region", "state", "published_at", "id"),
        Index("ix_need_published", "published_at", "id"),
        Index("ix_need_owner", "owner_org_id", "id"),
    )
    thing_kind: ClassVar[str] = "need"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    state: Mapped[str] = mapped_column(String(16), default=NEED.initial)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    # What is bought
    title: Mapped[str] = mapped_column(String(120))
    service_code: Mapped[str] = mapped_column(String(32))
    service: Mapped[dict[str, Any]] = mapped_column(JsonDoc)
    project_name: Mapped[str] = mapped_column(String(120))
    project_code: Mapped[str | None] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    requirement: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    service_days: Mapped[int]
    service_days_unit: Mapped[str] = mapped_column(String(2), default="WD")
    copies: Mapped[int] = mapped_column(default=1)

    # What the price covers (报价口径); Method.price says what the figure is: a ceiling, or the fixed price
    ceiling_fen: Mapped[int | None] = mapped_column(Fen)
    price_basis: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    fund_source: Mapped[str] = mapped_column(String(16), default="private")

    # How it is selected
    method: Mapped[str] = mapped_column(String(24))
    params: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signing_expected: Mapped[date | None]
    #: The public value that the notice names beforehand, where the region draws by one; it is fixed later.
    beacon_named: Mapped[str | None] = mapped_column(String(200))
    recusal: Mapped[str | None] = mapped_column(Text)

    # Whom to ask
    contact_name: Mapped[str] = mapped_column(String(64))
    contact_phone: Mapped[str] = mapped_column(String(32))
    complaint_phone: Mapped[str | None] = mapped_column(String(32))

    # Where it came from, and the moments of its life
    parent_need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"))
    run_no: Mapped[int] = mapped_column(default=1)
    rules_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    beacon_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    failure: Mapped[str | None] = mapped_column(String(24))

    # The numbers (文号) of its notices
    notice_number: Mapped[str | None] = mapped_column(String(80))
    failed_number: Mapped[str | None] = mapped_column(String(80))
    abort_number: Mapped[str | None] = mapped_column(String(80))

    # The proof: the commitment stands in the published notice, the secret is sealed until the opening
    commit: Mapped[str | None] = mapped_column(String(64))
    sealed_secret: Mapped[str | None] = mapped_column(Text)

    owner: Mapped[Organisation] = relationship()
    parent: Mapped["Need | None"] = relationship(remote_side="Need.id")
    corrections: Mapped[list["NeedCorrection"]] = relationship(order_by="NeedCorrection.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class NeedCorrection(Base):
    """A correction notice (更正公告): what a published notice said before, what it says now, and why."""

    __tablename__ = "need_correction"
    __table_args__ = (
        UniqueConstraint("region", "number"),
        Index("ix_need_correction_need", "need_id", "id"),
        CheckConstraint("new_ends_at > old_ends_at", name="later"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    region: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str] = mapped_column(Text)
    old_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    new_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


NEED.guard_attribute(Need.state)
