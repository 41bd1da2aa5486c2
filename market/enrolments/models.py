"""An intermediary's admission to the platform (入驻), its qualifications and its practitioners."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from market.enrolments.lifecycle import ENROLMENT
from tongban.accounts.models import Organisation
from tongban.db import Base, IdType, JsonDoc, UtcDateTime


class Enrolment(Base):
    """The admission of one organisation; shared by all regions of its scope."""

    __tablename__ = "enrolment"
    __table_args__ = (Index("ix_enrolment_state", "state", "id"),)
    thing_kind: ClassVar[str] = "enrolment"

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    region: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default=ENROLMENT.initial)
    version: Mapped[int] = mapped_column(default=1)
    introduction: Mapped[str | None] = mapped_column(Text)
    contact_name: Mapped[str | None] = mapped_column(String(64))
    contact_phone: Mapped[str | None] = mapped_column(String(32))
    service_codes: Mapped[list[str]] = mapped_column(JsonDoc, default=list)
    rules_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    barred_until: Mapped[date | None]
    publicity_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Why a service is offered although the qualification it asks for is not among those entered, by code.
    explanations: Mapped[dict[str, str]] = mapped_column(JsonDoc, default=dict)
    #: Services asked for after admission; they count only once the operator has checked them.
    proposed_services: Mapped[list[str]] = mapped_column(JsonDoc, default=list)
    #: Since when changes of an admitted intermediary wait for their check, and by when it is due.
    change_submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    change_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    org: Mapped[Organisation] = relationship()
    qualifications: Mapped[list["QualificationRecord"]] = relationship(
        back_populates="enrolment", order_by="QualificationRecord.id"
    )
    practitioners: Mapped[list["Practitioner"]] = relationship(
        back_populates="enrolment", order_by="Practitioner.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class QualificationRecord(Base):
    """A licence, a grade or a registration held; what replaces it is a new row."""

    __tablename__ = "qualification_record"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "certificate_claim"),
        Index("ix_qualification_record_enrolment_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    kind: Mapped[str] = mapped_column(String(40))
    specialties: Mapped[list[str]] = mapped_column(JsonDoc, default=list)
    grade: Mapped[str | None] = mapped_column(String(40))
    certificate_number: Mapped[str | None] = mapped_column(String(64))
    #: Digest of kind, number and grade while the record stands, so that no certificate stands twice.
    certificate_claim: Mapped[str | None] = mapped_column(String(64))
    issuer: Mapped[str | None] = mapped_column(String(120))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(IdType)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extra: Mapped[dict[str, Any]] = mapped_column(JsonDoc, default=dict)

    enrolment: Mapped[Enrolment] = relationship(back_populates="qualifications")


class Practitioner(Base):
    """A certified person tied to one intermediary; a certificate belongs to one unit at a time."""

    __tablename__ = "practitioner"
    __table_args__ = (
        UniqueConstraint("certificate_kind", "certificate_number", "left_key"),
        Index("ix_practitioner_enrolment_id", "enrolment_id"),
    )

    id: Mapped[int] = mapped_column(IdType, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    name: Mapped[str] = mapped_column(String(64))
    certificate_kind: Mapped[str] = mapped_column(String(64))
    certificate_number: Mapped[str] = mapped_column(String(64))
    valid_until: Mapped[date | None]
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: 0 while the person belongs to the unit, the row's own id afterwards, so that one unit holds at a time.
    left_key: Mapped[int] = mapped_column(IdType, default=0)

    enrolment: Mapped[Enrolment] = relationship(back_populates="practitioners")


ENROLMENT.guard_attribute(Enrolment.state)
