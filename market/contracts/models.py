"""The contract of an award and the deliverable it owes."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.awards.models import Award
from market.contracts.lifecycle import CONTRACT, DELIVERABLE
from tongban.db import Base, Fen, IdType, UtcDateTime


class Contract(Base):
    """The signed contract, uploaded by one side and confirmed by the other."""

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("service_days > 0", name="service_days_positive"),
        UniqueConstraint("region", "filing_number"),
    )
    thing_kind: ClassVar[str] = "contract"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(16), default=CONTRACT.initial)
    version: Mapped[int] = mapped_column(default=1)
    amount_fen: Mapped[int] = mapped_column(Fen)
    signed_on: Mapped[date]
    service_days: Mapped[int]
    service_days_unit: Mapped[str] = mapped_column(String(2))
    file_id: Mapped[int] = mapped_column(IdType)
    uploaded_by_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When it was first uploaded, by when it had to be, and the number of its filing once it is in force.
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_due: Mapped[datetime] = mapped_column(UtcDateTime)
    filing_number: Mapped[str | None] = mapped_column(String(80))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)

    award: Mapped[Award] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class Deliverable(Base):
    """The report or drawing the contract is about; each submission keeps its file."""

    __tablename__ = "deliverable"
    __table_args__ = (UniqueConstraint("region", "receipt_number"),)
    thing_kind: ClassVar[str] = "deliverable"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(16), default=DELIVERABLE.initial)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_id: Mapped[int | None] = mapped_column(IdType)
    note: Mapped[str | None] = mapped_column(Text)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The number of the receipt the intermediary gets for it (签收单).
    receipt_number: Mapped[str | None] = mapped_column(String(80))
    acceptance_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)

    contract: Mapped[Contract] = relationship()


CONTRACT.guard_attribute(Contract.state)
DELIVERABLE.guard_attribute(Deliverable.state)
